"""The text filing of 135 characters a record.

A line that fits the layout, the check digit and the law takes the short road through one pattern; any
other line is taken apart field by field, so that its findings name the field. Both roads count alike.
"""

import re
from collections.abc import Iterator

from contributions.files import layout
from contributions.files.amounts import BadAmount, from_field
from contributions.files.checks import UNUSUAL_WAGE, block, clean_name, warn
from contributions.files.headers import HeaderReading
from contributions.files.ids import right_digit_of
from contributions.files.records import CleanRow, Context, Header, Reading, Row
from contributions.files.sections import Book
from sso_core.files import encoding
from sso_core.kernel.finding import Finding

# Thai without NIKHAHIT, which may stand for half of SARA AM: such names take the long road.
_LETTER = r"ก-ฺเ-์๎A-Za-z.'\-()"
# A name begins where its field begins, has one blank between its words, and blanks up to the next field.
_NAME = rf"([{_LETTER}]++(?: [{_LETTER}]++)*+) *+"
_CLEAN = re.compile(
    rf"2([0-9]{{13}})({'|'.join(layout.TITLES)}){_NAME}(?<=^.{{47}}){_NAME}(?<=^.{{82}})([0-9]{{14}})([0-9]{{12}}) *"
)
_NO_BRANCH = ""


class TextFiling:
    """Reads a text filing once, from first line to last."""

    def __init__(self, data: bytes, context: Context, *, encoded: str) -> None:
        """``encoded`` as ``encoding.detect`` says."""
        self.data = data
        self.context = context
        self.reading = Reading("text135", encoded)
        self.book = Book(self.reading, context)
        self.trimmed: list[int] = []
        self.reading.rows = self._rows()

    def _rows(self) -> Iterator[Row]:
        """Rows in order of the file. The totals of the last section are checked at the end.

        The short road stands in the loop, without a call of its own: most lines of a country take it.
        """
        book, clean, right_digit = self.book, _CLEAN.fullmatch, right_digit_of()
        seen, width, number = book.seen, layout.WIDTH, 0
        for number, (line, stray) in enumerate(
            encoding.lines(self.data, self.reading.encoding, width=width), 1
        ):
            if stray:
                self._find(warn("encoding_mixed", number, ""))
            if len(line) != width and line:
                self.trimmed.append(number)
            match, expected = clean(line), book.expected
            if match and expected:
                national_id, title, first, last, wage_text, paid_text = match.groups()
                wage, paid = int(wage_text), int(paid_text)
                if (
                    0 < wage <= UNUSUAL_WAGE
                    and expected.employee(wage) == paid
                    and right_digit(national_id) == national_id[12]
                    and national_id not in seen
                ):
                    seen[national_id] = (number, book.branch)
                    book.count_clean(expected, wage, paid)
                    yield CleanRow(number, book.branch, national_id, title, first, last, wage, paid)
                    continue
            row = self._long_road(number, line)
            if row is not None:
                yield row
        self._end(number)

    def _long_road(self, number: int, line: str) -> Row | None:
        kind = line[:1]
        if kind == layout.HEADER_TYPE:
            self._header(number, line)
        elif kind == layout.DETAIL_TYPE:
            return self._detail(number, line)
        elif not line.strip():
            self._find(warn("line_blank", number, ""))
        else:
            self._find(block("record_type_unknown", number, "record_type", found=kind))
        return None

    def _header(self, number: int, line: str) -> None:
        self._check_width(number, line, layout.WIDTH)
        reader = HeaderReading(number, line.ljust(layout.WIDTH), self.context)
        header = reader.read()
        if reader.findings:
            # A header cut off is one finding, not one for each field that is missing from it.
            cut_off = {name for name, (_, last) in layout.HEADER.items() if last > len(line)}
            self.reading.findings.extend(f for f in reader.findings if f.field not in cut_off)
        self._take_over(header)
        self.book.open(header.branch or _NO_BRANCH, line=number, header=header)

    def _take_over(self, header: Header) -> None:
        """Account and month of the filing; every further header must agree with the first."""
        reading = self.reading
        if self.context.account and header.account and header.account != self.context.account:
            self._find(
                block(
                    "account_other", header.line, "account", found=header.account, asked=self.context.account
                )
            )
        for name, code in (("account", "account_differs"), ("period", "period_differs")):
            found, first = getattr(header, name), getattr(reading, name)
            if first is None:
                setattr(reading, name, found)
            elif found is not None and found != first:
                self._find(block(code, header.line, name, found=str(found), first=str(first)))

    def _detail(self, number: int, line: str) -> Row | None:
        if self.book.section is None:
            self._find(block("header_missing", number, "record_type"))
            self.book.open(_NO_BRANCH, line=number, header=None)
        if not self._check_width(number, line, layout.SHORTEST_DETAIL):
            self.book.count_unreadable()
            return None
        text = line.ljust(layout.WIDTH)
        if text[slice(*layout.DETAIL["blank"])].strip():
            self._find(warn("blank_not_blank", number, "blank", found=text[108:135].strip()))
        row = self._row(number, text)
        self.book.check(row)
        return row

    def _row(self, number: int, text: str) -> Row:
        part = {name: text[first:last] for name, (first, last) in layout.DETAIL.items()}
        section = self.book.section
        assert section is not None
        return Row(
            number,
            section.branch,
            part["national_id"].strip(),
            part["title_code"].strip(),
            clean_name(part["first_name"]),
            clean_name(part["last_name"]),
            self._amount(number, "wage", part["wage"]),
            self._amount(number, "contribution", part["contribution"]),
        )

    def _amount(self, number: int, name: str, text: str) -> int | None:
        try:
            return from_field(text)
        except BadAmount as bad:
            self._find(block(bad.code, number, name, found=text.strip()))
            return None

    def _check_width(self, number: int, line: str, least: int) -> bool:
        """Says when a record is too short or too long; False when its fields cannot be told apart."""
        size = len(line.rstrip(" "))
        if size > layout.WIDTH:
            self._find(block("line_too_long", number, "", found=size, right=layout.WIDTH))
        elif size < least:
            self._find(block("line_too_short", number, "", found=len(line), right=layout.WIDTH))
        return size >= least

    def _end(self, last_line: int) -> None:
        self.book.close()
        reading = self.reading
        short = [number for number in self.trimmed if number != last_line]
        if short and not any(
            f.code.startswith("filing.line_too") and f.line == short[0] for f in reading.findings
        ):
            self._find(warn("lines_trimmed", short[0], "", count=len(short)))
        if not reading.sections:
            reading.readable = False
            reading.findings[:] = [block("format_unknown", 0, "")]
        elif not reading.lines:
            self._find(block("no_details", last_line, ""))
        reading.findings.sort(key=lambda finding: finding.line)

    def _find(self, finding: Finding) -> None:
        self.book.note(finding)
