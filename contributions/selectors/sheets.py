"""A month being typed, page by page, and the drafts of an employer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from contributions.models import Filing, FilingFormat, StagedLine, TypedLine
from contributions.selectors.filings import FilingView, filing_view
from contributions.services.drafts import drafts, kept_until
from sso_core import clock
from sso_core.kernel.period import Period

PEOPLE_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person of the sheet; ``contribution`` is the employee's share, None until the wage is known."""

    line: int
    branch_no: str
    national_id: str
    name: str
    wage: Decimal | None
    before: Decimal | None
    is_new: bool
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    only_branch: str
    taken_from: Period | None
    gone: tuple[str, ...]
    newcomers: tuple[str, ...]
    people: int
    open: int
    first_open_page: int


def sheet_of(filing_id: int) -> Sheet | None:
    """The sheet of a typed filing that is still open; None for any other."""
    filing = Filing.objects.filter(pk=filing_id, format=FilingFormat.TYPED).select_related("sheet").first()
    if filing is None or not hasattr(filing, "sheet"):
        return None
    lines = list(_lines(filing_id).values_list("wage", "is_new", "first_name", "last_name"))
    still_open = [place for place, (wage, *_rest) in enumerate(lines) if wage is None]
    return Sheet(
        only_branch=filing.sheet.only_branch,
        taken_from=Period.of(filing.sheet.taken_from) if filing.sheet.taken_from else None,
        gone=tuple(filing.sheet.gone),
        newcomers=tuple(f"{first} {last}" for _wage, is_new, first, last in lines if is_new),
        people=len(lines),
        open=len(still_open),
        first_open_page=still_open[0] // PEOPLE_A_PAGE + 1 if still_open else 1,
    )


def rows_of(filing_id: int, number: str | int | None = 1) -> Page[SheetRow]:
    """A page of twenty people in the order of their branches."""
    page = Paginator(_lines(filing_id), PEOPLE_A_PAGE).get_page(number)
    rows = list(page.object_list)
    paid = dict(
        StagedLine.objects.filter(filing_id=filing_id, line__in=[row.line for row in rows]).values_list(
            "line", "contribution"
        )
    )
    shown: Any = page
    shown.object_list = [_row(row, paid.get(row.line)) for row in rows]
    return shown  # type: ignore[no-any-return]


def _lines(filing_id: int) -> QuerySet[TypedLine]:
    return TypedLine.objects.filter(filing_id=filing_id).order_by("branch_no", "line")


def _row(row: TypedLine, contribution: Decimal | None) -> SheetRow:
    return SheetRow(
        row.line, row.branch_no, row.national_id, f"{row.first_name} {row.last_name}".strip(), row.wage,
        row.before, row.is_new, contribution,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftView:
    """A filing that was not submitted: who began it, when it was changed last, and until when it is kept."""

    filing: FilingView
    changed_at: datetime
    age: int
    kept_until: date
    is_typed: bool


def drafts_of(account: str) -> tuple[DraftView, ...]:
    """What an employer has begun and not submitted, changed last first."""
    found = [draft_view(row) for row in drafts().filter(account_no=account).select_related("sheet")]
    return tuple(sorted(found, key=lambda draft: (draft.changed_at, draft.filing.id), reverse=True))


def draft_view(row: Filing) -> DraftView:
    touched = row.changed_at or row.uploaded_at
    return DraftView(
        filing_view(row), touched, (clock.now() - touched).days, kept_until(touched), hasattr(row, "sheet")
    )
