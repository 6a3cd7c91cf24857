"""A bill is paid: receipt, allocation by branch and fund, ledger, and the people's accounts."""

from datetime import date
from decimal import Decimal

from contributions.models import (
    Allocation,
    Bill,
    BillKind,
    BillStatus,
    Origin,
    OriginReversal,
    Receipt,
    ReceiptStatus,
    SuspenseReason,
)
from contributions.rules import section39 as section39_rules
from contributions.rules.section33 import split_by_branch
from contributions.services.accounts import credit_voluntary
from contributions.services.billing import bill_rest_of_surcharge
from contributions.services.crediting import credit_filings, filings_of
from contributions.services.parts import parts_of
from contributions.services.section39_terms import government_share
from contributions.services.voluntary_terms import government40
from finance.public import post
from registration.public import employer_recipient, recipient_of
from sso_core import clock
from sso_core.documents.public import next_number
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.law.public import current
from sso_core.messaging.public import Recipient, publish, tell

RECEIPT_TOPIC = "contributions.receipt_issued"
SERIES = "contributions.receipt"
RECEIPT_OFFICE = "1000"  # the head office issues what is paid through banks
# Every posting that ``settle`` may make: what a reversal has to take back.
SETTLING_RULES = (
    "surcharge_assessed", "contribution_received", "section39_received", "surcharge_received", "suspense_applied",
    "contribution_assessed", "section40_received", "saving_received", "estimate_received",
    "reclaim_received",
)  # fmt: skip
# What goes whole into one place: months of Section 40 into its fund, savings to what is owed to the saver.
SINGLE_FUND = {BillKind.SECTION40: "section40", BillKind.SAVING: "saving"}
Amounts = dict[tuple[str, str, str], Decimal]  # branch, payer, fund


def settle(bill: Bill, used: Decimal, *, paid_on: date, from_suspense: bool) -> Receipt:
    """Close a locked bill with the money used for it; contributions come first, the surcharge after.

    What the surcharge is short of becomes a bill of its own.
    """
    surcharge = used - bill.contribution
    owed, bill.surcharge = bill.surcharge, surcharge
    bill.status, bill.paid_on = BillStatus.PAID, paid_on
    bill.save(update_fields=["status", "paid_on", "surcharge"])
    receipt = _receipt(bill, paid_on)
    amounts = _amounts(bill)
    Allocation.objects.bulk_create(
        Allocation(receipt=receipt, branch_no=branch, payer=payer, fund=fund, amount=amount)
        for (branch, payer, fund), amount in amounts.items()
    )
    _post_surcharge(bill, owed, from_suspense=from_suspense)
    _post(bill, receipt, amounts, from_suspense=from_suspense)
    if owed > surcharge:
        bill_rest_of_surcharge(bill, owed - surcharge, paid_on)
    _count_again(receipt)
    _credit(bill)
    publish(RECEIPT_TOPIC, receipt.number, {"receipt": receipt.pk})
    return receipt


def receipt_number(year: int, number: int) -> str:
    """``100069EF00…``: the office, the B.E. year and a running number without gaps."""
    form = current().at("contributions.receipt_number", date(year - BE_OFFSET, 1, 1))
    return form.text.format(office=RECEIPT_OFFICE, year=year % 100, number=number)


def _receipt(bill: Bill, paid_on: date) -> Receipt:
    year = clock.today().year + BE_OFFSET
    return Receipt.objects.create(
        number=receipt_number(year, next_number(SERIES, year)),
        bill=bill,
        subject=bill.subject,
        payer_name=bill.payer_name,
        contribution=bill.contribution,
        surcharge=bill.surcharge,
        amount=bill.total,
        paid_on=paid_on,
        issued_at=clock.now(),
    )


def _amounts(bill: Bill) -> Amounts:
    """The contribution of the bill by branch, payer and fund."""
    if bill.kind in (BillKind.FILING, BillKind.DIFFERENCE, BillKind.ASSESSED):
        return parts_of(bill)
    if bill.kind == BillKind.SECTION39:
        weights = section39_rules.branch_weights(Period.of(bill.period), law=current())
        return {("", "employee", f): part for f, part in split_by_branch(bill.contribution, weights).items()}
    if bill.kind in SINGLE_FUND:
        return {("", "employee", SINGLE_FUND[BillKind(bill.kind)]): bill.contribution}
    return {}


def _post_surcharge(bill: Bill, owed: Decimal, *, from_suspense: bool) -> None:
    """The surcharge becomes owed in the ledger on the day it can be told: when the contributions came.

    Of Section 39 paid directly, what was paid is income at once, and the rest becomes owed.
    """
    if bill.kind == BillKind.SURCHARGE:
        return
    direct39 = bill.kind == BillKind.SECTION39 and not from_suspense
    _enter(bill, "surcharge_assessed", {"surcharge": owed - bill.surcharge if direct39 else owed})


def _post(bill: Bill, receipt: Receipt, amounts: Amounts, *, from_suspense: bool) -> None:
    funds: dict[str, Decimal] = {}
    for (_, _, fund), amount in amounts.items():
        funds[fund] = funds.get(fund, Decimal("0.00")) + amount
    rule = {
        BillKind.FILING: "contribution_received",
        BillKind.DIFFERENCE: "contribution_received",
        BillKind.SECTION39: "section39_received",
        BillKind.SURCHARGE: "surcharge_received",
        BillKind.SECTION40: "section40_received",
        BillKind.SAVING: "saving_received",
        BillKind.ASSESSED: "estimate_received",
        BillKind.RECLAIM: "reclaim_received",
    }[BillKind(bill.kind)]
    if bill.kind == BillKind.RECLAIM:
        key = "held.claim" if from_suspense else "claim"
        _enter(bill, rule, {key: bill.contribution}, memo=f"ใบเสร็จ {receipt.number}")
        return
    if bill.kind == BillKind.SECTION40:
        funds = {"section40.member": bill.contribution, "section40.government": government40(bill)}
    if bill.kind == BillKind.ASSESSED:
        source = "held." if from_suspense else ""
        told = {f"{source}{key}": n for key, n in {**funds, "surcharge": bill.surcharge}.items()}
        _enter(bill, rule, told, memo=f"ใบเสร็จ {receipt.number}")
        return
    if from_suspense:
        rule = "suspense_applied"
        if bill.kind == BillKind.SECTION39:
            funds = {f"section39.{fund}": amount for fund, amount in funds.items()}
    _enter(bill, rule, funds | {"surcharge": bill.surcharge}, memo=f"ใบเสร็จ {receipt.number}")
    if bill.kind == BillKind.SECTION39:
        government = government_share(Period.of(bill.period))
        shares = {f"government.{fund}": amount for fund, amount in government.items()}
        _enter(bill, "contribution_assessed", shares, memo="ส่วนรัฐบาล มาตรา 39")


def _enter(bill: Bill, rule: str, amounts: dict[str, Decimal], *, memo: str = "") -> None:
    posted = {key: amount for key, amount in amounts.items() if amount}
    if posted:
        post(
            event_key=settled_key(bill, rule),
            rule=rule,
            on=clock.today(),
            amounts=posted,
            ref=f"filing:{bill.filing.reference}" if bill.filing else f"bill:{bill.ref2}",
            subject=bill.subject,
            memo=memo or f"ใบแจ้งชำระ {bill.ref2}",
        )


def settled_key(bill: Bill, rule: str) -> str:
    """The ledger's key of one posting of the settlement that holds; after a reversal the next has its own."""
    earlier = bill.receipts.filter(status=ReceiptStatus.CANCELLED).count()
    return f"bill:{bill.pk}:{rule}" + (f":{earlier + 1}" if earlier else "")


def _count_again(receipt: Receipt) -> None:
    """Account rows that stopped counting when the bank took the money back count again, with this receipt."""
    for origin, origin_id in origins_of(receipt.bill):
        rows = OriginReversal.objects.filter(origin=origin, origin_id=origin_id, is_latest=True)
        rows.filter(paid_again_on=None).update(paid_again_on=receipt.paid_on, paid_again_receipt=receipt)


def origins_of(bill: Bill) -> list[tuple[str, int]]:
    """Under which origins the money of a bill stands in the members' accounts."""
    if bill.kind in (BillKind.SECTION39, BillKind.SECTION40):
        return [(bill.kind, bill.pk)]
    if bill.kind in (BillKind.FILING, BillKind.DIFFERENCE):
        return [(Origin.FILING, filing.pk) for filing in filings_of(bill)]
    return []


def _credit(bill: Bill) -> None:
    """Into the accounts: at once for a small filing, by workers in slices for a large one."""
    if bill.kind == BillKind.SECTION39:
        government = sum(government_share(Period.of(bill.period)).values(), Decimal("0.00"))
        base = section39_rules.contribution(Period.of(bill.period), law=current())["base"]
        credit_voluntary(bill, 39, base=base, government=government)
        return
    if bill.kind == BillKind.SECTION40:
        credit_voluntary(bill, 40, base=bill.contribution, government=government40(bill))
        return
    if bill.kind in (BillKind.FILING, BillKind.DIFFERENCE):
        credit_filings(bill)


def is_somebodys(bill: Bill) -> bool:
    """Whether there is anybody to tell: money that fitted no bill may have come from a payer who is not known."""
    return bill.subject.partition(":")[0] in ("employer", "person")


def recipient(bill: Bill) -> Recipient:
    kind, _, key = bill.subject.partition(":")
    return employer_recipient(key) if kind == "employer" else recipient_of(int(key))


def tell_short(bill: Bill, *, missing: Decimal) -> None:
    """Say that the money came but is not enough yet."""
    if not is_somebodys(bill):
        return
    tell(recipient(bill), "contributions/short", {"bill": bill, "missing": missing})


def tell_not_taken(bill: Bill, reason: str | None) -> None:
    """Tell a person that money came for a month that can no longer be paid, and is held."""
    template = {SuspenseReason.TOO_LATE: "too_late", SuspenseReason.CANCELLED: "month_closed"}
    if reason in template:
        tell(recipient(bill), f"contributions/{template[SuspenseReason(reason)]}", {"bill": bill})
