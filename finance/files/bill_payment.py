"""Reading a bank's bill payment file: every line judged, nothing saved.

A file whose frame or totals are wrong is refused whole. In a file that adds up, a line that cannot be
taken is left out and told; the others count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from finance.files.fixed_width import BadField, Layout, layout
from sso_core.clock import BANGKOK
from sso_core.kernel.finding import Finding, Severity

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as the bank tells it."""

    line: int
    bank_code: str
    txn_id: str
    paid_at: datetime
    payer: str
    ref1: str
    ref2: str
    channel: str
    amount: Decimal


@dataclass(slots=True)
class BillPaymentFile:
    """What was read. ``refused``: the file is not taken at all."""

    bank_code: str = ""
    biller: str = ""
    file_date: date | None = None
    file_no: str = ""
    count: int = 0
    total: Decimal = ZERO
    receipts: list[Receipt] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.blocks and not finding.line for finding in self.findings)

    def refuse(self, code: str, **params: Any) -> None:
        self.findings.append(Finding(code, params=params))

    def tell(
        self, code: str, line: int, name: str = "", severity: Severity = Severity.BLOCK, **params: Any
    ) -> None:
        self.findings.append(Finding(code, severity, field=name, params=params, line=line))


def read_bill_payments(content: bytes, *, biller: str) -> BillPaymentFile:
    """Read a file that should be for ``biller``."""
    form = layout("bill_payment")
    found = BillPaymentFile()
    try:
        text = content.decode(form.encoding)
    except UnicodeDecodeError as error:
        found.refuse("bank_file_encoding", position=error.start)
        return found
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) < 2 or not lines[0].startswith("H") or not lines[-1].startswith("T"):
        found.refuse("bank_file_frame")
        return found
    _header(found, form, lines[0], biller)
    _details(found, form, lines[1:-1])
    _trailer(found, form, lines[-1], len(lines))
    return found


def _header(found: BillPaymentFile, form: Layout, line: str, biller: str) -> None:
    try:
        header = form.record("H", line)
    except BadField as wrong:
        found.refuse("bank_file_header", field=wrong.name, value=wrong.text)
        return
    found.bank_code, found.biller = header["bank_code"], header["biller"]
    found.file_date, found.file_no = header["file_date"], header["file_no"]
    if found.biller != biller:
        found.refuse("bank_file_biller", biller=found.biller, ours=biller)


def _details(found: BillPaymentFile, form: Layout, lines: list[str]) -> None:
    seen: dict[tuple[str, str], tuple[int, Any]] = {}
    currencies = {str(code) for code in form.document["currencies"]}
    for number, line in enumerate(lines, 2):
        if not line.startswith("D"):
            found.refuse("bank_file_record", at=number, mark=line[:1])
            continue
        found.count += 1
        try:
            record = form.record("D", line)
        except BadField as wrong:
            found.tell("bank_line_field", number, wrong.name, value=wrong.text)
            _add_amount(found, form, line)
            continue
        found.total += record["amount"]
        problems = list(_problems(record, number, currencies, seen))
        found.findings.extend(problems)
        if not problems:
            seen[record["bank_code"], record["txn_id"]] = (number, _same(record))
            found.receipts.append(_receipt(record, number))


def _problems(
    record: dict[str, Any], number: int, currencies: set[str], seen: dict[tuple[str, str], tuple[int, Any]]
) -> Iterator[Finding]:
    if int(record["sequence"]) != number:
        yield Finding(
            "bank_line_sequence", field="sequence", params={"sequence": record["sequence"]}, line=number
        )
    if record["currency"] not in currencies:
        yield Finding(
            "bank_line_currency", field="currency", params={"currency": record["currency"]}, line=number
        )
    if record["amount"] <= 0:
        yield Finding(
            "bank_line_amount", field="amount", params={"amount": str(record["amount"])}, line=number
        )
    for name in ("txn_id", "ref1"):
        if not record[name]:
            yield Finding("bank_line_empty", field=name, params={"field": name}, line=number)
    first = seen.get((record["bank_code"], record["txn_id"]))
    if first is not None:
        params = {"txn_id": record["txn_id"], "first": first[0]}
        severity = Severity.WARN if first[1] == _same(record) else Severity.BLOCK
        yield Finding("bank_line_twice", severity, field="txn_id", params=params, line=number)


def _same(record: dict[str, Any]) -> tuple[Any, ...]:
    """What must agree for a line told twice to be the same payment."""
    return record["amount"], record["ref1"], record["ref2"]


def _receipt(record: dict[str, Any], number: int) -> Receipt:
    day, at = record["paid_on"], record["paid_at"]
    assert isinstance(day, date)
    assert isinstance(at, time)
    return Receipt(
        line=number,
        bank_code=record["bank_code"],
        txn_id=record["txn_id"],
        paid_at=datetime.combine(day, at, tzinfo=BANGKOK),
        payer=record["payer"],
        ref1=record["ref1"].upper(),
        ref2=record["ref2"].upper(),
        channel=record["channel"],
        amount=record["amount"],
    )


def _add_amount(found: BillPaymentFile, form: Layout, line: str) -> None:
    """A line with another field wrong still counts in the bank's total."""
    amount = next(f for f in form.records["D"] if f.name == "amount")
    text = line[amount.start - 1 : amount.start - 1 + amount.width]
    if text.isascii() and text.isdecimal():
        found.total += Decimal(int(text)).scaleb(-2)


def _trailer(found: BillPaymentFile, form: Layout, line: str, number: int) -> None:
    try:
        trailer = form.record("T", line)
    except BadField as wrong:
        found.refuse("bank_file_trailer", field=wrong.name, value=wrong.text)
        return
    if int(trailer["count"]) != found.count:
        found.refuse("bank_file_count", told=int(trailer["count"]), counted=found.count)
    if trailer["total"] != found.total:
        found.refuse("bank_file_total", told=str(trailer["total"]), counted=str(found.total))
    if int(trailer["sequence"]) != number:
        found.tell("bank_line_sequence", number, "sequence", Severity.WARN, sequence=trailer["sequence"])


def write_bill_payments(
    receipts: list[Receipt], *, bank_code: str, biller: str, file_date: date, file_no: int
) -> tuple[str, bytes]:
    """The file that a bank would send, for tests and for a bank's own check of the layout."""
    form = layout("bill_payment")
    head = {
        "sequence": 1,
        "bank_code": bank_code,
        "biller": biller,
        "file_date": file_date,
        "file_no": file_no,
    }
    lines = [form.write("H", head)]
    for number, one in enumerate(receipts, 2):
        local = one.paid_at.astimezone(BANGKOK)
        values = {
            **{
                name: getattr(one, name)
                for name in ("bank_code", "payer", "ref1", "ref2", "channel", "amount", "txn_id")
            },
            "sequence": number,
            "paid_on": local.date(),
            "paid_at": local.time(),
            "currency": "THB",
        }
        lines.append(form.write("D", values))
    total = sum((one.amount for one in receipts), ZERO)
    lines.append(form.write("T", {"sequence": len(lines) + 1, "count": len(receipts), "total": total}))
    name = form.document["name"].format(bank=bank_code, date=f"{file_date:%Y%m%d}", file_no=f"{file_no:06d}")
    return name, ("\r\n".join(lines) + "\r\n").encode(form.encoding, "replace")
