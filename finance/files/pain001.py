"""Writing pain.001.001.09: one file a batch, one payment group for each fund and way of paying.

Thai profile (``docs/finance/payments.md``): THB, account in ``CdtrAcct/Id/Othr``, banks by clearing code
``THCBC`` and three digits, PromptPay by ``CdtrAcct/Prxy``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any

import yaml
from lxml import etree

from finance.files.fixed_width import FOLDER

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
PURPOSE = "SSBE"  # social security benefit
CLEARING = "THCBC"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of a file. ``kind`` is ``promptpay`` or ``bank``."""

    reference: str
    amount: Decimal
    fund: str
    kind: str
    bank_code: str
    account: str
    account_name: str
    payee_name: str
    memo: str


@cache
def debtor() -> Mapping[str, Any]:
    """Who pays: ``finance/layouts/debtor.yaml``."""
    document: Mapping[str, Any] = yaml.safe_load((FOLDER / "debtor.yaml").read_text(encoding="utf-8"))
    return document


def write_pain001(
    transfers: Iterable[Transfer], *, message_id: str, created: datetime, value_date: date
) -> bytes:
    """The file's bytes."""
    ordered = sorted(transfers, key=lambda one: (one.fund, one.kind, one.reference))
    if not ordered:
        raise ValueError("a payment file without payments")
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Document", nsmap={None: NAMESPACE}), xml.element("CstmrCdtTrfInitn"):
            xml.write(_group_header(ordered, message_id, created))
            for number, ((fund, _), group) in enumerate(
                groupby(ordered, lambda one: (one.fund, one.kind)), 1
            ):
                _write_group(xml, list(group), fund, f"{message_id}-{number:02d}", value_date)
    return out.getvalue()


def _group_header(transfers: Sequence[Transfer], message_id: str, created: datetime) -> Any:
    header = etree.Element("GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", created.isoformat(timespec="seconds"))
    _totals(header, transfers)
    _add(etree.SubElement(header, "InitgPty"), "Nm", debtor()["name"])
    return header


def _write_group(xml: Any, group: Sequence[Transfer], fund: str, group_id: str, value_date: date) -> None:
    payer = debtor()
    with xml.element("PmtInf"):
        for part in _group_parts(group, fund, group_id, value_date, payer):
            xml.write(part)
        for one in group:
            xml.write(_transfer(one))


def _group_parts(
    group: Sequence[Transfer], fund: str, group_id: str, value_date: date, payer: Mapping[str, Any]
) -> Iterable[Any]:
    holder = etree.Element("PmtInf")
    _add(holder, "PmtInfId", group_id)
    _add(holder, "PmtMtd", "TRF")
    _add(holder, "BtchBookg", "true")
    _totals(holder, group)
    _add(etree.SubElement(holder, "ReqdExctnDt"), "Dt", value_date.isoformat())
    _add(etree.SubElement(holder, "Dbtr"), "Nm", payer["name"])
    _other_account(etree.SubElement(holder, "DbtrAcct"), payer["accounts"][fund])
    _agent(etree.SubElement(holder, "DbtrAgt"), payer["bank_code"])
    return list(holder)


def _transfer(one: Transfer) -> Any:
    holder = etree.Element("CdtTrfTxInf")
    ids = etree.SubElement(holder, "PmtId")
    _add(ids, "InstrId", one.reference)
    _add(ids, "EndToEndId", one.reference)
    amount = etree.SubElement(etree.SubElement(holder, "Amt"), "InstdAmt", Ccy="THB")
    amount.text = format(one.amount, ".2f")
    if one.kind == "bank":
        _agent(etree.SubElement(holder, "CdtrAgt"), one.bank_code)
    _add(etree.SubElement(holder, "Cdtr"), "Nm", one.payee_name[:140])
    account = etree.SubElement(holder, "CdtrAcct")
    _other_account(account, one.account)
    if one.account_name:
        _add(account, "Nm", one.account_name[:70])
    if one.kind == "promptpay":
        _proxy(account, one.account)
    _add(etree.SubElement(holder, "Purp"), "Cd", PURPOSE)
    if one.memo:
        _add(etree.SubElement(holder, "RmtInf"), "Ustrd", one.memo[:140])
    return holder


def _proxy(account: Any, number: str) -> None:
    proxy = etree.SubElement(account, "Prxy")
    kind = "NATID" if len(number) == 13 else "MSISDN"
    _add(etree.SubElement(proxy, "Tp"), "Prtry", kind)
    _add(proxy, "Id", number)


def _other_account(account: Any, number: str) -> None:
    other = etree.SubElement(etree.SubElement(account, "Id"), "Othr")
    _add(other, "Id", number)


def _agent(agent: Any, bank_code: str) -> None:
    member = etree.SubElement(etree.SubElement(agent, "FinInstnId"), "ClrSysMmbId")
    _add(etree.SubElement(member, "ClrSysId"), "Cd", CLEARING)
    _add(member, "MmbId", bank_code)


def _totals(holder: Any, transfers: Sequence[Transfer]) -> None:
    _add(holder, "NbOfTxs", str(len(transfers)))
    _add(holder, "CtrlSum", format(sum((one.amount for one in transfers), Decimal(0)), ".2f"))


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = _CONTROL.sub(" ", text)
