"""Officers, orders and postings for tests of finance and above."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from finance import public as finance
from sso_core.kernel.actor import Actor, ActorKind

D = Decimal
MAKER = Actor(ActorKind.OFFICER, 901, "สมหญิง ผู้จัดชุด", acting_for="office:1001", assurance=2)
CHECKER = Actor(ActorKind.OFFICER, 902, "สมชาย ผู้ปล่อยเงิน", acting_for="office:1001", assurance=2)
ORDERER = Actor(ActorKind.OFFICER, 903, "สมศรี ผู้วินิจฉัย", acting_for="office:1001", assurance=2)
PERSON_ID = "1100700123455"

_numbers = count(1)


def bank(account: str = "1234567890", code: str = "004", name: str = "นายทดสอบ ระบบ") -> finance.Destination:
    return finance.Destination("bank", code, account, name)


def promptpay(number: str = "0812345678", name: str = "นายทดสอบ ระบบ") -> finance.Destination:
    return finance.Destination("promptpay", "", number, name)


def request(**changes: Any) -> finance.PaymentRequest:
    """A payment of 1,000 baht of sickness benefit, each with its own source."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "source_key": f"test.claim/{number}",
        "subject": f"person:{number}",
        "payee_name": "นายทดสอบ ระบบ",
        "payee_ident": "",
        "fund": finance.Fund.SMID,
        "benefit": "sickness",
        "amount": D("1000.00"),
        "destination": bank(),
        "due_on": date(2026, 11, 23),
        "memo": f"SC{number}",
    }
    return finance.PaymentRequest(**{**values, **changes})


def awarded_order(**changes: Any) -> finance.OrderView:
    """An order whose award stands in the ledger, as benefits makes it."""
    wanted = request(**changes)
    finance.post(
        event_key=f"{wanted.source_key}/approved",
        rule="benefit_awarded",
        on=date(2026, 11, 20),
        amounts={wanted.benefit: wanted.amount},
        ref=f"claim:{wanted.memo}",
        subject=wanted.subject,
    )
    return finance.order_payment(wanted, ORDERER)


def approved_orders(number: int, **changes: Any) -> tuple[finance.OrderView, ...]:
    return tuple(finance.approve_order(awarded_order(**changes).reference, MAKER) for _ in range(number))
