"""What only papers write: sums in words."""

from typing import Any

from django import template

from sso_core.kernel.thai_text import baht_text
from sso_core.ui.formats import as_decimal

register = template.Library()


@register.filter
def baht_words(value: Any) -> str:
    """``สี่หมื่นหนึ่งพันเจ็ดร้อยบาทถ้วน``."""
    amount = as_decimal(value)
    return "" if amount is None else baht_text(amount)
