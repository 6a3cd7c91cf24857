"""What the bank's answers mean for a claim."""

from collections.abc import Mapping
from typing import Any

from benefits.services.claims import money_returned, money_settled
from sso_core.messaging.public import subscriber


@subscriber("finance.payment_settled")
def claim_paid(payload: Mapping[str, Any], key: str) -> None:
    money_settled(payload)


@subscriber("finance.payment_returned")
def claim_returned(payload: Mapping[str, Any], key: str) -> None:
    money_returned(payload)
