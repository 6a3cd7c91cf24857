"""The ways to show a second factor in a session that has begun: each is one page, and knows who may use it."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sso_core.accounts.models import User

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Way:
    """``name`` is the URL name of its page, which takes ``next``."""

    key: str
    label: Label
    name: str
    open_to: Callable[[User], bool]

    @property
    def url(self) -> str:
        return reverse(self.name)


_ways: list[Way] = []


def register_way(way: Way) -> None:
    """Offer ``way`` after those that are known; registered again, it replaces itself."""
    _ways[:] = [known for known in _ways if known.key != way.key] + [way]


def ways_of(user: User) -> tuple[Way, ...]:
    """What this user can show, best first."""
    return tuple(way for way in _ways if way.open_to(user))


def has_factor(user: User, *kinds: str) -> bool:
    """Whether ``user`` keeps a second factor with us (of one of ``kinds``); recovery codes alone are none."""
    own = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool((own.filter(type__in=kinds) if kinds else own).exists())


def register_own() -> None:
    """Passkey before app: it cannot be phished."""
    register_way(
        Way(
            "passkey",
            _("พาสคีย์"),
            "mfa_reauthenticate_webauthn",
            lambda user: has_factor(user, Authenticator.Type.WEBAUTHN),
        )
    )
    register_way(Way("app", _("รหัสจากแอป หรือรหัสสำรอง"), "mfa_reauthenticate", has_factor))
