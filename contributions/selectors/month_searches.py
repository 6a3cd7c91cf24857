"""Months that a member looks for: what became of each, beside the account; and what employers are asked of them."""

from dataclasses import dataclass
from datetime import date, datetime

from contributions.models import EmployerQuestion, MonthSearch, SearchState
from contributions.selectors.accounts import AccountMonth, MonthStatus, account
from contributions.services import account_changes, office_changes
from registration.public import employer, employments_of, person
from sso_core.cases import public as cases
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period

LOOKED_FOR = (MonthStatus.MISSING, MonthStatus.NOT_LOADED)


@dataclass(frozen=True, slots=True)
class SearchView:
    """One month of a search as the member sees it; ``reason`` is the office's, once it is decided."""

    reference: str
    period: Period
    state: SearchState
    state_label: str
    due_on: date
    reason: str

    @property
    def kind(self) -> str:
        """How the state is coloured."""
        return {"open": "info", "found": "ok", "refused": "bad"}.get(self.state, "grey")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: int
    reference: str
    account_no: str
    person_name: str
    national_id: str
    months: str
    text: str
    asked_at: datetime
    due_on: date
    answer: str
    answer_label: str
    answer_text: str
    answered_by: str
    answered_at: datetime | None
    is_open: bool


def searches_of(person_id: int) -> dict[Period, SearchView]:
    """The last search of each month that the person asked for."""
    rows = list(MonthSearch.objects.filter(person_id=person_id).order_by("pk"))
    found = {reference: cases.case(reference) for reference in {row.case_reference for row in rows}}
    shown: dict[Period, SearchView] = {}
    for row in rows:
        case = found[row.case_reference]
        assert case is not None
        shown[Period.of(row.period)] = SearchView(
            reference=row.case_reference,
            period=Period.of(row.period),
            state=SearchState(row.state),
            state_label=str(row.get_state_display()),
            due_on=case.due_on,
            reason=case.decision.reason if case.decision and row.state != SearchState.OPEN else "",
        )
    return shown


def rows_of(reference: str) -> list[MonthSearch]:
    """The months of a case, oldest first."""
    return list(MonthSearch.objects.filter(case_reference=reference).order_by("period"))


def may_look(month: AccountMonth, search: SearchView | None) -> bool:
    """Whether the member may have this month looked for now."""
    return month.status in LOOKED_FOR and (search is None or search.state != SearchState.OPEN)


def months_to_look_for(person_id: int, since: Period, until: Period) -> tuple[AccountMonth, ...]:
    """The months of a range that the account does not show although it should, or cannot tell."""
    return tuple(one for one in account(person_id, since, until) if one.status in LOOKED_FOR)


def employers_then(person_id: int, since: Period, until: Period) -> list[tuple[str, str]]:
    """The employers of the register in those months, to choose from: account and name."""
    held = {
        e.account_no: e.employer_name
        for e in employments_of(person_id)
        if e.starts_on <= until.last and (e.ends_on is None or e.ends_on >= since.first)
    }
    return sorted(held.items(), key=lambda pair: pair[1])


def stands_elsewhere(row: MonthSearch) -> bool:
    """Whether the month that was found under another number stands there still."""
    if row.source_id is None:
        return False
    period = Period.of(row.period)
    filed = office_changes.months_to_move(row.source_id, row.account_no, period, period)
    return bool(filed) or bool(account_changes.standing(row.source_id, period, row.account_no))


def found_in_words(row: MonthSearch) -> str:
    """What an officer found of a month, in a line for the second officer."""
    if row.source_id is not None and row.found_as == "elsewhere":
        return f"อยู่ใต้เลข {person(row.source_id).national_id} ({_employer_name(row.account_no)})"
    if row.found_as == "proven":
        wage = "ไม่ทราบ" if row.wage is None else f"{row.wage:,.2f}"
        return (
            f"มาตรา {row.section} {_employer_name(row.account_no)} ค่าจ้าง {wage} ฐาน {row.base:,.2f}"
            f" ส่วนผู้ประกันตน {row.employee:,.2f} ส่วนนายจ้าง {row.employer:,.2f} บาท"
        )
    return ""


def _employer_name(account_no: str) -> str:
    try:
        found = employer(account_no) if account_no else None
    except Refused:
        found = None
    return found.name if found else account_no or "จ่ายเอง"


def questions_to(account_no: str) -> list[QuestionRow]:
    """What the office asked this employer, those that wait first."""
    rows = EmployerQuestion.objects.filter(account_no=account_no).order_by("-pk")
    return sorted((question_row(row) for row in rows), key=lambda row: not row.is_open)


def questions_of(reference: str) -> list[QuestionRow]:
    return [
        question_row(row) for row in EmployerQuestion.objects.filter(case_reference=reference).order_by("pk")
    ]


def question_row(row: EmployerQuestion) -> QuestionRow:
    case = cases.case(row.case_reference)
    return QuestionRow(
        id=row.pk, reference=row.case_reference, account_no=row.account_no, person_name=row.person_name,
        national_id=row.national_id, months=row.months, text=row.text, asked_at=row.asked_at,
        due_on=row.due_on, answer=row.answer, answer_label=str(row.get_answer_display()) if row.answer else "",
        answer_text=row.answer_text, answered_by=row.answered_by, answered_at=row.answered_at,
        is_open=row.answered_at is None and case is not None and case.is_open,
    )  # fmt: skip


def waiting_for(account_no: str) -> int:
    """How many questions wait for this employer."""
    return sum(1 for row in questions_to(account_no) if row.is_open)
