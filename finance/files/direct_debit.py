"""Standing debit files: what goes to the bank, and reading what it answers. Nothing is saved here.

An answer whose frame, biller or totals are wrong is refused whole; a line that cannot be read is left out and told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from finance.files.bill_payment import Receipt
from finance.files.fixed_width import BadField, Layout, layout
from sso_core.clock import BANGKOK
from sso_core.kernel.finding import Finding

ZERO = Decimal("0.00")
DONE = "0000"
CHANNEL = "DD"


@dataclass(frozen=True, slots=True)
class MandateLine:
    """An order of an account's holder to let us take from it."""

    reference: str
    bank: str
    account: str
    holder_id: str
    holder: str


@dataclass(frozen=True, slots=True)
class DebitLine:
    """What to take now, for the bill of the two references. ``amount`` in baht."""

    reference: str
    mandate: str
    bank: str
    account: str
    ref1: str
    ref2: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StopLine:
    """An order that ended from our side. ``why``: member, died, uninsured."""

    reference: str
    bank: str
    account: str
    why: str


@dataclass(frozen=True, slots=True)
class DebitAnswer:
    """``code`` is ``0000`` for what was done, else the bank's reason."""

    line: int
    reference: str
    code: str
    booked_on: date | None = None
    amount: Decimal = ZERO


@dataclass(slots=True)
class DebitAnswerFile:
    """What was read. ``refused``: the file is not taken at all."""

    bank_code: str = ""
    count: int = 0
    total: Decimal = ZERO
    mandates: list[DebitAnswer] = field(default_factory=list)
    debits: list[DebitAnswer] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.blocks and not finding.line for finding in self.findings)

    def refuse(self, code: str, **params: Any) -> None:
        self.findings.append(Finding(code, params=params))


def write_debits(
    mandates: Sequence[MandateLine],
    debits: Sequence[DebitLine],
    stops: Sequence[StopLine] = (),
    *,
    bank_code: str,
    biller: str,
    on: date,
) -> tuple[str, bytes]:
    """Name and content of the file of a day. The same lines give the same bytes."""
    form = layout("direct_debit")
    head = {"sequence": 1, "bank_code": bank_code, "biller": biller, "file_date": on, "file_no": 1}
    rows: list[tuple[str, dict[str, Any]]] = [("C", head)]
    for mark, lines in (("M", mandates), ("X", stops), ("D", debits)):
        names = [one.name for one in form.records[mark] if one.name != "sequence"]
        rows += [(mark, {name: getattr(line, name) for name in names}) for line in lines]
    total = sum((one.amount for one in debits), ZERO)
    rows.append(("T", {"count": len(rows) - 1, "total": total}))
    text = [form.write(mark, values | {"sequence": n}) for n, (mark, values) in enumerate(rows, 1)]
    name = form.document["name"].format(bank=bank_code, date=f"{on:%Y%m%d}", file_no="000001")
    return name, ("\r\n".join(text) + "\r\n").encode(form.encoding, "replace")


def read_debit_answers(content: bytes, *, biller: str) -> DebitAnswerFile:
    """Read what a bank answers to ``biller``."""
    form = layout("direct_debit_answer")
    found = DebitAnswerFile()
    try:
        lines = [line for line in content.decode(form.encoding).splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        found.refuse("bank_file_encoding", position=error.start)
        return found
    if len(lines) < 2 or not lines[0].startswith("R") or not lines[-1].startswith("T"):
        found.refuse("bank_file_frame")
        return found
    _header(found, form, lines[0], biller)
    for number, line in enumerate(lines[1:-1], 2):
        _line(found, form, line, number)
    _trailer(found, form, lines[-1])
    return found


def _header(found: DebitAnswerFile, form: Layout, line: str, biller: str) -> None:
    try:
        header = form.record("R", line)
    except BadField as wrong:
        found.refuse("bank_file_header", field=wrong.name, value=wrong.text)
        return
    found.bank_code = header["bank_code"]
    if header["biller"] != biller:
        found.refuse("bank_file_biller", biller=header["biller"], ours=biller)


def _line(found: DebitAnswerFile, form: Layout, line: str, number: int) -> None:
    mark = line[:1]
    if mark not in ("M", "D"):
        found.refuse("bank_file_record", at=number, mark=mark)
        return
    found.count += 1
    try:
        record = form.record(mark, line)
    except BadField as wrong:
        # What was taken is not certain any more, so the file is asked for again.
        found.refuse("bank_file_value", element=f"{number}: {wrong.name}", value=wrong.text)
        return
    if mark == "M":
        found.mandates.append(DebitAnswer(number, record["reference"], record["code"]))
        return
    answer = DebitAnswer(number, record["reference"], record["code"], record["booked_on"], record["amount"])
    found.debits.append(answer)
    if answer.code == DONE:
        found.total += answer.amount
        found.receipts.append(_receipt(found, record, number))


def _receipt(found: DebitAnswerFile, record: dict[str, Any], number: int) -> Receipt:
    at = datetime.combine(record["booked_on"], time(12), tzinfo=BANGKOK)
    return Receipt(
        number, found.bank_code, record["txn_id"], at, "", record["ref1"], record["ref2"], CHANNEL, record["amount"]
    )  # fmt: skip


def _trailer(found: DebitAnswerFile, form: Layout, line: str) -> None:
    try:
        trailer = form.record("T", line)
    except BadField as wrong:
        found.refuse("bank_file_trailer", field=wrong.name, value=wrong.text)
        return
    if int(trailer["count"]) != found.count:
        found.refuse("bank_file_count", told=int(trailer["count"]), counted=found.count)
    if trailer["total"] != found.total:
        found.refuse("bank_file_total", told=str(trailer["total"]), counted=str(found.total))
