"""Reading a notification file of payments in any known layout: every line judged, nothing saved.

A file whose frame or totals are wrong is refused whole. In a file that adds up, a line that cannot be
taken is left out and told; the others count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from finance.files.notice_layout import BadField, NoticeLayout, layout_of, layouts, seen_of
from sso_core.clock import BANGKOK
from sso_core.kernel.finding import Finding, Severity

ZERO = Decimal("0.00")
PAYMENT, REVERSAL = "payment", "reversal"


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


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment that the bank takes back. ``of_txn`` is empty where the layout names no transaction."""

    line: int
    bank_code: str
    txn_id: str
    of_txn: str
    on: date
    reason: str
    ref1: str
    ref2: str
    amount: Decimal


@dataclass(slots=True)
class BillPaymentFile:
    """What was read. ``refused``: the file is not taken at all."""

    layout: str = ""
    bank_code: str = ""
    biller: str = ""
    file_date: date | None = None
    file_no: str = ""
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: {PAYMENT: ZERO, REVERSAL: ZERO})
    counts: dict[str, int] = field(default_factory=lambda: {PAYMENT: 0, REVERSAL: 0})
    receipts: list[Receipt] = field(default_factory=list)
    reversals: list[Reversal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return self.sums[PAYMENT]

    @property
    def refused(self) -> bool:
        return any(finding.blocks and not finding.line for finding in self.findings)

    def refuse(self, code: str, **params: Any) -> None:
        self.findings.append(Finding(code, params=params))

    def tell(
        self, code: str, line: int, name: str = "", severity: Severity = Severity.BLOCK, **params: Any
    ) -> None:
        self.findings.append(Finding(code, severity, field=name, params=params, line=line))


def read_bill_payments(
    content: bytes, *, biller: str, today: date | None = None, known: Sequence[NoticeLayout] | None = None
) -> BillPaymentFile:
    """Read a file that should be for ``biller``. With ``today``, a payment dated after it and the file is told."""
    found = BillPaymentFile()
    form = layout_of(content, known=known)
    if form is None:
        found.refuse("bank_file_layout_unknown", **seen_of(content))
        return found
    found.layout = form.key
    try:
        text = content.decode(form.encoding)
    except UnicodeDecodeError as error:
        found.refuse("bank_file_encoding", position=error.start)
        return found
    lines = [line for line in enumerate(text.replace("\r\n", "\n").split("\n"), 1) if line[1].strip()]
    Reading(found, form, biller, today).whole(lines)
    return found


@dataclass(slots=True)
class Reading:
    """One file being read."""

    found: BillPaymentFile
    form: NoticeLayout
    biller: str
    today: date | None
    seen: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)

    def whole(self, lines: list[tuple[int, str]]) -> None:
        """Header, body and trailer, as far as the layout has them."""
        has = self.form.records
        if not self._framed(lines):
            self.found.refuse("bank_file_frame")
            return
        body = lines[bool("header" in has) + bool(self.form.heading) : len(lines) - bool("trailer" in has)]
        if "header" in has:
            self._header(lines[0][1])
        else:
            self.found.bank_code = self.form.constants.get("bank_code", "")
        for number, line in body:
            self._body(number, line)
        if "trailer" in has:
            self._trailer(*lines[-1])
        else:
            self.found.findings.append(Finding("bank_file_no_totals", Severity.WARN))

    def _framed(self, lines: list[tuple[int, str]]) -> bool:
        has = self.form.records
        least = sum(part in has for part in ("header", "trailer")) or 1
        if len(lines) < least:
            return False
        ends = {"header": lines[0][1], "trailer": lines[-1][1]}
        return all(kind not in has or self.form.kind(line) == kind for kind, line in ends.items())

    def _header(self, line: str) -> None:
        try:
            header = self.form.records["header"].read(self.form.parts(line))
        except BadField as wrong:
            self.found.refuse("bank_file_header", field=wrong.name, value=wrong.text)
            return
        told = {**self.form.constants, **header}
        self.found.bank_code, self.found.biller = told.get("bank_code", ""), told.get("biller", self.biller)
        self.found.file_date, self.found.file_no = told.get("file_date"), told.get("file_no", "")
        if self.found.biller != self.biller:
            self.found.refuse("bank_file_biller", biller=self.found.biller, ours=self.biller)

    def _body(self, number: int, line: str) -> None:
        kind = self.form.kind(line)
        if kind not in ("detail", "reversal"):
            self.found.refuse("bank_file_record", at=number, mark=line[:3])
            return
        parts, record = self.form.parts(line), self.form.records[kind]
        self.found.count += 1
        try:
            told = {**self.form.constants, **record.read(parts)}
        except BadField as wrong:
            self.found.tell("bank_line_field", number, wrong.name, value=wrong.text)
            self._add_amount(kind, parts)
            return
        told.setdefault("bank_code", self.found.bank_code)
        what = _what(kind, told)
        self._add(what, abs(told["amount"]))
        problems = list(self._problems(told, number, what))
        self.found.findings.extend(problems)
        if not problems:
            self.seen[told["bank_code"], told["txn_id"]] = (number, _same(told))
            if what == PAYMENT:
                self.found.receipts.append(_receipt(told, number))
            else:
                self.found.reversals.append(_reversal(told, number))

    def _add(self, what: str, amount: Decimal) -> None:
        self.found.sums[what] += amount
        self.found.counts[what] += 1

    def _add_amount(self, kind: str, parts: str | Sequence[str]) -> None:
        """A line with another field wrong still counts in the bank's totals."""
        values: dict[str, Any] = {}
        for one in self.form.records[kind].fields:
            if one.name in ("amount", "sign"):
                try:
                    values[one.name] = one.read(parts)
                except BadField:
                    continue
        if isinstance(values.get("amount"), Decimal):
            self._add(_what(kind, values), abs(values["amount"]))

    def _problems(self, told: dict[str, Any], number: int, what: str) -> Iterator[Finding]:
        if "sequence" in told and int(told["sequence"]) != number:
            yield _wrong("bank_line_sequence", number, "sequence", sequence=told["sequence"])
        if told.get("currency", "THB") not in self.form.currencies:
            yield _wrong("bank_line_currency", number, "currency", currency=told["currency"])
        if told["amount"] == 0 or (told["amount"] < 0 and what == PAYMENT):
            yield _wrong("bank_line_amount", number, "amount", amount=str(told["amount"]))
        for name in ("txn_id", "ref1") if what == PAYMENT else ("txn_id",):
            if not told.get(name):
                yield _wrong("bank_line_empty", number, name, field=name)
        latest = max((day for day in (self.today, self.found.file_date) if day), default=None)
        if self.today and latest and told["paid_on"] > latest:
            yield _wrong("bank_line_future", number, "paid_on", day=told["paid_on"].isoformat())
        first = self.seen.get((told["bank_code"], told["txn_id"]))
        if first is not None:
            severity = Severity.WARN if first[1] == _same(told) else Severity.BLOCK
            params = {"txn_id": told["txn_id"], "first": first[0]}
            yield Finding("bank_line_twice", severity, field="txn_id", params=params, line=number)

    def _trailer(self, number: int, line: str) -> None:
        try:
            trailer = self.form.records["trailer"].read(self.form.parts(line))
        except BadField as wrong:
            self.found.refuse("bank_file_trailer", field=wrong.name, value=wrong.text)
            return
        found = self.found
        counted = {
            "count": found.count,
            "payments": found.counts[PAYMENT],
            "reversals": found.counts[REVERSAL],
        }
        for name, count in counted.items():
            if name in trailer and int(trailer[name]) != count:
                found.refuse("bank_file_count", told=int(trailer[name]), counted=count)
        net = found.sums[PAYMENT] - found.sums[REVERSAL]
        added = {"total": found.sums[PAYMENT], "reversal_total": found.sums[REVERSAL], "net_total": net}
        for name, total in added.items():
            if name in trailer and trailer[name] != total:
                found.refuse("bank_file_total", told=str(trailer[name]), counted=str(total))
        if "sequence" in trailer and int(trailer["sequence"]) != number:
            found.tell("bank_line_sequence", number, "sequence", Severity.WARN, sequence=trailer["sequence"])


def _what(kind: str, told: dict[str, Any]) -> str:
    """Whether a line pays or takes back: by its record, its sign, or an amount below 0 that names what it reverses."""
    if kind == REVERSAL or told.get("sign") == REVERSAL:
        return REVERSAL
    taken_back = isinstance(told.get("amount"), Decimal) and told["amount"] < 0 and "sign" not in told
    return REVERSAL if taken_back and told.get("of_txn") else PAYMENT


def _wrong(code: str, line: int, name: str, **params: Any) -> Finding:
    return Finding(code, field=name, params=params, line=line)


def _same(told: dict[str, Any]) -> tuple[Any, ...]:
    """What must agree for a line told twice to be the same payment."""
    return told["amount"], told.get("ref1", ""), told.get("ref2", ""), told.get("of_txn", "")


def _receipt(told: dict[str, Any], number: int) -> Receipt:
    return Receipt(
        line=number,
        bank_code=told["bank_code"],
        txn_id=told["txn_id"],
        paid_at=datetime.combine(told["paid_on"], told.get("paid_at") or time(), tzinfo=BANGKOK),
        payer=told.get("payer", "")[:200],
        ref1=told["ref1"].upper(),
        ref2=told.get("ref2", "").upper(),
        channel=told.get("channel", ""),
        amount=told["amount"],
    )


def _reversal(told: dict[str, Any], number: int) -> Reversal:
    return Reversal(
        line=number,
        bank_code=told["bank_code"],
        txn_id=told["txn_id"],
        of_txn=told.get("of_txn", ""),
        on=told["paid_on"],
        reason=told.get("reason", ""),
        ref1=told.get("ref1", "").upper(),
        ref2=told.get("ref2", "").upper(),
        amount=abs(told["amount"]),
    )


def write_bill_payments(
    receipts: Sequence[Receipt],
    *,
    bank_code: str,
    biller: str,
    file_date: date,
    file_no: int,
    reversals: Sequence[Reversal] = (),
    form: NoticeLayout | None = None,
) -> tuple[str, bytes]:
    """The file that a bank would send, for tests and for a bank's own check of the layout."""
    form = form or next(one for one in layouts() if one.key == "bill_payment")
    shared = {
        "bank_code": bank_code,
        "biller": biller,
        "file_date": file_date,
        "file_no": file_no,
        "currency": "THB",
    }
    body = [*map(_payment_values, receipts), *map(_reversal_values, reversals)]
    lines = [form.write("header", {**shared, "sequence": 1})] if "header" in form.records else []
    if form.heading:
        lines.append(form.signature["first"].strip("^$"))
    for kind, values in body:
        record = "reversal" if kind == REVERSAL and "reversal" in form.records else "detail"
        lines.append(
            form.write(record, {**shared, "sequence": len(lines) + 1, **_signed(form, kind, values)})
        )
    paid = sum((one.amount for one in receipts), ZERO)
    back = sum((one.amount for one in reversals), ZERO)
    totals = {
        "count": len(body), "payments": len(receipts), "reversals": len(reversals), "total": paid,
        "reversal_total": back, "net_total": paid - back, "sequence": len(lines) + 1,
    }  # fmt: skip
    if "trailer" in form.records:
        lines.append(form.write("trailer", totals))
    name = form.name.format(bank=bank_code, date=f"{file_date:%Y%m%d}", file_no=f"{file_no:06d}")
    return name, ("\r\n".join(lines) + "\r\n").encode(form.encoding, "replace")


def _payment_values(one: Receipt) -> tuple[str, dict[str, Any]]:
    local = one.paid_at.astimezone(BANGKOK)
    names = ("bank_code", "payer", "ref1", "ref2", "channel", "amount", "txn_id")
    told = {name: getattr(one, name) for name in names}
    return PAYMENT, {**told, "paid_on": local.date(), "paid_at": local.time()}


def _reversal_values(one: Reversal) -> tuple[str, dict[str, Any]]:
    names = ("bank_code", "of_txn", "reason", "ref1", "ref2", "amount", "txn_id")
    return REVERSAL, {**{name: getattr(one, name) for name in names}, "paid_on": one.on, "paid_at": time()}


def _signed(form: NoticeLayout, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    amount = next(one for one in form.records["detail"].fields if one.name == "amount")
    back = kind == REVERSAL and amount.signed
    return {**values, "sign": kind, "amount": -values["amount"] if back else values["amount"]}
