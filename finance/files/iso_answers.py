"""Reading the bank's answers: pain.002 (was it taken) and camt.054 (did it move). Nothing is saved here.

Banks differ, so elements are found by their local name in any version and namespace. What is never
lenient: size, entities and document types (refused), and sums that do not add up (refused).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from lxml import etree

from sso_core.kernel.finding import Finding, Severity

MAX_BYTES = 256 * 1024 * 1024
ACCEPTED = frozenset({"ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "RCVD"})
SETTLED = frozenset({"ACSC", "ACCC"})
DUPLICATE = frozenset({"AM05", "DUPL", "DU01", "DU02", "DU03", "DU04", "DU05"})
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said about one payment."""

    line: int
    reference: str
    what: str
    amount: Decimal | None = None
    booked_on: date | None = None
    reason_code: str = ""
    reason: str = ""


@dataclass(slots=True)
class AnswerFile:
    """What was read. ``group_reason`` is the bank's word on the file as a whole."""

    kind: str = "unknown"
    message_id: str = ""
    original_id: str = ""
    group_status: str = ""
    group_code: str = ""
    group_reason: str = ""
    original_count: int | None = None
    original_sum: Decimal | None = None
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.blocks and not finding.line for finding in self.findings)

    @property
    def is_duplicate_notice(self) -> bool:
        """The bank says that it has this file already: no payment is refused by that."""
        return self.group_status == "RJCT" and self.group_code in DUPLICATE

    def refuse(self, code: str, **params: Any) -> None:
        self.findings.append(Finding(code, params=params))


def read_answers(content: bytes) -> AnswerFile:
    """Read a pain.002 or a camt.054, whichever it is."""
    found = AnswerFile()
    if len(content) > MAX_BYTES:
        found.refuse("bank_file_too_big", size=len(content), limit=MAX_BYTES)
        return found
    try:
        root = _root(content)
    except (etree.XMLSyntaxError, _Unsafe) as error:
        found.refuse("bank_file_xml", why=str(error)[:200])
        return found
    try:
        for reader_of, (kind, reader) in _READERS.items():
            for message in _all(root, reader_of):
                found.kind = kind
                reader(found, message)
    except _BadValue as wrong:
        found.refuse("bank_file_value", element=wrong.args[0], value=wrong.args[1][:80])
    if found.kind == "unknown":
        found.refuse("bank_file_unknown", root=_name(root))
    return found


class _Unsafe(ValueError):
    """The document declares a type or an entity."""


class _BadValue(ValueError):
    """An element does not hold a sum or a date."""


def _root(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    tree = etree.parse(BytesIO(content), parser)  # no entities, no network, no DTD
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise _Unsafe("a document type is declared")
    return tree.getroot()


def _pain002(found: AnswerFile, message: Any) -> None:
    found.message_id = _text(message, "GrpHdr", "MsgId")
    group = _first(message, "OrgnlGrpInfAndSts")
    if group is not None:
        found.original_id = _text(group, "OrgnlMsgId")
        found.group_status = _text(group, "GrpSts")
        found.group_code, found.group_reason = _reason(group)
        count = _text(group, "OrgnlNbOfTxs")
        found.original_count = int(count) if count.isdecimal() else None
        found.original_sum = _money(group, "OrgnlCtrlSum")
    for one in _all(message, "OrgnlPmtInfAndSts"):
        if _first(one, "TxInfAndSts") is None and _text(one, "PmtInfSts") == "RJCT":
            _refused_group(found, one)
    for one in _all(message, "TxInfAndSts"):
        code, reason = _reason(one)
        found.answers.append(
            Answer(
                line=len(found.answers) + 1,
                reference=_text(one, "OrgnlEndToEndId") or _text(one, "OrgnlInstrId"),
                what=_status(_text(one, "TxSts")),
                amount=_money(one, "OrgnlTxRef", "Amt", "InstdAmt"),
                booked_on=_date(_first(one, "AccptncDtTm")),
                reason_code=code,
                reason=reason,
            )
        )


def _refused_group(found: AnswerFile, group: Any) -> None:
    """A whole group refused without naming its payments: a person must look which they are."""
    code, reason = _reason(group)
    reference = _text(group, "OrgnlPmtInfId")
    found.answers.append(Answer(len(found.answers) + 1, reference, "other", reason_code=code, reason=reason))


def _status(status: str) -> str:
    if status in ACCEPTED:
        return "accepted"
    if status in SETTLED:
        return "settled"
    return {"RJCT": "rejected", "PDNG": "pending"}.get(status, "other")


def _camt054(found: AnswerFile, message: Any) -> None:
    found.message_id = _text(message, "GrpHdr", "MsgId")
    for notice in _all(message, "Ntfctn"):
        entries = list(_all(notice, "Ntry"))
        _check_summary(found, notice, entries)
        for entry in entries:
            _entry(found, entry)


def _check_summary(found: AnswerFile, notice: Any, entries: list[Any]) -> None:
    total = sum((_money(entry, "Amt") or ZERO for entry in entries), ZERO)
    summary = _first(notice, "TxsSummry", "TtlNtries")
    if summary is None:
        return
    told, count = _money(summary, "Sum"), _text(summary, "NbOfNtries")
    if told is not None and told != total:
        found.refuse("bank_file_total", told=str(told), counted=str(total))
    if count and count != str(len(entries)):
        found.refuse("bank_file_count", told=count, counted=len(entries))


def _entry(found: AnswerFile, entry: Any) -> None:
    amount = _money(entry, "Amt")
    details = list(_all(entry, "TxDtls"))
    if _currency(entry) not in ("", "THB"):
        found.refuse("bank_file_currency", currency=_currency(entry))
        return
    parts = [_detail_amount(one) for one in details]
    known = [part for part in parts if part is not None]
    if len(details) > 1 and len(known) == len(details) and sum(known, ZERO) != amount:
        found.refuse("bank_file_total", told=str(amount), counted=str(sum(known, ZERO)))
        return
    if len(details) == 1 and parts[0] is not None and parts[0] != amount:
        found.refuse("bank_file_total", told=str(amount), counted=str(parts[0]))
        return
    if not details:
        found.answers.append(_moved(found, entry, entry, amount))
    for one, part in zip(details, parts, strict=True):
        found.answers.append(_moved(found, entry, one, part if part is not None else amount))


def _moved(found: AnswerFile, entry: Any, detail: Any, amount: Decimal | None) -> Answer:
    side = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    state = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
    code, reason = _reason(detail, "RtrInf", "Rsn")
    is_return = side == "CRDT" and (bool(code) or _text(entry, "RvslInd") == "true")
    what = "settled" if side == "DBIT" else "returned" if is_return else "other"
    line = len(found.answers) + 1
    if state == "PDNG":
        what = "pending"
        found.findings.append(Finding("bank_entry_pending", Severity.WARN, line=line))
    booked = _first(entry, "BookgDt")
    return Answer(
        line=line,
        reference=_text(detail, "Refs", "EndToEndId") or _text(entry, "NtryRef"),
        what=what,
        amount=amount,
        booked_on=_date(booked if booked is not None else _first(entry, "ValDt")),
        reason_code=code,
        reason=reason,
    )


def _detail_amount(detail: Any) -> Decimal | None:
    own = _money(detail, "Amt")
    return own if own is not None else _money(detail, "AmtDtls", "TxAmt", "Amt")


def _reason(holder: Any, *path: str) -> tuple[str, str]:
    """The reason's code and words, wherever the bank put them."""
    info = _first(holder, path[0] if path else "StsRsnInf")
    if info is None:
        return "", ""
    code = _text(info, "Rsn", "Cd") or _text(info, "Rsn", "Prtry")
    return code[:10], " ".join(one.text or "" for one in _children(info, "AddtlInf"))[:300]


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _all(holder: Any, name: str) -> Iterator[Any]:
    return iter(holder.iter(f"{{*}}{name}"))


def _children(holder: Any, name: str) -> Iterator[Any]:
    return iter(holder.iterchildren(f"{{*}}{name}"))


def _first(holder: Any, *path: str) -> Any:
    """The child at the end of a path of local names, or None."""
    for name in path:
        if holder is None:
            return None
        holder = next(_children(holder, name), None)
    return holder


def _text(holder: Any, *path: str) -> str:
    element = _first(holder, *path)
    return (element.text or "").strip() if element is not None else ""


def _money(holder: Any, *path: str) -> Decimal | None:
    text = _text(holder, *path)
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise _BadValue(path[-1], text) from None
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 15 or amount != round(amount, 2):
        raise _BadValue(path[-1], text)
    return round(amount, 2)


def _currency(entry: Any) -> str:
    element = _first(entry, "Amt")
    return element.get("Ccy", "") if element is not None else ""


def _date(element: Any) -> date | None:
    if element is None:
        return None
    text = (element.text or "").strip() or _text(element, "Dt") or _text(element, "DtTm")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise _BadValue(_name(element), text) from None


_READERS: dict[str, tuple[str, Callable[[AnswerFile, Any], None]]] = {
    "CstmrPmtStsRpt": ("pain002", _pain002),
    "BkToCstmrDbtCdtNtfctn": ("camt054", _camt054),
}
