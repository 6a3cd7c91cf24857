"""Looking for months as a kind of case: what the member told, what was found of each month, what employers said."""

from contributions.models import MonthSearch
from contributions.rules import section33
from contributions.selectors import month_searches as read
from contributions.services import month_searches
from registration.public import recipient_of
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
from sso_core.kernel import employer_account
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw, current


def _panel(case: CaseView) -> CasePanel:
    told, rows = case.payload, read.rows_of(case.reference)
    number = employer_account.format(told["account"]) if told["account"] else "ไม่ทราบเลขที่บัญชี"
    facts = [
        Fact("เดือนที่ให้ค้น", ", ".join(Period.of(row.period).be_short() for row in rows), case.applicant_name),
        Fact("นายจ้างที่ผู้ขอแจ้ง", f"{told['employer'] or 'ไม่ได้แจ้ง'} ({number})", case.applicant_name),
        Fact("เหตุผล", told["why"], case.applicant_name),
    ]
    facts += [
        Fact(Period.of(row.period).be_label(), _result(row), row.found_by or "บัญชีเงินสมทบ") for row in rows
    ]
    questions = read.questions_of(case.reference)
    facts += [
        Fact("ถามนายจ้าง", f"{q.account_no}: {q.answer_label or 'ยังไม่ตอบ'} {q.answer_text}", "นายจ้าง")
        for q in questions
    ]
    found = [row for row in rows if row.found_as or month_searches.is_there(row)]
    state = "passed" if found else "failed"
    checks = [Check("พบแล้วอย่างน้อยหนึ่งเดือน", state, f"{len(found)} จาก {len(rows)} เดือน", "42"), *_checks(rows)]
    return CasePanel(
        facts=tuple(facts),
        checks=tuple(checks),
        extra_template="contributions/search_acts.html" if case.is_open else "",
    )


def _result(row: MonthSearch) -> str:
    if row.state == "open" and not row.found_as:
        return "อยู่ในบัญชีแล้ว" if month_searches.is_there(row) else "ยังไม่พบ"
    words = read.found_in_words(row)
    return words if row.state == "open" else f"{row.get_state_display()} {words}".strip()


def _checks(rows: list[MonthSearch]) -> list[Check]:
    """What the second officer should look at: a month that moved on, and amounts that the law does not give."""
    checks = []
    for row in rows:
        label = Period.of(row.period).be_label()
        if row.state == "open" and row.found_as == "elsewhere" and not read.stands_elsewhere(row):
            checks.append(Check(f"{label} ยังอยู่ใต้เลขที่พบ", "failed", "เดือนนี้ย้ายไปแล้ว บันทึกใหม่"))
        if row.found_as == "proven" and row.section == 33 and row.wage is not None:
            checks.append(_by_law(row, label))
    return checks


def _by_law(row: MonthSearch, label: str) -> Check:
    assert row.wage is not None
    try:
        gives = section33.contribution(row.wage, Period.of(row.period), law=current())["employee"]
    except NoLaw:
        return Check(f"{label} ตรงกับกฎหมาย", "unknown", "ยังไม่ทราบอัตราของเดือนนี้ เทียบกับหลักฐาน", "46")
    same = gives == row.employee
    detail = f"กฎหมายให้ {gives:,.2f} หลักฐาน {row.employee:,.2f} บาท"
    return Check(f"{label} ตรงกับกฎหมาย", "passed" if same else "unknown", detail, "46")


def _letter(case: CaseView, decision: Decision) -> Letter:
    rows = read.rows_of(case.reference)
    facts = [(Period.of(row.period).be_label(), str(row.get_state_display())) for row in rows]
    title = "ผลการค้นเดือนเงินสมทบ"
    return Letter(title, context={"facts": facts})


register_verbs(
    {
        "search_found": Verb("บันทึกสิ่งที่พบของ {months}", "Noted what was found of {months}"),
        "search_employer_asked": Verb(
            "ถามนายจ้าง {account} ให้ตอบภายใน {due}",
            "Asked employer {account}, to answer by {due}",
            public=True,
        ),
        "search_employer_answered": Verb(
            "นายจ้าง {account} ตอบ: {said}", "Employer {account} answered: {said}", public=True
        ),
    }
)
register(
    CaseType(
        key=month_searches.FIND,
        prefix="LM",
        label_th="ให้ค้นเดือนเงินสมทบ",
        label_en="Look for my months",
        sla_days=10,
        panel=_panel,
        on_decided=month_searches.decided,
        on_withdrawn=month_searches.withdrawn,
        four_eyes=lambda case, amount: any(row.found_as for row in read.rows_of(case.reference)),
        letter=_letter,
        recipient=lambda case: recipient_of(case.person_id) if case.person_id else None,
        pays=False,
        why_four_eyes="บัญชีของผู้ประกันตนเปลี่ยน",
    )
)
