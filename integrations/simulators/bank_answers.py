"""What the bank answers to a pain.001: a pain.002 at once, and camt.054 for what was settled or came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from lxml import etree

from integrations.simulators.data import person

PAIN002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
CAMT054 = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


@dataclass(frozen=True, slots=True)
class Credit:
    """One transaction of the payment file."""

    instruction: str
    end_to_end: str
    payment: str
    amount: Decimal
    name: str
    account: str
    proxy: str

    @property
    def refusal(self) -> str:
        """The reason for which the bank does not take it, or nothing."""
        if self.account.endswith("0009"):
            return "AC04"
        if "ตาย" in self.name:
            return "MD07"
        known = person(self.proxy) if self.proxy else None
        if known is not None and not known.get("promptpay", True):
            return "AC01"
        return ""

    @property
    def comes_back(self) -> bool:
        return self.account.endswith("0008")


def answers(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the answers to a payment file; nothing for a file that is no pain.001."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    if "pain.001" not in root.tag:
        return
    message = root.findtext(".//{*}GrpHdr/{*}MsgId") or "UNKNOWN"
    credits = list(_credits(root))
    yield f"PAIN002_{message}.xml", pain002(message, credits)
    settled = [one for one in credits if not one.refusal]
    if settled:
        yield f"CAMT054_{message}_1.xml", camt054(message, settled, number=1, returned=False)
    back = [one for one in settled if one.comes_back]
    if back:
        yield f"CAMT054_{message}_2.xml", camt054(message, back, number=2, returned=True)


def _credits(root: etree._Element) -> Iterator[Credit]:
    for payment in root.iterfind(".//{*}PmtInf"):
        for row in payment.iterfind("{*}CdtTrfTxInf"):
            yield Credit(
                instruction=row.findtext("{*}PmtId/{*}InstrId") or "",
                end_to_end=row.findtext("{*}PmtId/{*}EndToEndId") or "",
                payment=payment.findtext("{*}PmtInfId") or "",
                amount=Decimal(row.findtext("{*}Amt/{*}InstdAmt") or "0"),
                name=row.findtext("{*}Cdtr/{*}Nm") or "",
                account=row.findtext("{*}CdtrAcct/{*}Id/{*}Othr/{*}Id") or "",
                proxy=row.findtext("{*}CdtrAcct/{*}Prxy/{*}Id") or "",
            )


def pain002(message: str, credits: list[Credit]) -> bytes:
    """Status of the group and of every transaction."""
    refused = sum(bool(one.refusal) for one in credits)
    group = "RJCT" if refused == len(credits) else "PART" if refused else "ACCP"
    root = etree.Element(f"{{{PAIN002}}}Document", nsmap={None: PAIN002})
    report = _add(root, "CstmrPmtStsRpt")
    header = _add(report, "GrpHdr")
    _add(header, "MsgId", f"STS-{message}"[:35])
    _add(header, "CreDtTm", _stamp())
    original = _add(report, "OrgnlGrpInfAndSts")
    _add(original, "OrgnlMsgId", message)
    _add(original, "OrgnlMsgNmId", "pain.001.001.09")
    _add(original, "OrgnlNbOfTxs", str(len(credits)))
    _add(original, "GrpSts", group)
    for name in dict.fromkeys(one.payment for one in credits):
        info = _add(report, "OrgnlPmtInfAndSts")
        _add(info, "OrgnlPmtInfId", name)
        for one in credits:
            if one.payment == name:
                _status(info, one)
    return _bytes(root)


def _status(info: etree._Element, one: Credit) -> None:
    row = _add(info, "TxInfAndSts")
    if one.instruction:
        _add(row, "OrgnlInstrId", one.instruction)
    _add(row, "OrgnlEndToEndId", one.end_to_end)
    _add(row, "TxSts", "RJCT" if one.refusal else "ACCP")
    if one.refusal:
        _add(_add(_add(row, "StsRsnInf"), "Rsn"), "Cd", one.refusal)


def camt054(message: str, credits: list[Credit], *, number: int, returned: bool) -> bytes:
    """Debit and credit notification: what left the account, or came back to it."""
    root = etree.Element(f"{{{CAMT054}}}Document", nsmap={None: CAMT054})
    report = _add(root, "BkToCstmrDbtCdtNtfctn")
    header = _add(report, "GrpHdr")
    _add(header, "MsgId", f"NTF-{message}-{number}"[:35])
    _add(header, "CreDtTm", _stamp())
    notice = _add(report, "Ntfctn")
    _add(notice, "Id", f"{message}-{number}"[:35])
    _add(notice, "CreDtTm", _stamp())
    _add(_add(_add(_add(notice, "Acct"), "Id"), "Othr"), "Id", "0001")
    for one in credits:
        entry = _add(notice, "Ntry")
        _add(entry, "Amt", f"{one.amount:.2f}").set("Ccy", "THB")
        _add(entry, "CdtDbtInd", "CRDT" if returned else "DBIT")
        _add(_add(entry, "Sts"), "Cd", "BOOK")
        _add(_add(entry, "BookgDt"), "Dt", f"{datetime.now(UTC):%Y-%m-%d}")
        domain = _add(_add(entry, "BkTxCd"), "Domn")
        _add(domain, "Cd", "PMNT")
        family = _add(domain, "Fmly")
        _add(family, "Cd", "ICDT")
        _add(family, "SubFmlyCd", "RRTN" if returned else "DMCT")
        details = _add(_add(entry, "NtryDtls"), "TxDtls")
        references = _add(details, "Refs")
        _add(references, "MsgId", message)
        _add(references, "PmtInfId", one.payment)
        if one.instruction:
            _add(references, "InstrId", one.instruction)
        _add(references, "EndToEndId", one.end_to_end)
        _add(details, "Amt", f"{one.amount:.2f}").set("Ccy", "THB")
        if returned:
            _add(_add(_add(details, "RtrInf"), "Rsn"), "Cd", "AC04")
    return _bytes(root)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    child.text = text
    return child


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
