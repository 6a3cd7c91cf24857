"""The applications of registration as kinds of case."""

from datetime import date, timedelta

from registration.employer_cases import EMPLOYER_CASES
from registration.models import DestinationState, LeaveReason, PayoutDestination, Sex
from registration.record_cases import RECORD_CASES
from registration.selectors import employer_of_tax_id
from registration.services import corrections, employers, payout
from registration.services.employers import is_company, register_said
from sso_core.cases.public import (
    CasePanel,
    CaseType,
    CaseView,
    Check,
    Decision,
    Fact,
    Letter,
    Verb,
    register,
    register_verbs,
)
from sso_core.kernel import bank_account, employer_account, thai_id
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current

TOLD = "ผู้ขอแจ้ง"


def _employer_panel(case: CaseView) -> CasePanel:
    told, said = case.payload, register_said(case)
    source = "DBD" if is_company(told["tax_id"]) else "ทะเบียนราษฎร"
    began = date.fromisoformat(told["first_employee_on"])
    facts = [
        Fact("ชื่อนายจ้าง", said["name"], source) if said else Fact("ชื่อนายจ้าง", told["name"], TOLD),
        Fact("เลขนิติบุคคลหรือเลขประจำตัว", thai_id.format_id(told["tax_id"]), TOLD),
        Fact("ที่อยู่", f"{told['address']} {provinces().get(told['province'], '')}", TOLD),
        Fact("มีลูกจ้างคนแรกเมื่อ", format_date(began) + _late(began, case), TOLD),
        Fact("จำนวนลูกจ้าง", f"{told['employees']} คน", TOLD),
        Fact("ผู้ยื่น", case.applicant_name, "บัญชีผู้ใช้"),
    ]
    if said is None:
        check = Check(f"ตรวจกับ {source}", "unknown", "ยังไม่ตอบ ระบบถามให้ใหม่เอง", "34")
        return CasePanel(facts=tuple(facts), checks=(check,), blocker=f"รอคำตอบจาก {source} อนุมัติยังไม่ได้")
    state = "passed" if said["ok"] else "failed"
    detail = f"สถานะ {said['status']}" if said["status"] else "ไม่พบเลขนี้"
    return CasePanel(facts=tuple(facts), checks=(Check(f"มีอยู่จริงที่ {source}", state, detail, "34"),))


def _late(began: date, case: CaseView) -> str:
    within = int(current().at("registration.enrol_within_days", began).value)
    late = case.opened_at.date() > began + timedelta(days=within)
    return f" (ยื่นเกิน {within} วัน มาตรา 34)" if late else ""


def _employer_letter(case: CaseView, decision: Decision) -> Letter:
    opened = employer_of_tax_id(case.payload["tax_id"]) if decision.approved else None
    if opened is None:
        return Letter("ไม่อนุมัติการขึ้นทะเบียนนายจ้าง")
    facts = [
        ("เลขที่บัญชีนายจ้าง", employer_account.format(opened.account_no)),
        ("สาขา", "000000 สำนักงานใหญ่"),
        ("ขึ้นทะเบียนเมื่อ", format_date(opened.registered_on, "long")),
    ]
    because = "ต่อจากนี้ขึ้นทะเบียนลูกจ้างภายใน 30 วัน และนำส่งเงินสมทบภายในวันที่ 15 ของเดือนถัดไป"
    return Letter("ขึ้นทะเบียนนายจ้างแล้ว", context={"facts": facts, "because": because, "appeal": False})


def _payout_panel(case: CaseView) -> CasePanel:
    asked = PayoutDestination.objects.select_related("person").get(pk=case.payload["destination"])
    active = PayoutDestination.objects.filter(person=asked.person, state=DestinationState.ACTIVE).first()
    before = f"{active.get_kind_display()} {active.account}" if active else "พร้อมเพย์เลขประจำตัวประชาชน"
    if active and active.returned_at:
        before += f" (ธนาคารคืนเงิน {format_date(active.returned_at.date())})"
    used = PayoutDestination.objects.filter(bank_code=asked.bank_code, account=asked.account)
    others = used.exclude(person=asked.person).values("person").distinct().count()
    shared = Check("บัญชีนี้ไม่มีคนอื่นใช้", "failed" if others else "passed", f"พบ {others} คน")
    return CasePanel(
        facts=(
            Fact("บัญชีใหม่", f"{bank_account.name(asked.bank_code)} {asked.account}", TOLD),
            Fact("ชื่อบัญชีที่ต้องเป็น", asked.account_name, "ทะเบียน"),
            Fact("เดิมรับทาง", before, "ทะเบียน"),
        ),
        checks=(shared, Check("ยืนยันตัวตนขั้นที่สองแล้ว", "passed", "เมื่อยื่น")),
        blocker="บัญชีนี้มีคนอื่นใช้รับเงินอยู่" if others else "",
    )


_CORRECTED = {
    "birth_date": "วันเกิด",
    "sex": "เพศ",
    "starts_on": "เริ่มงาน",
    "ends_on": "วันสุดท้าย",
    "reason": "เหตุที่ออก",
}


def _correction_panel(case: CaseView) -> CasePanel:
    told = case.payload
    facts = [
        Fact(
            _CORRECTED[name],
            f"{_in_words(name, told['before'][name])} → {_in_words(name, after)}",
            "ทะเบียน → ขอแก้",
        )
        for name, after in told["after"].items()
        if after != told["before"][name]
    ]
    return CasePanel(
        facts=(*facts, Fact("เหตุผล", told["reason"], case.applicant_name)),
        checks=(Check("ผู้ขอแก้ไม่ใช่ผู้อนุมัติ", "passed", case.applicant_name),),
    )


def _in_words(name: str, value: str) -> str:
    if not value:
        return "ไม่มี"
    if name in corrections.DAYS:
        return format_date(date.fromisoformat(value))
    choices = Sex.choices if name == "sex" else LeaveReason.choices
    return str(dict(choices)[value])


register_verbs(
    {
        "account_issued": Verb(
            "ออกเลขที่บัญชีนายจ้าง {account_no}", "Employer account {account_no} issued", public=True
        )
    }
)
register(
    CaseType(
        key=employers.CASE_TYPE,
        prefix="ER",
        label_th="ขึ้นทะเบียนนายจ้าง (สปส.1-01)",
        label_en="Employer registration",
        sla_days=3,
        panel=_employer_panel,
        on_decided=employers.admit,
        letter=_employer_letter,
        recipient=employers.applicant_recipient,
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
        pays=False,
    )
)
register(
    CaseType(
        key=corrections.CASE_TYPE,
        prefix="CR",
        label_th="แก้ไขทะเบียน",
        label_en="Correction of the register",
        sla_days=5,
        panel=_correction_panel,
        on_decided=corrections.decided,
        pays=False,
    )
)
for case_type in (*EMPLOYER_CASES, *RECORD_CASES):
    register(case_type)
