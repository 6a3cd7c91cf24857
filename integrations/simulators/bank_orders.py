"""Reading a payment file (pain.001.001.09), and which of its payments this bank refuses.

What fails is fixed, so that a fault can be repeated: see ``REFUSALS``.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import sepaxml  # type: ignore[import-untyped]
from lxml import etree

from integrations.simulators.register import find

REFUSALS = {
    "AC01": "account or PromptPay number does not exist",
    "AC04": "account is closed",
    "AM03": "currency is not THB",
    "AM01": "amount is zero",
    "BE01": "name does not fit the account",
    "MD07": "payee is deceased",
}
GROUP_REFUSALS = {
    "FF01": "the file does not follow the schema",
    "AM05": "this message was received before",
    "AM10": "control sum is wrong",
    "AM18": "number of transactions is wrong",
}
_CLOSED, _MISNAMED, _COMES_BACK = "0009", "0007", "0008"


@dataclass(frozen=True, slots=True)
class Credit:
    """One transaction of the payment file."""

    instruction: str
    end_to_end: str
    amount: Decimal
    currency: str
    name: str
    account: str
    proxy: str

    @property
    def refusal(self) -> str:
        """The reason for which the bank does not take it, or nothing."""
        if self.currency != "THB":
            return "AM03"
        if self.amount <= 0:
            return "AM01"
        if "ตาย" in self.name:
            return "MD07"
        if self.proxy:
            return self._proxy_refusal()
        return {_CLOSED: "AC04", _MISNAMED: "BE01"}.get(self.account[-4:], "")

    def _proxy_refusal(self) -> str:
        if len(self.proxy) != 13 or self.proxy.startswith("0066"):
            return "AC01" if self.proxy.endswith(_CLOSED) else ""
        known = find(self.proxy)
        if known is None or not known.get("promptpay", True):
            return "AC01"
        return "MD07" if known["status"] != "0" else ""

    @property
    def comes_back(self) -> bool:
        """Settled, and returned by the other bank afterwards."""
        return self.account.endswith(_COMES_BACK)


@dataclass(slots=True)
class Group:
    """One payment group: an account that is debited."""

    id: str = ""
    account: str = ""
    credits: list[Credit] = field(default_factory=list)


@dataclass(slots=True)
class PaymentFile:
    """A payment file as the bank understood it; ``refusal`` is of the file as a whole."""

    message: str = ""
    told_count: str = ""
    told_sum: str = ""
    groups: list[Group] = field(default_factory=list)
    refusal: str = ""
    detail: str = ""

    @property
    def credits(self) -> list[Credit]:
        return [one for group in self.groups for one in group.credits]

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.credits), Decimal(0))


@cache
def schema() -> etree.XMLSchema:
    """The schema of pain.001.001.09, as sepaxml ships it."""
    folder = Path(sepaxml.__file__).parent / "schemas"
    return etree.XMLSchema(file=str(folder / "pain.001.001.09.xsd"))


def read_payment_file(content: bytes) -> PaymentFile | None:
    """The file, checked against its schema and its own sums; None when it is no XML of this kind at all."""
    if b"<!DOCTYPE" in content or b"pain.001" not in content[:4096]:
        return None
    found = PaymentFile()
    try:
        _read(content, found)
    except etree.XMLSyntaxError as error:
        found.refusal, found.detail = "FF01", str(error)[:100]
        found.message = found.message or "UNKNOWN"
        return found
    if found.told_count != str(len(found.credits)):
        found.refusal = "AM18"
    elif found.told_sum and Decimal(found.told_sum) != found.total:
        found.refusal = "AM10"
    return found


def _read(content: bytes, found: PaymentFile) -> None:
    """One pass that validates on the way and forgets what it has read.

    ``resolve_entities=False`` would make lxml pass over the end of a file that is cut off; entities need a
    document type, which was refused before.
    """
    wanted = [f"{{*}}{name}" for name in ("GrpHdr", "PmtInfId", "DbtrAcct", "CdtTrfTxInf", "PmtInf")]
    groups: dict[int, Group] = defaultdict(Group)
    place = 0
    for _, element in etree.iterparse(
        BytesIO(content), tag=wanted, schema=schema(), no_network=True, load_dtd=False
    ):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            found.message = element.findtext("{*}MsgId") or ""
            found.told_count = element.findtext("{*}NbOfTxs") or ""
            found.told_sum = element.findtext("{*}CtrlSum") or ""
        elif name == "PmtInfId":
            groups[place].id = element.text or ""
        elif name == "DbtrAcct":
            groups[place].account = element.findtext("{*}Id/{*}Othr/{*}Id") or ""
        elif name == "CdtTrfTxInf":
            groups[place].credits.append(_credit(element))
            element.clear()
        else:
            place += 1
            element.clear()
    found.groups = [groups[at] for at in sorted(groups)]


def _credit(row: etree._Element) -> Credit:
    amount = row.find("{*}Amt/{*}InstdAmt")
    return Credit(
        instruction=row.findtext("{*}PmtId/{*}InstrId") or "",
        end_to_end=row.findtext("{*}PmtId/{*}EndToEndId") or "",
        amount=Decimal((amount.text or "0") if amount is not None else "0"),
        currency=amount.get("Ccy", "") if amount is not None else "",
        name=row.findtext("{*}Cdtr/{*}Nm") or "",
        account=row.findtext("{*}CdtrAcct/{*}Id/{*}Othr/{*}Id") or "",
        proxy=row.findtext("{*}CdtrAcct/{*}Prxy/{*}Id") or "",
    )
