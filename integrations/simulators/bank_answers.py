"""What the bank answers to a payment file: pain.002.001.10 at once, camt.054.001.08 for money that moved.

The documents follow the structure of ISO 20022; the bytes depend on the file and its time alone, so that a bank
that is killed while it answers gives the same answer again.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from integrations.simulators.bank_orders import GROUP_REFUSALS, REFUSALS, Credit, Group, PaymentFile

PAIN002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
CAMT054 = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
ORIGINAL = "pain.001.001.09"
BANK_NAME = "ธนาคารจำลอง"
RETURN_REASON = "AC04"


def answers(file: PaymentFile, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the answers: status, what was settled, what came back."""
    yield f"PAIN002_{file.message}.xml", pain002(file, at)
    if file.refusal:
        return
    settled = _some(file.groups, lambda one: not one.refusal)
    back = _some(settled, lambda one: one.comes_back)
    if settled:
        yield f"CAMT054_{file.message}_1.xml", camt054(file.message, settled, at, number=1)
    if back:
        yield f"CAMT054_{file.message}_2.xml", camt054(file.message, back, at, number=2, returned=True)


def _some(groups: Sequence[Group], wanted: Any) -> list[Group]:
    """The groups with only the credits that are wanted, empty ones left out."""
    kept = (Group(group.id, group.account, [one for one in group.credits if wanted(one)]) for group in groups)
    return [group for group in kept if group.credits]


def message_id(prefix: str, message: str) -> str:
    """At most 35 characters, one for each message."""
    whole = f"{prefix}-{message}"
    return whole if len(whole) <= 35 else f"{prefix}-{hashlib.sha256(message.encode()).hexdigest()[:24]}"


def pain002(file: PaymentFile, at: datetime, *, again: str = "") -> bytes:
    """Status of the group and of every transaction."""
    refused = sum(bool(one.refusal) for one in file.credits)
    status = "RJCT" if file.refusal or refused == len(file.credits) else "PART" if refused else "ACCP"
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Document", nsmap={None: PAIN002}), xml.element("CstmrPmtStsRpt"):
            xml.write(_group_header(message_id(f"STS{again}", file.message), at, bank=True))
            xml.write(_original(file, status))
            for group in [] if file.refusal else file.groups:
                with xml.element("OrgnlPmtInfAndSts"):
                    xml.write(_leaf("OrgnlPmtInfId", group.id))
                    for one in group.credits:
                        xml.write(_status(one))
    return out.getvalue()


def _original(file: PaymentFile, status: str) -> etree._Element:
    original = etree.Element("OrgnlGrpInfAndSts")
    _add(original, "OrgnlMsgId", file.message)
    _add(original, "OrgnlMsgNmId", ORIGINAL)
    if file.credits:
        _add(original, "OrgnlNbOfTxs", str(len(file.credits)))
        _add(original, "OrgnlCtrlSum", f"{file.total:.2f}")
    _add(original, "GrpSts", status)
    if file.refusal:
        _reason(original, file.refusal, file.detail or GROUP_REFUSALS[file.refusal])
    return original


def _status(one: Credit) -> etree._Element:
    row = etree.Element("TxInfAndSts")
    if one.instruction:
        _add(row, "OrgnlInstrId", one.instruction)
    _add(row, "OrgnlEndToEndId", one.end_to_end)
    _add(row, "TxSts", "RJCT" if one.refusal else "ACCP")
    if one.refusal:
        _reason(row, one.refusal, REFUSALS[one.refusal])
    amount = _add(_add(_add(row, "OrgnlTxRef"), "Amt"), "InstdAmt", f"{one.amount:.2f}")
    amount.set("Ccy", one.currency)
    return row


def _reason(parent: etree._Element, code: str, words: str) -> None:
    info = _add(parent, "StsRsnInf")
    _add(_add(info, "Rsn"), "Cd", code)
    _add(info, "AddtlInf", words[:105])


def camt054(
    message: str,
    groups: Sequence[Group],
    at: datetime,
    *,
    number: int,
    returned: bool = False,
    again: str = "",
) -> bytes:
    """Debit and credit notification: what left each account, or came back to it."""
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Document", nsmap={None: CAMT054}), xml.element("BkToCstmrDbtCdtNtfctn"):
            xml.write(_group_header(message_id(f"NTF{again}{number}", message), at))
            for place, group in enumerate(groups, 1):
                with xml.element("Ntfctn"):
                    for part in _notification(message_id(f"N{number}.{place}", message), group, at, returned):
                        xml.write(part)
                    for one in group.credits:
                        xml.write(_entry(one, message, group.id, at=at, returned=returned))
    return out.getvalue()


def _notification(identity: str, group: Group, at: datetime, returned: bool) -> list[etree._Element]:
    holder = etree.Element("Ntfctn")
    _add(holder, "Id", identity)
    _add(holder, "CreDtTm", _stamp(at))
    account = _add(holder, "Acct")
    _add(_add(_add(account, "Id"), "Othr"), "Id", group.account or "UNKNOWN")
    _add(account, "Ccy", "THB")
    total = sum((one.amount for one in group.credits), Decimal(0))
    summary = _add(_add(holder, "TxsSummry"), "TtlNtries")
    _add(summary, "NbOfNtries", str(len(group.credits)))
    _add(summary, "Sum", f"{total:.2f}")
    net = _add(summary, "TtlNetNtry")
    _add(net, "Amt", f"{total:.2f}")
    _add(net, "CdtDbtInd", "CRDT" if returned else "DBIT")
    return list(holder)


def _entry(one: Credit, message: str, group: str, *, at: datetime, returned: bool) -> etree._Element:
    side = "CRDT" if returned else "DBIT"
    entry = etree.Element("Ntry")
    _add(entry, "NtryRef", one.end_to_end)
    _add(entry, "Amt", f"{one.amount:.2f}").set("Ccy", "THB")
    _add(entry, "CdtDbtInd", side)
    _add(_add(entry, "Sts"), "Cd", "BOOK")
    for name in ("BookgDt", "ValDt"):
        _add(_add(entry, name), "Dt", f"{at:%Y-%m-%d}")
    domain = _add(_add(entry, "BkTxCd"), "Domn")
    _add(domain, "Cd", "PMNT")
    family = _add(domain, "Fmly")
    _add(family, "Cd", "ICDT")
    _add(family, "SubFmlyCd", "RRTN" if returned else "DMCT")
    details = _add(_add(entry, "NtryDtls"), "TxDtls")
    references = _add(details, "Refs")
    _add(references, "MsgId", message)
    _add(references, "PmtInfId", group)
    if one.instruction:
        _add(references, "InstrId", one.instruction)
    _add(references, "EndToEndId", one.end_to_end)
    _add(details, "Amt", f"{one.amount:.2f}").set("Ccy", "THB")
    _add(details, "CdtDbtInd", side)
    if returned:
        info = _add(details, "RtrInf")
        _add(_add(info, "Rsn"), "Cd", RETURN_REASON)
        _add(info, "AddtlInf", "returned by the bank of the payee")
    return entry


def _group_header(identity: str, at: datetime, *, bank: bool = False) -> etree._Element:
    header = etree.Element("GrpHdr")
    _add(header, "MsgId", identity)
    _add(header, "CreDtTm", _stamp(at))
    if bank:
        _add(_add(header, "InitgPty"), "Nm", BANK_NAME)
    return header


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, name)
    child.text = text
    return child


def _leaf(name: str, text: str) -> etree._Element:
    leaf = etree.Element(name)
    leaf.text = text
    return leaf


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
