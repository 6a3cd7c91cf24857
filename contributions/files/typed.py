"""Lines that were typed on the page, read as if they had come in a file: the same sections, checks and sums.

The contribution is not typed: it follows from the wage by the law of the month and the place (SSA s.46).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contributions.files.checks import block
from contributions.files.records import Context, Reading, Row
from contributions.files.sections import Book


@dataclass(frozen=True, slots=True)
class Typed:
    """One person of the sheet; ``wage`` in satang, None while nobody has typed it."""

    line: int
    branch: str
    national_id: str
    title_code: str
    first_name: str
    last_name: str
    wage: int | None


def open_typed(lines: Sequence[Typed], context: Context) -> Reading:
    """Begin to read; ``lines`` are in order of their branches."""
    reading = Reading("typed", account=context.account, period=context.period)
    book = Book(reading, context)
    reading.rows = _rows(lines, book)
    return reading


def _rows(lines: Sequence[Typed], book: Book) -> Iterator[Row]:
    for typed in lines:
        if book.section is None or book.section.branch != typed.branch:
            book.open(typed.branch, line=typed.line, header=None)
        yield _row(typed, book)
    book.close()
    if not book.reading.lines:
        book.note(block("no_people", 0, ""))


def _row(typed: Typed, book: Book) -> Row:
    paid = None
    if typed.wage is None:
        book.note(block("wage_open", typed.line, "wage"))
    elif book.expected is not None:
        paid = book.expected.employee(typed.wage)
    row = Row(
        typed.line, typed.branch, typed.national_id, typed.title_code, typed.first_name, typed.last_name,
        typed.wage, paid,
    )  # fmt: skip
    book.check(row)
    return row
