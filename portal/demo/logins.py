"""The demo's log-ins: officers, an employer's people, members; with a second factor where one is needed."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from sso_core.accounts.public import Role, User, create_member, create_user, grant, member_of, user_by_name
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM

PASSWORD = "demo-sso-2569"  # noqa: S105 - printed by ./run
OFFICERS = (
    ("maker", "ธนากร ผู้เสนอ", Role.officer),
    ("checker", "วราภรณ์ ผู้ตรวจ", Role.checker),
    ("finance", "อนงค์ การเงิน", Role.finance),
    ("finance2", "ปรีดา อนุมัติจ่าย", Role.finance_checker),
    ("lead", "สุนิสา หัวหน้างาน", Role.supervisor),
)


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the list that ``./run`` prints."""

    name: str
    label: str
    what: str
    secret: str = ""


def officers() -> list[Login]:
    """Officers of every office, each with one role, all with a second factor."""
    made = []
    for name, shown, role in OFFICERS:
        user = user_by_name(name) or create_user(name, PASSWORD, kind="officer", display_name=shown)
        grant(user.pk, role, "office:*", by=SYSTEM)
        made.append(Login(name, shown, str(role.label), second_factor(user)))
    return made


def member(person: Any, what: str, *, with_factor: bool = False) -> Login:
    """A member's log-in for a person of the register."""
    user = member_of(person.id) or create_member(
        person.national_id, PASSWORD, person_id=person.id, display_name=person.full_name, ial="2.3"
    )
    secret = second_factor(user) if with_factor else ""
    return Login(thai_id.format_id(person.national_id), person.full_name, what, secret)


def second_factor(user: User) -> str:
    """An authenticator app whose secret follows from the name, so that the demo can show its codes."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{user.username}".encode()).digest()[:20]
    secret = base64.b32encode(digest).decode()
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
    return secret


def write(logins: list[Login]) -> None:
    """Keep the list for ``./run``, and the secrets for the demo's authenticator page."""
    folder = settings.VAR_DIR / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    codes = [{"label": f"{one.label} ({one.name})", "secret": one.secret} for one in logins if one.secret]
    (folder / "authenticator.json").write_text(json.dumps(codes, ensure_ascii=False), encoding="utf-8")
    rows = [f"Demo logins, password {PASSWORD}; * asks for a code of the authenticator page:"]
    rows += [f"  {one.name + ('*' if one.secret else ''):<22}{one.label}: {one.what}" for one in logins]
    (folder / "logins.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
