"""What is typed into a sheet: wages of a page of people, a person more. The whole filing is checked after each.

The lines are kept as typed (``TypedLine``, logged) before the staged ones are made from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from contributions.files.amounts import BadAmount, baht, from_cell, satang, shown
from contributions.files.checks import NAME, block, check_id, check_title, clean_name
from contributions.files.records import Row
from contributions.models import Filing, FilingFormat, TypedLine
from contributions.services import uploads
from contributions.services.corrections import open_filing_row
from registration.public import branches, person_by_national_id
from sso_core import clock
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Finding, Refused

NO_WAGE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Wage:
    """What was typed for one line: an amount as text, empty for not yet; ``seen`` is what stood there."""

    text: str
    none: bool = False
    seen: Decimal | None = None
    told_seen: bool = False


@transaction.atomic
def save_wages(filing_id: int, wages: Mapping[int, Wage]) -> int:
    """Keep the wages of some lines; returns how many changed. One that cannot be read refuses all of them.

    A line that somebody else changed since it was shown is refused too, so that nobody's typing is lost.
    """
    filing = open_sheet_row(filing_id)
    rows = {row.line: row for row in TypedLine.objects.filter(filing=filing, line__in=wages)}
    faults: list[Finding] = []
    changed: list[TypedLine] = []
    for line, typed in wages.items():
        try:
            row = _typed(rows.get(line), line, typed)
        except Refused as refused:
            faults.extend(refused.findings)
        else:
            changed += [row] if row is not None else []
    if faults:
        raise Refused(*faults)
    if changed:
        TypedLine.objects.bulk_update(changed, ["wage"])
        check_again(filing)
    return len(changed)


def _typed(row: TypedLine | None, line: int, typed: Wage) -> TypedLine | None:
    """The row with its new wage; None where it stays as it is."""
    if row is None:
        raise Refused(block("line_unknown", line, ""))
    wage = _amount(line, typed)
    if wage == row.wage:
        return None
    if typed.told_seen and typed.seen != row.wage:
        now = shown(satang(row.wage)) if row.wage is not None else "–"
        raise Refused(block("line_changed", line, "wage", now=now, name=row.first_name))
    row.wage = wage
    return row


def _amount(line: int, typed: Wage) -> Decimal | None:
    if not typed.text.strip():
        return NO_WAGE if typed.none else None
    try:
        found = from_cell(typed.text)
    except BadAmount as bad:
        raise Refused(block(bad.code, line, "wage", found=typed.text.strip()[:30])) from None
    if typed.none and found:
        raise Refused(block("wage_and_none", line, "wage"))
    return baht(found)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be added to a sheet, as typed. Names may be left out where the register knows the number."""

    national_id: str
    title_code: str
    first_name: str
    last_name: str
    branch_no: str
    wage: str


@transaction.atomic
def add_person(filing_id: int, who: Newcomer) -> int:
    """Put a person on the sheet, enrolled or not; returns the line. Who is not enrolled is told by the check."""
    filing = open_sheet_row(filing_id)
    places = {one.branch_no for one in branches(filing.account_no)}
    only = filing.sheet.only_branch
    if who.branch_no not in places or (only and who.branch_no != only):
        raise Refused(block("branch_unknown", 0, "branch_no", branch=who.branch_no))
    sheet = TypedLine.objects.filter(filing=filing)
    if sheet.count() >= settings.TYPED_MOST_PEOPLE:
        raise Refused(block("too_many_to_type", 0, "", most=settings.TYPED_MOST_PEOPLE))
    line = (sheet.aggregate(last=Max("line"))["last"] or 0) + 1
    row = _newcomer(line, who)
    twin = sheet.filter(national_id=row.national_id).first()
    if twin is not None:
        raise Refused(block("id_twice", 0, "national_id", first_line=twin.line, branch=twin.branch_no))
    TypedLine.objects.create(
        filing=filing, line=line, branch_no=row.branch, national_id=row.national_id, title_code=row.title_code,
        first_name=row.first_name, last_name=row.last_name, wage=None if row.wage is None else baht(row.wage),
    )  # fmt: skip
    check_again(filing)
    return line


def _newcomer(line: int, who: Newcomer) -> Row:
    """The row, its names from the register where it knows the number. Raises ``Refused``."""
    number = _number(who.national_id)
    known = person_by_national_id(number)
    names = (who.title_code, clean_name(who.first_name), clean_name(who.last_name))
    if known is not None:
        names = (known.title_code or "999", known.first_name, known.last_name)
        number = known.national_id
    wage = _amount(line, Wage(who.wage))
    row = Row(line, who.branch_no, number, *names, None if wage is None else satang(wage), None)
    faults = [*check_id(row), *check_title(row)]
    faults += [block("first_name_missing", 0, "first_name")] if not row.first_name else []
    faults += [block("name_characters", 0, name, found=text, letters=text)
               for name, text in (("first_name", row.first_name), ("last_name", row.last_name))
               if text and not NAME.fullmatch(text)]  # fmt: skip
    faults = [fault for fault in faults if fault.blocks]
    if faults:
        raise Refused(*faults)
    return row


def _number(text: str) -> str:
    try:
        return bare(text)
    except ValueError:
        return text.strip()


def open_sheet_row(filing_id: int) -> Filing:
    """The filing, locked, if it is typed and still open. Raises ``Refused``."""
    filing = open_filing_row(filing_id)
    if filing.format != FilingFormat.TYPED:
        raise Refused(block("not_typed", 0, ""))
    return filing


def check_again(filing: Filing) -> None:
    """Make the staged lines anew from what was typed."""
    Filing.objects.filter(pk=filing.pk).update(changed_at=clock.now())
    uploads.check(filing)
