"""What officers decide of contributions: a paid filing taken back, months under the wrong person."""

from decimal import Decimal

from contributions.models import Filing
from contributions.services import amending, month_corrections, office_changes
from registration.public import employer_recipient
from sso_core.cases.public import CasePanel, CaseType, CaseView, Check, Fact, register
from sso_core.kernel import employer_account, thai_id
from sso_core.kernel.period import Period

OURS = "ทะเบียน"


def _withdraw_panel(case: CaseView) -> CasePanel:
    told = case.payload
    filing = Filing.objects.get(pk=told["filing"])
    change = amending.of_filing(filing).summed()
    facts = (
        Fact("แบบที่ขอถอน", told["reference"], "แบบ สปส.1-10"),
        Fact("งวด", Period.of(filing.period).be_label(), "แบบ สปส.1-10"),
        Fact("จำนวนคนที่จะไม่มีเงินสมทบงวดนี้", change.people, "บัญชีเงินสมทบ"),
        Fact("เงินสมทบที่จะลดลง (บาท)", f"{-change.contribution:,.2f}", "บัญชีเงินสมทบ"),
        Fact("เหตุผล", told["reason"], case.applicant_name),
    )
    check = Check("ยังมีรายการให้ถอน", "passed" if change.people else "failed", f"{change.people} คน", "47")
    return CasePanel(facts=facts, checks=(check,))


def _move_panel(case: CaseView) -> CasePanel:
    told = case.payload
    assert case.person_id is not None
    found = office_changes.months_to_move(
        case.person_id, told["account"], Period.parse(told["since"]), Period.parse(told["until"])
    )
    facts = (
        Fact("จาก", f"{case.subject_name} {thai_id.format_id(case.subject_ident)}", OURS),
        Fact("ไปเป็นของ", f"{told['name']} {thai_id.format_id(told['number'])}", OURS),
        Fact("นายจ้าง", _place(told["account"]), OURS),
        Fact("เดือนที่ย้าย", ", ".join(month.be_label() for month in found) or "–", "บัญชีเงินสมทบ"),
        Fact("เหตุผล", told["reason"], case.applicant_name),
    )
    check = Check("เดือนเหล่านี้อยู่ในบัญชีของคนแรก", "passed" if found else "failed", f"{len(found)} เดือน", "47")
    return CasePanel(facts=facts, checks=(check,))


def _correct_panel(case: CaseView) -> CasePanel:
    """The month as it stands beside what it is to be."""
    assert case.person_id is not None
    period, now = month_corrections.told(case)
    was = month_corrections.loaded(case.person_id, period, now)
    facts = [
        Fact("เดือน", period.be_label(), OURS),
        Fact("มาตราและนายจ้าง", f"{now.section} {_place(now.account_no)}", case.applicant_name),
    ]
    names = {
        "wage": "ค่าจ้าง",
        "base": "ค่าจ้างที่ใช้คิด",
        "employee": "ส่วนผู้ประกันตน",
        "employer": "ส่วนนายจ้าง",
    }
    facts += [
        Fact(label, f"{_baht(getattr(was, name, None))} → {_baht(getattr(now, name))}", "บัญชี → หลักฐาน")
        for name, label in names.items()
    ]
    return CasePanel(facts=(*facts, Fact("เหตุผล", case.payload["reason"], case.applicant_name)))


def _place(account: str) -> str:
    return employer_account.format(account) if account else "จ่ายเอง"


def _baht(amount: Decimal | None) -> str:
    return "ไม่ทราบ" if amount is None else f"{amount:,.2f}"


for one in (
    CaseType(
        key=month_corrections.CORRECT,
        prefix="CH",
        label_th="แก้เดือนเงินสมทบที่ยกมาจากระบบเดิม",
        label_en="Correcting a loaded contribution month",
        sla_days=5,
        panel=_correct_panel,
        on_decided=month_corrections.decided,
        four_eyes=lambda case, amount: True,
        pays=False,
        why_four_eyes="บัญชีของผู้ประกันตนเปลี่ยน",
    ),
    CaseType(
        key=office_changes.WITHDRAW,
        prefix="CW",
        label_th="ถอนแบบ สปส.1-10 ที่ชำระแล้ว",
        label_en="Taking back a paid filing",
        sla_days=5,
        panel=_withdraw_panel,
        on_decided=office_changes.withdrawal_decided,
        four_eyes=lambda case, amount: True,
        recipient=lambda case: employer_recipient(case.employer_account),
        pays=False,
        why_four_eyes="เงินของกองทุนลดลง",
    ),
    CaseType(
        key=office_changes.MOVE,
        prefix="CM",
        label_th="ย้ายเดือนเงินสมทบไปให้เจ้าของ",
        label_en="Moving contribution months to their owner",
        sla_days=5,
        panel=_move_panel,
        on_decided=office_changes.move_decided,
        four_eyes=lambda case, amount: True,
        pays=False,
        why_four_eyes="บัญชีของผู้ประกันตนสองคนเปลี่ยน",
    ),
):
    register(one)
