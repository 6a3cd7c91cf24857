"""Who may call a route: the same questions as for pages, denied unless a view says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class NeedsSecondFactor(PermissionDenied):
    """The session is AAL1; the caller must authenticate with a second factor first."""

    default_detail = "ยืนยันตัวตนขั้นที่สองก่อน แล้วส่งใหม่"
    default_code = "needs_second_factor"


class DenyAll(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class Audience(BasePermission):
    """A permission that also tells the route test whom the view is for."""

    audience = ""


class IsPublic(Audience):
    audience = "public"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return True


class IsSignedIn(Audience):
    """Anybody signed in; an officer at AAL2, but for views that say ``before_second_factor``."""

    audience = "login"

    def has_permission(self, request: Request, view: APIView) -> bool:
        from sso_core.accounts.assurance import assurance_of
        from sso_core.accounts.grants import is_officer

        if not request.user or not request.user.is_authenticated:
            return False
        if self.audience != "login" or getattr(view, "before_second_factor", False):
            return True
        if is_officer(request.user) and assurance_of(request._request) < 2:
            raise NeedsSecondFactor
        return True


class IsMember(IsSignedIn):
    """An insured person; sets ``request.person_id``."""

    audience = "member"

    def has_permission(self, request: Request, view: APIView) -> bool:
        person_id = getattr(request.user, "person_id", None)
        if not super().has_permission(request, view) or person_id is None:
            return False
        request.person_id = person_id  # type: ignore[attr-defined]
        return True


class IsEmployer(IsSignedIn):
    """Staff of the employer of the URL's ``account``."""

    audience = "employer"
    roles: tuple[Any, ...] = ()

    def has_permission(self, request: Request, view: APIView) -> bool:
        from sso_core.accounts.grants import employer_accounts_of

        if not super().has_permission(request, view):
            return False
        account = view.kwargs.get("account", "")
        if account not in employer_accounts_of(request.user, *self.roles):  # type: ignore[arg-type]
            raise Http404
        request._request.scope = f"employer:{account}"  # type: ignore[attr-defined]
        return True


class IsOfficer(IsSignedIn):
    """An officer with one of the view's ``officer_roles`` at AAL2; sets ``request.offices``."""

    audience = "officer"

    def has_permission(self, request: Request, view: APIView) -> bool:
        from sso_core.accounts.assurance import assurance_of
        from sso_core.accounts.grants import offices_of
        from sso_core.accounts.models import OFFICE_ROLES

        if not super().has_permission(request, view):
            return False
        offices = offices_of(request.user, *(getattr(view, "officer_roles", ()) or OFFICE_ROLES))  # type: ignore[arg-type]
        if not offices:
            return False
        if assurance_of(request._request) < 2:
            raise NeedsSecondFactor
        request.offices = offices  # type: ignore[attr-defined]
        request._request.scope = f"office:{offices[0]}"  # type: ignore[attr-defined]
        return True


class AAL2(BasePermission):
    """A second factor, recently shown, for acts that move money or change where it goes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        from sso_core.accounts.assurance import is_fresh

        if request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        if request.user.is_authenticated and not is_fresh(request._request):
            raise NeedsSecondFactor
        return True
