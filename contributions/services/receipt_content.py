"""What a receipt says (law.md 3.4): payer, account and branch, when, by paying party, by branch, surcharge, total."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet

from contributions.models import Allocation, Bill, BillKind, MoneyIn, MoneyInStatus, Receipt, SuspenseStatus
from contributions.services.parts import parts_of
from registration.public import branches
from sso_core.kernel import bank_account
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period

CONTRIBUTION, RECLAIMED = "เงินสมทบ", "เงินคืนที่ส่งกลับ"
CHANNELS = {
    "QR": "คิวอาร์พร้อมเพย์", "MB": "แอปธนาคาร", "IB": "อินเทอร์เน็ตแบงก์กิ้ง", "AT": "ตู้เอทีเอ็ม", "ATM": "ตู้เอทีเอ็ม",
    "TL": "เคาน์เตอร์ธนาคาร", "CT": "เคาน์เตอร์ธนาคาร", "CS": "จุดรับชำระ", "CQ": "เช็ค", "CH": "เช็ค", "CHQ": "เช็ค",
    "DD": "หักบัญชีอัตโนมัติ",
}  # fmt: skip
Row = tuple[str, str, Decimal]


@dataclass(frozen=True, slots=True)
class BranchShare:
    """What of the contributions is of one branch, in baht; negative where a month filed anew takes from it."""

    branch_no: str
    name: str
    employer: Decimal
    employee: Decimal

    @property
    def total(self) -> Decimal:
        return self.employer + self.employee


def receipt_content(receipt: Receipt) -> dict[str, Any]:
    """``rows`` (label, detail, baht), ``branches`` of an employer's receipt, and ``paid_at`` where a bank told it."""
    shares = branch_shares(receipt)
    return {
        "rows": _rows(receipt, shares),
        "branches": [one for one in shares if one.branch_no],
        "paid_at": paid_at(receipt.bill),
        "channel": paid_through(receipt.bill),
        "issued_at": receipt.issued_at,
        "is_employer": receipt.subject.startswith("employer:"),
    }


def branch_shares(receipt: Receipt) -> list[BranchShare]:
    """The division by branch; the branches alone, at 0, where only a surcharge is paid."""
    sums: dict[str, dict[str, Decimal]] = {}
    for one in Allocation.objects.filter(receipt=receipt).order_by("branch_no"):
        of_branch = sums.setdefault(one.branch_no, {})
        of_branch[one.payer] = of_branch.get(one.payer, ZERO) + one.amount
    if not sums and receipt.bill.rest_of is not None:
        sums = {branch: {} for branch, _, _ in sorted(parts_of(receipt.bill.rest_of))}
    kind, _, account = receipt.subject.partition(":")
    names = {one.branch_no: one.name for one in branches(account)} if kind == "employer" else {}
    return [
        BranchShare(no, names.get(no, ""), of.get("employer", ZERO), of.get("employee", ZERO))
        for no, of in sums.items()
    ]


def paid_at(bill: Bill) -> datetime | None:
    """When the payment was made that completed the bill, as the bank told it."""
    return _paid_by(bill).aggregate(at=Max("paid_at"))["at"]  # type: ignore[no-any-return]


def paid_through(bill: Bill) -> str:
    """By which banks and channels the money came, as they told it; a channel that we have no word for by its code."""
    told = _paid_by(bill).order_by("paid_at", "pk").values_list("bank", "channel")
    ways = {" · ".join(filter(None, (bank_account.name(b), CHANNELS.get(c, c)))): None for b, c in told}
    return " และ ".join(filter(None, ways))


def _paid_by(bill: Bill) -> QuerySet[MoneyIn]:
    """The payments whose money closed the bill."""
    used = Q(bill=bill, status=MoneyInStatus.APPLIED) | Q(
        suspense__applied_to=bill, suspense__status=SuspenseStatus.APPLIED
    )
    return MoneyIn.objects.filter(used).distinct()


def _rows(receipt: Receipt, shares: list[BranchShare]) -> list[Row]:
    month = Period.of(receipt.bill.period).be_label()
    employer = sum((one.employer for one in shares), ZERO)
    employee = sum((one.employee for one in shares), ZERO)
    own = "เงินออมเพิ่ม" if receipt.bill.kind == BillKind.SAVING else "เงินสมทบส่วนผู้ประกันตน"
    rest = receipt.contribution - employer - employee
    rows = [
        ("เงินสมทบส่วนนายจ้าง", month, employer),
        (own, month, employee),
        (CONTRIBUTION if receipt.bill.kind != BillKind.RECLAIM else RECLAIMED, month, rest),
    ]
    detail = "ร้อยละ 2 ต่อเดือน (มาตรา 39, 49)" if receipt.surcharge else ""
    return [*(row for row in rows if row[2]), ("เงินเพิ่ม", detail, receipt.surcharge)]
