"""Where money may go: a PromptPay proxy or an account at a bank, in the form that bank files take."""

import re

from finance.types import Destination
from sso_core.kernel import bank_account, thai_id
from sso_core.kernel.digits import arabic
from sso_core.kernel.finding import Finding


def checked_destination(to: Destination, *, line: int = 0) -> tuple[Destination | None, tuple[Finding, ...]]:
    """The destination in its stored form, or what is wrong with it."""
    try:
        if to.kind == "promptpay":
            return Destination("promptpay", "", proxy(to.account), to.name.strip()), ()
        if to.kind == "bank":
            account = bank_account.normalise(to.bank_code, to.account)
            return Destination("bank", to.bank_code, account, to.name.strip()), ()
    except ValueError as error:
        finding = Finding("payment_destination", field="account", params={"why": str(error)}, line=line)
        return None, (finding,)
    return None, (Finding("payment_kind", field="kind", params={"kind": to.kind}, line=line),)


def proxy(text: str) -> str:
    """A PromptPay proxy as digits: a 13-digit id, or a mobile number of 10. Raises ``ValueError``."""
    digits = re.sub(r"[\s().-]", "", arabic(text))
    if digits.startswith("+66"):
        digits = "0" + digits[3:]
    if re.fullmatch(r"0[689]\d{8}", digits) or thai_id.is_valid(digits):
        return digits
    raise ValueError(f"not a PromptPay number: {text!r}")
