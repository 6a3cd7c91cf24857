"""Load the demo: employers, people with pasts, officers, log-ins. Run again it changes nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finance import public as finance
from integrations.public import GatewayDown
from portal.demo import logins, people
from sso_core.accounts.public import Role, grant, member_of
from sso_core.kernel.actor import SYSTEM


class Command(BaseCommand):
    help = "Loads the demo data through the public services. Needs the simulators."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seed()
        except GatewayDown as down:
            raise CommandError(f"The simulators do not answer ({down}). Start them with ./run.") from down
        logins.write(made)
        if options["verbosity"] > 1:
            self.stdout.write(f"{len(made)} log-ins")


def seed() -> list[logins.Login]:
    """Everything, once; returns the log-ins."""
    _opening_balance()
    factory = people.factory()
    weavers = people.weavers()
    made = logins.officers()
    director, second = people.proven("director"), people.proven("director", 1)
    for person, role, what in (
        (director, Role.employer_admin, "ผู้ดูแลบัญชีนายจ้างของไฟล์ตัวอย่าง"),
        (second, Role.employer_filer, "ผู้ยื่นแทนนายจ้างเดียวกัน"),
    ):
        made.append(logins.member(person, what, with_factor=True))
        _grant(person.id, role, factory.account_no)
    hr = people.proven("hr")
    made.append(logins.member(hr, f"ผู้ดูแลบัญชี {weavers.name}", with_factor=True))
    _grant(hr.id, Role.employer_admin, weavers.account_no)
    for role, what, with_factor in (
        ("member138", "ผู้ประกันตน 138 เดือน ลองยื่นเจ็บป่วย", True),
        ("pension56", "อายุ 56 ออกจากงานแล้ว ลองยื่นบำนาญ", True),
        ("lump55", "อายุ 55 ส่ง 100 เดือน ได้บำเหน็จ", True),
        ("not_loaded", "มีเดือนที่ยังไม่มีข้อมูล", False),
        ("section39", "เพิ่งออกจากงาน ลองสมัครมาตรา 39", True),
        ("no_promptpay", "พร้อมเพย์ยังไม่ผูก เงินจะถูกคืน", True),
    ):
        made.append(logins.member(people.proven(role), what, with_factor=with_factor))
    newcomer = people.proven("newcomer")
    made.append(logins.member(newcomer, "ยังไม่เคยเป็นผู้ประกันตน"))
    return made


def _opening_balance() -> None:
    """Money in the bank from before this system, so that the first payments do not overdraw it."""
    finance.post(
        event_key="demo/opening",
        rule="opening_balance",
        on=date(2026, 1, 1),
        amounts={"smid": Decimal(10_000_000), "old_age_child": Decimal(50_000_000)},
        ref="demo:opening",
        memo="ยอดยกมาของข้อมูลตัวอย่าง",
    )


def _grant(person_id: int, role: Role, account: str) -> None:
    user = member_of(person_id)
    assert user is not None
    grant(user.pk, role, f"employer:{account}", by=SYSTEM)
