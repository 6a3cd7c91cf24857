"""Makes filings for tests: a good one, and the same with one thing changed."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import xlsxwriter

from contributions.files.layout import HEADINGS
from contributions.files.reader import open_filing, with_period_of_name
from contributions.files.records import Context, Reading, Terms
from sso_core.kernel import thai_id
from sso_core.kernel.period import Period

SAMPLES = Path(__file__).parent.parent / "samples"
NATIONAL = Terms(None, Decimal("0.05"), Decimal("0.05"), Decimal(1650), Decimal(17500))
RELIEF = replace(NATIONAL, area="90", employee_rate=Decimal("0.03"), employer_rate=Decimal("0.03"))
CONTEXT = Context(date(2026, 7, 10), lambda period: (NATIONAL, RELIEF))
JUNE = Period(2026, 6)


def national_id(n: int) -> str:
    return thai_id.make(f"1{n:011d}")


@dataclass(frozen=True)
class Person:
    national_id: str
    wage: int  # satang
    title_code: str = "003"
    first_name: str = "ธนา"
    last_name: str = "พรหมมา"
    contribution: int | None = None
    blank: str = ""

    def paid(self, terms: Terms = NATIONAL) -> int:
        return self.contribution if self.contribution is not None else terms.expected().employee(self.wage)

    def line(self, terms: Terms = NATIONAL) -> str:
        return (
            f"2{self.national_id:<13}{self.title_code:<3}{self.first_name:<30}{self.last_name:<35}"
            f"{self.wage:014d}{self.paid(terms):012d}{self.blank:<27}"
        )


@dataclass(frozen=True)
class Filing:
    people: tuple[Person, ...] = field(
        default=tuple(Person(national_id(n), 12_000_00 + n * 1_111_11) for n in range(1, 9))
    )
    account: str = "1000000016"
    branch: str = "000000"
    paid_date: str = "150769"
    period: str = "0669"
    employer_name: str = "บริษัท ตัวอย่างการผลิต จำกัด"
    rate: str = "0500"
    terms: Terms = NATIONAL
    changes: dict[str, str] = field(default_factory=dict)

    @property
    def employee(self) -> int:
        return sum(person.paid(self.terms) for person in self.people)

    @property
    def wages(self) -> int:
        return sum(person.wage for person in self.people)

    @property
    def employer(self) -> int:
        if self.terms.employee_rate == self.terms.employer_rate:
            return self.employee
        return sum(self.terms.expected().employer(person.wage) for person in self.people)

    def header(self) -> str:
        parts = {
            "type": "1",
            "account": self.account,
            "branch": self.branch,
            "paid_date": self.paid_date,
            "period": self.period,
            "employer_name": f"{self.employer_name:<45}",
            "rate": self.rate,
            "count": f"{len(self.people):06d}",
            "total_wages": f"{self.wages:015d}",
            "total": f"{self.employee + self.employer:014d}",
            "total_employee": f"{self.employee:012d}",
            "total_employer": f"{self.employer:012d}",
        }
        return "".join((parts | self.changes).values())

    def lines(self) -> list[str]:
        return [self.header(), *(person.line(self.terms) for person in self.people)]

    def data(self, *, end: str = "\r\n", encoding: str = "cp874") -> bytes:
        return (end.join(self.lines()) + end).encode(encoding)


def read(data: bytes, context: Context = CONTEXT, filename: str = "") -> Reading:
    return open_filing(data, with_period_of_name(context, data, filename)).finish()


def found(reading: Reading) -> list[tuple[int, str, str]]:
    """(line, field, code) of every finding."""
    return [(f.line, f.field, f.code.removeprefix("filing.")) for f in reading.findings]


def excel(sheets: dict[str, list[list[object]]], *, headings: bool = True) -> bytes:
    """A workbook in the template's shape; ``sheets`` maps a sheet's name to its rows."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate([list(HEADINGS), *rows] if headings else rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def excel_rows(filing: Filing) -> list[list[object]]:
    return [
        [p.national_id, "นาย", p.first_name, p.last_name, p.wage / 100, p.paid(filing.terms) / 100]
        for p in filing.people
    ]
