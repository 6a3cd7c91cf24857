"""The Excel template: a sheet a branch, named by its six digits; six columns; a row of headings.

The file tells no account and no month; the sender does. Line numbers are the rows of the sheet.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from contributions.files import layout
from contributions.files.amounts import BadAmount, from_cell
from contributions.files.checks import block, clean_name, warn
from contributions.files.records import Context, Reading, Row
from contributions.files.sections import Book
from sso_core.files import archive
from sso_core.kernel import branch_no, thai_id
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Finding

_COLUMNS = len(layout.HEADINGS)
_TOTAL_WORDS = ("รวม", "total", "ยอดรวม")


class Heading(Enum):
    NONE = "none"
    IN_ORDER = "in order"
    OTHER_ORDER = "other order"


class ExcelFiling:
    """Reads a workbook once, sheet by sheet."""

    def __init__(self, data: bytes, context: Context) -> None:
        self.reading = Reading("xlsx", account=context.account, period=context.period)
        self.book = Book(self.reading, context)
        self.sheet = ""
        try:
            formulas = archive.inspect(data)
            self.workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        except archive.NotOpened as refused:
            self._refuse(refused.code)
        except CalamineError:
            self._refuse("excel_damaged")
        else:
            if formulas:
                self._find(warn("excel_formulas", 0, ""))
            self.reading.rows = self._rows()

    def _refuse(self, code: str) -> None:
        self.reading.readable = False
        self._find(block(code, 0, ""))

    def _rows(self) -> Iterator[Row]:
        for name in self.workbook.sheet_names:
            try:
                sheet = self.workbook.get_sheet_by_name(name)
            except CalamineError:  # charts and macro sheets hold no rows
                continue
            yield from self._sheet(name, sheet)
        self.book.close()
        if not self.reading.sections:
            self._refuse("format_unknown")
        elif not self.reading.lines:
            self._find(block("no_details", 0, ""))
        self.reading.findings.sort(key=lambda finding: finding.line)

    def _sheet(self, name: str, sheet: CalamineSheet) -> Iterator[Row]:
        rows = (
            (n, r) for n, r in enumerate(_all_rows(sheet), 1) if any(cell not in ("", None) for cell in r)
        )
        number, cells = next(rows, (0, ()))
        if not number:
            return
        heading, branch = _heading(cells), _branch(name)
        if branch is None and heading is Heading.NONE and not _looks_like_id(cells[0]):
            self._find(warn("sheet_ignored", 0, "branch", sheet=name))
            return
        if branch is None:
            self._find(block("sheet_name_bad", 0, "branch", sheet=name))
        self.book.open(branch or "", line=1, header=None)
        if heading is Heading.OTHER_ORDER:
            self._find(block("headings_order", number, ""))
            return
        if heading is Heading.NONE:
            self._find(warn("headings_missing", number, ""))
            yield from self._row(number, cells)
        for number, cells in rows:
            yield from self._row(number, cells)

    def _row(self, number: int, cells: Sequence[object]) -> Iterator[Row]:
        padded = [*cells[:_COLUMNS], *[""] * (_COLUMNS - len(cells))]
        if _is_total(padded):
            self._find(warn("totals_row", number, ""))
            return
        row = Row(
            number,
            self.book.section.branch if self.book.section else "",
            self._id(number, padded[0]),
            self._title(number, padded[1]),
            clean_name(_text(padded[2])),
            clean_name(_text(padded[3])),
            self._amount(number, "wage", padded[4]),
            self._amount(number, "contribution", padded[5]),
        )
        self.book.check(row)
        yield row

    def _id(self, number: int, cell: object) -> str:
        """An id typed as a number has lost its leading zeros; one shown as 3.79E+12 has lost its digits."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return str(int(cell)).zfill(thai_id.LENGTH) if cell == int(cell) and cell >= 0 else str(cell)
        text = _text(cell)
        try:
            return bare(text) if text else ""
        except ValueError:
            return text

    def _title(self, number: int, cell: object) -> str:
        word = _text(cell)
        code = layout.TITLE_WORDS.get(word.lower())
        if code is None and word and not word.isdigit():
            self._find(warn("title_word_unknown", number, "title_code", found=word))
            return "999"
        return code or word

    def _amount(self, number: int, name: str, cell: object) -> int | None:
        try:
            return from_cell(cell)
        except BadAmount as bad:
            self._find(block(bad.code, number, name, found=_text(cell)))
            return None

    def _find(self, finding: Finding) -> None:
        self.book.note(finding)


def _branch(name: str) -> str | None:
    try:
        return branch_no.normalise(name.strip())
    except ValueError:
        return None


def _heading(cells: Sequence[object]) -> Heading:
    """Whether a first row is the row of headings, by its words; wording may be shortened or lengthened."""
    words = ["".join(str(cell).split()) for cell in cells[:_COLUMNS]]
    if sum(any(_alike(word, title) for title in layout.HEADINGS) for word in words) < 3:
        own_words = all(isinstance(cell, str) for cell in cells) and sum(map(bool, words)) >= 4
        return Heading.IN_ORDER if own_words and not _looks_like_id(cells[0]) else Heading.NONE
    in_place = all(_alike(word, title) for word, title in zip(words, layout.HEADINGS, strict=False) if word)
    return Heading.IN_ORDER if in_place else Heading.OTHER_ORDER


def _alike(word: str, title: str) -> bool:
    return bool(word) and (word.startswith(title) or title.startswith(word))


def _all_rows(sheet: CalamineSheet) -> Iterator[Sequence[object]]:
    """Rows with their place in the sheet kept: those above the first filled one come as empty."""
    for _ in range((sheet.start or (0, 0))[0]):
        yield ()
    yield from sheet.iter_rows()


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""


def _looks_like_id(cell: object) -> bool:
    return thai_id.is_valid(_text(cell).zfill(thai_id.LENGTH)) if _text(cell) else False


def _is_total(cells: Sequence[object]) -> bool:
    """A row of sums under the people: no id and no last name, and a word for total or only amounts."""
    words = [_text(cell) for cell in cells[:4]]
    said = any(word.lower().startswith(_TOTAL_WORDS) for word in words)
    return said or (not any(words) and any(cell not in ("", None) for cell in cells[4:]))
