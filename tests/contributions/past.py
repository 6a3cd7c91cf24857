"""Files of the past for the tests: rows, written in either layout, with the totals of the older system."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from contributions.files.history import layouts
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET
from tests.contributions.factories import ACCOUNT


@dataclass(frozen=True)
class Past:
    """A month of somebody at an employer, lawful at five percent unless told otherwise."""

    national_id: str
    period: Period
    base: Decimal = Decimal("10000.00")
    account_no: str = ACCOUNT
    employee: Decimal | None = None
    section: int = 33
    name: str = "ธนา พรหมมา"

    @property
    def paid(self) -> Decimal:
        lawful = (self.base / 20).quantize(Decimal(1), ROUND_HALF_UP)
        return Decimal(lawful if self.employee is None else self.employee).quantize(Decimal("0.01"))


def values(row: Past) -> dict[str, str]:
    month = f"{row.period.year + BE_OFFSET}{row.period.month:02d}"
    employer = row.paid if row.section == 33 else Decimal("0.00")
    return {
        "national_id": row.national_id,
        "period": month,
        "section": str(row.section),
        "account_no": row.account_no if row.section == 33 else "",
        "branch_no": "000000" if row.section == 33 else "",
        "wage": f"{row.base:.2f}" if row.section == 33 else "",
        "base": f"{row.base:.2f}",
        "employee": f"{row.paid:.2f}",
        "employer": f"{employer:.2f}",
        "government": "0.00",
        "paid_on": f"{month}28",
        "name": row.name,
    }


def _record(layout: str, kind: str, told: dict[str, str]) -> str:
    described, mark = layouts()[layout], layouts()["record_types"][kind]
    if layout == "delimited":
        return described["mark"].join([mark, *(told[name] for name in described[kind])])
    text = mark
    for name, (at, size) in described[kind].items():
        value = told[name]
        if "." in value:
            value = value.replace(".", "").rjust(size, "0")
        elif name in ("count", "year"):
            value = value.rjust(size, "0")
        text = text.ljust(at - 1) + value.ljust(size)
    return text


def lines(rows: Sequence[Past], *, layout: str = "fixed", since: Period, until: Period) -> list[str]:
    header = {"version": "01", "first_month": _month(since), "last_month": _month(until)}
    total = sum((Decimal(v["employee"]) + Decimal(v["employer"]) for v in map(values, rows)), Decimal("0.00"))
    return [
        _record(layout, "header", header),
        *(_record(layout, "detail", values(row)) for row in rows),
        _record(layout, "trailer", {"count": str(len(rows)), "contributions": f"{total:.2f}"}),
    ]


def _month(period: Period) -> str:
    return f"{period.year + BE_OFFSET}{period.month:02d}"


def write(path: Path, text: Iterable[str], *, encoding: str = "cp874") -> Path:
    path.write_bytes("".join(line + "\r\n" for line in text).encode(encoding))
    return path


def control(path: Path, rows: Iterable[Past], *, layout: str = "fixed", off: Decimal = Decimal(0)) -> Path:
    """The totals that belong to the rows; ``off`` makes those of the first employer wrong."""
    totals: dict[tuple[str, int], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for row in rows:
        told = values(row)
        found = totals[told["account_no"], row.period.year]
        paid = Decimal(told["employee"]) + Decimal(told["employer"])
        totals[told["account_no"], row.period.year] = [found[0] + 1, found[1] + row.base, found[2] + paid]
    text = []
    for n, ((account, year), (count, wages, paid)) in enumerate(sorted(totals.items())):
        told = {
            "account_no": account, "year": str(year + BE_OFFSET), "count": str(count), "wages": f"{wages:.2f}",
            "contributions": f"{paid + (off if n == 0 else 0):.2f}",
        }  # fmt: skip
        text.append(_record(layout, "control", told))
    return write(path, text)
