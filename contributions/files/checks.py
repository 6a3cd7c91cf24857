"""Checks of one line and of a section's totals. Each finding has its line and its field.

What blocks: anything that leaves open who paid how much. What only warns: what the office can take as
it stands and the employer may want to look at. The list with reasons is docs/contributions/filing.md.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from contributions.files.amounts import shown
from contributions.files.ids import right_digit_of
from contributions.files.layout import TITLES
from contributions.files.records import Expected, Header, Row, Section
from sso_core.kernel.finding import Finding, Severity
from sso_core.kernel.thai_text import normalise as normalise_text

SECTION_RATE = "46"
LONGEST_NAME = 100
UNUSUAL_WAGE = 100_000_000  # a million baht a month, in satang
# Letters of names: Thai without the baht sign and digits, Latin, and what stands between names.
NAME = re.compile(r"[ก-ฺเ-๎A-Za-z .'\-()]+")
_DIGITS_IN_NAME = re.compile(r"[0-9๐-๙]")
_ID = re.compile(r"[0-9]{13}")


def block(code: str, line: int, field: str, **params: object) -> Finding:
    return Finding(f"filing.{code}", Severity.BLOCK, field, params, line=line)


def warn(code: str, line: int, field: str, **params: object) -> Finding:
    return Finding(f"filing.{code}", Severity.WARN, field, params, line=line)


def check_row(row: Row, expected: Expected | None) -> Iterator[Finding]:
    """Everything that one line alone can be wrong in; amounts that are None were reported when read."""
    yield from check_id(row)
    yield from check_title(row)
    yield from _check_names(row)
    yield from check_amounts(row, expected)


def check_id(row: Row) -> Iterator[Finding]:
    found = row.national_id
    if not found:
        yield block("id_missing", row.line, "national_id")
    elif not _ID.fullmatch(found):
        yield block("id_not_13_digits", row.line, "national_id", found=found)
    elif (right := right_digit_of()(found)) != found[12]:
        yield block("id_check_digit", row.line, "national_id", found=found, digit=found[12], right=right)


def check_title(row: Row) -> Iterator[Finding]:
    code = row.title_code
    if not code.strip():
        yield block("title_missing", row.line, "title_code")
    elif not re.fullmatch(r"[0-9]{3}", code) or code == "000":
        yield block("title_bad", row.line, "title_code", found=code)
    elif code not in TITLES:
        yield warn("title_unknown", row.line, "title_code", found=code)


def _check_names(row: Row) -> Iterator[Finding]:
    for field, name in (("first_name", row.first_name), ("last_name", row.last_name)):
        if not name:
            yield from _name_missing(row, field)
        elif "\ufffd" in name:
            yield block("char_unreadable", row.line, field)
        elif len(name) > LONGEST_NAME:
            yield block("name_too_long", row.line, field, most=LONGEST_NAME)
        elif _DIGITS_IN_NAME.search(name):
            yield block("name_has_digits", row.line, field, found=name)
        elif not NAME.fullmatch(name):
            strange = sorted({letter for letter in name if not NAME.fullmatch(letter)})
            yield block("name_characters", row.line, field, found=name, letters=" ".join(strange))


def _name_missing(row: Row, field: str) -> Iterator[Finding]:
    # Some foreigners have one name only; their ids begin with 0, 6 or 7.
    single = field == "last_name" and row.national_id[:1] in {"0", "6", "7"}
    yield (warn if single else block)(f"{field}_missing", row.line, field)


def check_amounts(row: Row, expected: Expected | None) -> Iterator[Finding]:
    wage, paid = row.wage, row.contribution
    if wage == 0:
        yield warn("wage_zero", row.line, "wage")
    elif wage is not None and wage > UNUSUAL_WAGE:
        yield warn("wage_unusual", row.line, "wage", wage=shown(wage))
    if wage is None or paid is None or expected is None:
        return
    right = expected.employee(wage)
    if paid != right:
        yield _wrong_contribution(row.line, wage, paid, expected)


def _wrong_contribution(line: int, wage: int, paid: int, expected: Expected) -> Finding:
    """Says why where the reason shows: the wage was not brought within ceiling or floor."""
    uncapped = (wage * expected.employee_ppm + 50_000_000) // 100_000_000 * 100
    code = "contribution_wrong"
    if wage > expected.ceiling and paid == uncapped:
        code = "contribution_above_ceiling"
    elif 0 < wage < expected.floor and paid == uncapped:
        code = "contribution_below_floor"
    found = block(
        code,
        line,
        "contribution",
        found=shown(paid),
        right=shown(expected.employee(wage)),
        wage=shown(wage),
        base=shown(expected.base(wage)),
        rate=f"{expected.employee_ppm / 10_000:g}%",
    )
    return replace(found, section=SECTION_RATE)


def clean_name(text: str) -> str:
    """A name as kept: combining marks in order, no invisible characters, single spaces."""
    return " ".join(normalise_text(text).split())


def check_totals(section: Section) -> Iterator[Finding]:
    """The header's count and sums against the lines. A sum with an unreadable line in it is not compared."""
    header = section.header
    if header is None:
        return
    if header.count is not None and header.count != section.count:
        yield block("total_count", header.line, "count", found=header.count, right=section.count)
    if section.wages_known and header.total_wages not in (None, section.wages):
        yield _total("total_wages", header, header.total_wages, section.wages)
    if not section.contributions_known:
        return
    if header.total_employee not in (None, section.employee):
        yield _total("total_employee", header, header.total_employee, section.employee)
    if header.total_employer not in (None, section.employer, section.lawful_employer):
        yield _total("total_employer", header, header.total_employer, section.employer)
    yield from _check_grand_total(header, section)


def _check_grand_total(header: Header, section: Section) -> Iterator[Finding]:
    """Right when it is the sum of the lines, or of the header's own two parts (those are reported above)."""
    if header.total is None or header.total == section.employee + section.employer:
        return
    if header.total_employee is None or header.total_employer is None:
        return
    if header.total != header.total_employee + header.total_employer:
        yield _total("total", header, header.total, section.employee + section.employer)


def _total(field: str, header: Header, found: int | None, right: int) -> Finding:
    difference = (found or 0) - right
    return block(
        "total_wrong" if field == "total" else field,
        header.line,
        field,
        found=shown(found or 0),
        right=shown(right),
        difference=shown(abs(difference)),
    )
