"""Filings whose wages are all 0: no bill will come, and the employer is told so, not to wait for one."""

from collections.abc import Collection
from typing import Any

from contributions.models import Filing
from registration.public import employer_recipients
from sso_core.messaging.public import tell_many


def tell_nothing_to_pay(filings: Collection[Filing]) -> None:
    """Tell the employer of each: one query and one insert, however many they are."""
    if not filings:
        return
    recipients = employer_recipients(one.account_no for one in filings)
    told = [(recipients[one.account_no], _words(one)) for one in filings]
    tell_many("contributions/nothing_to_pay", told)


def _words(filing: Filing) -> dict[str, Any]:
    page = f"/employer/{filing.account_no}/filings/{filing.pk}/"
    return {"filing": filing, "action_url": page, "action_label": "ดูแบบที่ยื่น"}
