"""Who may open a page. Each view is marked with its audience; the route test refuses views without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from sso_core.accounts.assurance import assurance_of
from sso_core.accounts.grants import employer_accounts_of, has_role, is_officer, offices_of
from sso_core.accounts.models import EMPLOYER_ROLES, OFFICE_ROLES, Role, User
from sso_core.accounts.stepping_up import step_up
from sso_core.kernel.actor import Actor, ActorKind

View = TypeVar("View", bound=Callable[..., Any])


def actor_of(request: HttpRequest, acting_for: str = "") -> Actor:
    """The signed-in user as a service sees it."""
    user = request.user
    assert isinstance(user, User)
    scope = acting_for or getattr(request, "scope", "")
    kind = ActorKind(user.kind)
    if scope.startswith("employer:"):
        kind = ActorKind.EMPLOYER
    return Actor(kind, user.pk, str(user), user.person_id, scope, assurance_of(request))


def public(view: View) -> View:
    """Anybody may open it."""
    view.audience = "public"  # type: ignore[attr-defined]
    return view


def login_needed(view: View) -> View:
    """Anybody who is signed in, of whatever kind; an officer at AAL2, as everywhere."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        owes = is_officer(_user(request)) and assurance_of(request) < 2
        return step_up(request) if owes else None

    return _guard(view, "login", check)


def login_alone_needed(view: View) -> View:
    """Anybody who is signed in, an officer at AAL1 too: only for the pages that lead to a second factor."""
    return _guard(view, "login", lambda request, kwargs: None)


def member_required(view: View) -> View:
    """An insured person, for itself: sets ``request.person_id``."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        person_id = getattr(request.user, "person_id", None)
        if person_id is None:
            raise Http404
        request.person_id = person_id  # type: ignore[attr-defined]
        return None

    return _guard(view, "member", check)


def employer_required(*roles: Role) -> Callable[[View], View]:
    """Staff of the employer of the URL's ``account``; others get the same 404 as for no such employer."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        account = kwargs["account"]
        if account not in employer_accounts_of(_user(request), *(roles or EMPLOYER_ROLES)):
            raise Http404
        request.scope = f"employer:{account}"  # type: ignore[attr-defined]
        return None

    return lambda view: _guard(view, "employer", check)


def officer_required(*roles: Role) -> Callable[[View], View]:
    """An officer with one of ``roles`` at some office, always at AAL2. Sets ``request.offices``."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        offices = offices_of(_user(request), *(roles or OFFICE_ROLES))
        if not offices:
            raise Http404
        request.offices = offices  # type: ignore[attr-defined]
        request.scope = f"office:{offices[0]}"  # type: ignore[attr-defined]
        return None if assurance_of(request) >= 2 else step_up(request)

    return lambda view: _guard(view, "officer", check)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _guard(
    view: View, audience: str, check: Callable[[HttpRequest, dict[str, Any]], HttpResponse | None]
) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        refused = check(request, kwargs)
        return refused if refused is not None else view(request, *args, **kwargs)

    guarded.audience = audience  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def may_at(user: User, office: str, *roles: Role) -> bool:
    """Whether ``user`` holds one of ``roles`` at this office."""
    return any(has_role(user, role, f"office:{office}") for role in roles or OFFICE_ROLES)
