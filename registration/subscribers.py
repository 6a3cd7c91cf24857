"""What registration hears from below."""

from collections.abc import Mapping
from typing import Any

from registration.services.payout import note_returned
from sso_core.messaging.public import subscriber


@subscriber("finance.payment_returned")
def money_came_back(payload: Mapping[str, Any], key: str) -> None:
    note_returned(payload)
