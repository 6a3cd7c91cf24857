"""The applications of registration as kinds of case."""

from registration.models import DestinationState, PayoutDestination
from registration.services import employers, payout
from registration.services.employers import dbd_of
from sso_core.cases.public import CasePanel, CaseType, CaseView, Check, Fact, register
from sso_core.kernel import bank_account, thai_id, thai_text
from sso_core.kernel.places import provinces
from sso_core.messaging.public import Recipient


def _employer_panel(case: CaseView) -> CasePanel:
    told, said = case.payload, dbd_of(case)
    facts = (
        Fact("ชื่อนายจ้าง", told["name"], "ผู้ขอแจ้ง"),
        Fact("เลขนิติบุคคล", thai_id.format_id(told["tax_id"]), "ผู้ขอแจ้ง"),
        Fact("ที่อยู่", f"{told['address']} {provinces().get(told['province'], '')}", "ผู้ขอแจ้ง"),
        Fact("มีลูกจ้างคนแรกเมื่อ", told["first_employee_on"], "ผู้ขอแจ้ง"),
        Fact("จำนวนลูกจ้าง", f"{told['employees']} คน", "ผู้ขอแจ้ง"),
    )
    return CasePanel(
        facts=facts, checks=_dbd_checks(told["name"], said), blocker="" if said else "รอคำตอบจาก DBD"
    )


def _dbd_checks(name: str, said: dict[str, object] | None) -> tuple[Check, ...]:
    if said is None:
        return (Check("มีอยู่จริงที่ DBD", "unknown", "ระบบ DBD ยังไม่ตอบ จะตรวจให้เอง", "34"),)
    exists = "failed" if said.get("passed") is False else "passed"
    same = thai_text.search_key(str(said["name"])) == thai_text.search_key(name)
    return (
        Check("มีอยู่จริงที่ DBD", exists, f"สถานะ {said['status']}", "34"),
        Check("ชื่อตรงกับ DBD", "passed" if same else "failed", str(said["name"]), "34"),
    )


def _payout_panel(case: CaseView) -> CasePanel:
    told = case.payload
    asked = PayoutDestination.objects.select_related("person").get(pk=told["destination"])
    active = PayoutDestination.objects.filter(person=asked.person, state=DestinationState.ACTIVE).first()
    before = f"{active.get_kind_display()} {active.account}" if active else "พร้อมเพย์เลขประจำตัวประชาชน"
    others = PayoutDestination.objects.filter(bank_code=asked.bank_code, account=asked.account).exclude(
        person=asked.person
    )
    shared = others.exists()
    return CasePanel(
        facts=(
            Fact("บัญชีใหม่", f"{bank_account.name(asked.bank_code)} {asked.account}", "ผู้ขอแจ้ง"),
            Fact("ชื่อบัญชี", asked.account_name, "ทะเบียน"),
            Fact("เดิมรับทาง", before, "ทะเบียน"),
        ),
        checks=(
            Check("บัญชีนี้ไม่มีคนอื่นใช้", "failed" if shared else "passed", f"พบ {others.count()} คน", "47"),
            Check("ยืนยันตัวตนขั้นที่สองแล้ว", "passed", "AAL2 เมื่อยื่น", "47"),
        ),
        blocker="บัญชีนี้มีคนอื่นใช้รับเงินอยู่" if shared else "",
    )


def _payout_recipient(case: CaseView) -> Recipient | None:
    return None  # the services tell, with the account masked


register(
    CaseType(
        key=employers.CASE_TYPE,
        prefix="ER",
        label_th="ขึ้นทะเบียนนายจ้าง (สปส.1-01)",
        label_en="Employer registration",
        sla_days=3,
        panel=_employer_panel,
        on_decided=employers.admit,
        pays=False,
    )
)
register(
    CaseType(
        key=payout.CASE_TYPE,
        prefix="PB",
        label_th="เปลี่ยนบัญชีรับเงิน",
        label_en="Change of bank account",
        sla_days=2,
        panel=_payout_panel,
        on_decided=payout.decided,
        on_withdrawn=payout.withdrawn,
        recipient=_payout_recipient,
        pays=False,
    )
)
