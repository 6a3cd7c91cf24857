"""What officers decide of employers: changed facts, a business handed over, registration by the office."""

from datetime import date

from registration.models import Branch, Employer, EmployerChange
from registration.selectors import employer_of_tax_id, employer_recipient
from registration.services import changes, ex_officio, reopening, transfers
from registration.services.employers import is_company, register_said
from registration.services.staff_moves import staff_after
from sso_core.cases.public import CasePanel, CaseType, CaseView, Check, Decision, Fact, Letter
from sso_core.kernel import employer_account, thai_id
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import Recipient

TOLD, OURS = "นายจ้างแจ้ง", "ทะเบียน"


def _register_name(tax_id: str) -> str:
    return "DBD" if is_company(tax_id) else "ทะเบียนราษฎร"


def _change_panel(case: CaseView) -> CasePanel:
    told, said, new = case.payload, register_said(case), case.payload["new"]
    source = _register_name(told["tax_id"])
    facts = [Fact("เปลี่ยนตั้งแต่", format_date(date.fromisoformat(told["changed_on"])), TOLD)]
    facts += _new_facts(case)
    if "name" not in new:
        return CasePanel(facts=tuple(facts))
    if said is None:
        check = Check(f"ชื่อตรงกับ {source}", "unknown", "ยังไม่ตอบ ระบบถามให้ใหม่เอง", "44")
        return CasePanel(facts=tuple(facts), checks=(check,), blocker=f"รอคำตอบจาก {source} อนุมัติยังไม่ได้")
    same = said["name"] == new["name"]
    check = Check(f"ชื่อตรงกับ {source}", "passed" if same else "failed", said["name"] or "ไม่พบเลขนี้", "44")
    return CasePanel(facts=tuple(facts), checks=(check,))


def _new_facts(case: CaseView) -> list[Fact]:
    """Before and after of each fact; once decided, what stood before is that of the decision."""
    employer = Employer.objects.get(account_no=case.employer_account)
    head = Branch.objects.get(employer=employer, branch_no=HEAD_OFFICE)
    before = dict(EmployerChange.objects.filter(case_reference=case.reference).values_list("fact", "before"))
    present = {
        "name": employer.name,
        "address": f"{head.address} {provinces()[head.province]}",
        "directors": "\n".join(employer.directors),
    }
    labels = {"name": "ชื่อ", "address": "ที่อยู่สำนักงานใหญ่", "directors": "ผู้มีอำนาจลงนาม"}
    facts = []
    for key, value in case.payload["new"].items():
        facts.append(
            Fact(f"{labels[key]}เดิม", before.get(key, present[key]).replace("\n", ", ") or "–", OURS)
        )
        facts.append(Fact(f"{labels[key]}ใหม่", _shown(key, value), TOLD))
    return facts


def _shown(key: str, value: object) -> str:
    if isinstance(value, dict):
        return f"{value['address']} {provinces()[value['province']]}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _change_letter(case: CaseView, decision: Decision) -> Letter:
    title = "เปลี่ยนข้อเท็จจริงนายจ้างแล้ว" if decision.approved else "ไม่อนุมัติการเปลี่ยนข้อเท็จจริงนายจ้าง"
    return Letter(title, context={"facts": [(fact.label, fact.value) for fact in _new_facts(case)]})


def _employer_of(case: CaseView) -> Recipient:
    return employer_recipient(case.employer_account)


def _transfer_panel(case: CaseView) -> CasePanel:
    told = case.payload
    on = date.fromisoformat(told["on"])
    branch = Branch.objects.select_related("employer").get(
        employer__account_no=case.employer_account, branch_no=told["branch_no"]
    )
    receiver = Employer.objects.get(account_no=told["to_account"])
    accepted = told.get("accepted_by", "")
    facts = (
        Fact("สาขาที่โอน", f"{branch.branch_no} {branch.name}", OURS),
        Fact("ผู้รับโอน", f"{receiver.name} {employer_account.format(receiver.account_no)}", TOLD),
        Fact("ตั้งแต่", format_date(on), TOLD),
        Fact("ลูกจ้างที่ย้ายไปด้วย", f"{staff_after(branch, on).count()} คน", OURS),
        Fact("เหตุผล", told["why"], TOLD),
    )
    agrees = Check(
        "ผู้รับโอนตกลง", "passed" if accepted else "failed", accepted or "ผู้รับโอนยังไม่ได้กดรับในหน้าสาขา", "44"
    )
    opened = Check("บัญชีผู้รับโอนยังเปิด", "failed" if receiver.closed_on else "passed", receiver.account_no, "44")
    return CasePanel(facts=facts, checks=(agrees, opened))


def _reopening_panel(case: CaseView) -> CasePanel:
    employer = Employer.objects.get(account_no=case.employer_account)
    others = Employer.objects.filter(tax_id=employer.tax_id, closed_on=None).exclude(pk=employer.pk).exists()
    facts = [
        Fact("เลขนิติบุคคลหรือเลขประจำตัว", thai_id.format_id(employer.tax_id), OURS),
        Fact("เหตุผล", case.payload["reason"], case.applicant_name),
    ]
    if employer.closed_on:
        facts.insert(0, Fact("เลิกกิจการเมื่อ", format_date(employer.closed_on), OURS))
    check = Check("เจ้าของเดียวกันไม่มีบัญชีอื่นที่เปิดอยู่", "failed" if others and case.is_open else "passed", "", "44")
    return CasePanel(facts=tuple(facts), checks=(check,))


def _inquiry_panel(case: CaseView) -> CasePanel:
    told, said = case.payload, register_said(case)
    source = _register_name(told["tax_id"])
    facts = (
        Fact("ชื่อ", said["name"] if said else told["name"], source if said else "ผู้ตรวจ"),
        Fact("เลขนิติบุคคลหรือเลขประจำตัว", thai_id.format_id(told["tax_id"]), "ผู้ตรวจ"),
        Fact("ที่อยู่", f"{told['address']} {provinces()[told['province']]}", "ผู้ตรวจ"),
        Fact("มีลูกจ้างตั้งแต่", format_date(date.fromisoformat(told["obliged_since"])), "ผู้ตรวจ"),
        Fact("หลักฐาน", told["evidence"], "ผู้ตรวจ"),
        Fact("ข้อเท็จจริงที่พบ", told["findings"], "ผู้ตรวจ"),
        Fact("ผู้ตรวจ", told["inquirer"], "บัญชีผู้ใช้"),
    )
    if said is None:
        check = Check(f"ตรวจกับ {source}", "unknown", "ยังไม่ตอบ ระบบถามให้ใหม่เอง", "37")
        return CasePanel(facts=facts, checks=(check,), blocker=f"รอคำตอบจาก {source} อนุมัติยังไม่ได้")
    check = Check(f"มีอยู่จริงที่ {source}", "passed" if said["ok"] else "failed", said["status"], "37")
    return CasePanel(facts=facts, checks=(check,))


def _inquiry_letter(case: CaseView, decision: Decision) -> Letter:
    if not decision.approved:
        return Letter("ผลการสอบสวนนายจ้าง", context={"appeal": False})
    opened = employer_of_tax_id(case.payload["tax_id"])
    since = date.fromisoformat(case.payload["obliged_since"])
    facts = [
        ("เลขที่บัญชีนายจ้าง", employer_account.format(opened.account_no) if opened else ""),
        ("มีหน้าที่ตั้งแต่", format_date(since, "long")),
        ("หลักฐาน", case.payload["evidence"]),
        ("ข้อเท็จจริงที่พบ", case.payload["findings"]),
    ]
    because = "สำนักงานสอบสวนแล้วพบว่ามีลูกจ้างแต่ไม่ได้ขึ้นทะเบียน จึงขึ้นทะเบียนให้ตามมาตรา 37"
    return Letter("สำนักงานขึ้นทะเบียนนายจ้างให้ (มาตรา 37)", context={"facts": facts, "because": because})


EMPLOYER_CASES = (
    CaseType(
        key=changes.CASE_TYPE,
        prefix="EC",
        label_th="เปลี่ยนข้อเท็จจริงนายจ้าง (สปส.6-15)",
        label_en="Change of an employer's facts",
        sla_days=3,
        panel=_change_panel,
        on_decided=changes.apply_change,
        letter=_change_letter,
        recipient=_employer_of,
        pays=False,
    ),
    CaseType(
        key=transfers.CASE_TYPE,
        prefix="ET",
        label_th="โอนกิจการ",
        label_en="Transfer of a business",
        sla_days=5,
        panel=_transfer_panel,
        on_decided=transfers.decided,
        recipient=_employer_of,
        pays=False,
    ),
    CaseType(
        key=reopening.CASE_TYPE,
        prefix="EO",
        label_th="เปิดบัญชีนายจ้างอีกครั้ง",
        label_en="Opening an employer's account again",
        sla_days=3,
        panel=_reopening_panel,
        on_decided=reopening.decided,
        recipient=_employer_of,
        pays=False,
    ),
    CaseType(
        key=ex_officio.CASE_TYPE,
        prefix="EI",
        label_th="ขึ้นทะเบียนนายจ้างโดยสำนักงาน (มาตรา 37)",
        label_en="Registration by the office",
        sla_days=15,
        panel=_inquiry_panel,
        on_decided=ex_officio.decided,
        four_eyes=lambda case, amount: True,
        letter=_inquiry_letter,
        recipient=ex_officio.recipient,
        pays=False,
        why_four_eyes="ขึ้นทะเบียนโดยที่นายจ้างไม่ได้ยื่น",
    ),
)
