"""A drop in memory for tests of applying, and files as banks write them. Real sockets are in test_exchange."""

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

PAIN002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
CAMT054 = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


def pain002(
    batch: str,
    statuses: dict[str, str],
    *,
    group: str = "PART",
    code: str = "",
    count: int | None = None,
    total: Decimal | None = None,
) -> bytes:
    """``statuses``: order → ``ACCP`` or ``RJCT:AC01``."""
    rows = "".join(_status(reference, status) for reference, status in statuses.items())
    reason = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
    control = f"<OrgnlNbOfTxs>{count}</OrgnlNbOfTxs>" if count is not None else ""
    control += f"<OrgnlCtrlSum>{total}</OrgnlCtrlSum>" if total is not None else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{PAIN002}"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>STS-1</MsgId><CreDtTm>2026-11-23T10:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{batch}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"{control}<GrpSts>{group}</GrpSts>{reason}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}-01</OrgnlPmtInfId>{rows}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


def _status(reference: str, status: str) -> str:
    status, _, code = status.partition(":")
    reason = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
    return f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}</TxInfAndSts>"


def camt054(
    moved: dict[str, Decimal | str],
    *,
    returned: str = "",
    booked: date = date(2026, 11, 24),
    summary: Decimal | None = None,
    status: str = "BOOK",
    message: str = "NTF-1",
) -> bytes:
    """Debits that settled, or with ``returned`` (a reason code) credits that came back."""
    rows = "".join(
        f'<Ntry><Amt Ccy="THB">{amount}</Amt><CdtDbtInd>{"CRDT" if returned else "DBIT"}</CdtDbtInd>'
        f"<Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>{booked}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>"
        f'{escape(reference)}</EndToEndId></Refs><Amt Ccy="THB">{amount}</Amt>'
        + (f"<RtrInf><Rsn><Cd>{returned}</Cd></Rsn></RtrInf>" if returned else "")
        + "</TxDtls></NtryDtls></Ntry>"
        for reference, amount in moved.items()
    )
    total = (
        f"<TxsSummry><TtlNtries><NbOfNtries>{len(moved)}</NbOfNtries><Sum>{summary}</Sum></TtlNtries></TxsSummry>"
        if summary is not None
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{CAMT054}"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>{message}</MsgId></GrpHdr><Ntfctn><Id>1</Id>{total}{rows}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


class Drop:
    """The bank's drop as finance sees it; what is put is kept, what is left is listed until done."""

    def __init__(self, **left: bytes) -> None:
        self.put_files: dict[str, bytes] = {}
        self.left = {name.replace("__", "."): content for name, content in left.items()}

    def put(self, name: str, content: bytes) -> None:
        self.put_files[name] = content

    def list(self) -> list[str]:
        return list(self.left)

    def get(self, name: str) -> bytes:
        return self.left[name]

    def done(self, name: str) -> None:
        self.left.pop(name, None)
