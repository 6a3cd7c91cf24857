"""Making log-ins."""

from django.db import transaction

from sso_core.accounts.models import User
from sso_core.kernel import thai_id
from sso_core.kernel.actor import ActorKind
from sso_core.kernel.finding import Finding, Refused


@transaction.atomic
def create_member(
    national_id: str,
    password: str | None,
    *,
    person_id: int,
    display_name: str,
    ial: str = "1.3",
    email: str = "",
) -> User:
    """A member's log-in for a person of the register. Raises ``Refused`` when there is one already."""
    digits = thai_id.normalise(national_id)
    if User.objects.filter(person_id=person_id).exists() or User.objects.filter(username=digits).exists():
        raise Refused(Finding("account_exists", field="national_id"))
    user = User(
        username=digits, kind=ActorKind.MEMBER, person_id=person_id, display_name=display_name,
        identity_level=ial, email=email,
    )  # fmt: skip
    _set_password(user, password)
    user.save()
    return user


@transaction.atomic
def create_user(
    username: str, password: str | None, *, kind: ActorKind | str, display_name: str, email: str = ""
) -> User:
    """A log-in of an officer, an employer's staff or a hospital. Raises ``Refused`` when the name is taken."""
    if User.objects.filter(username=username).exists():
        raise Refused(Finding("account_exists", field="username"))
    user = User(username=username, kind=str(kind), display_name=display_name, email=email)
    _set_password(user, password)
    user.save()
    return user


def member_of(person_id: int) -> User | None:
    return User.objects.filter(person_id=person_id).first()


def user_by_name(username: str) -> User | None:
    """By user name, or by a 13-digit id however it is written."""
    return User.objects.filter(username=kept_name(username), is_active=True).first()


def kept_name(typed: str) -> str:
    """A user name as we keep it: a 13-digit id in plain digits, however it was typed."""
    text = typed.strip()
    return thai_id.normalise(text) if thai_id.is_valid(text) else text


def _set_password(user: User, password: str | None) -> None:
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
