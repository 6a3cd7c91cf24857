"""Dates, money and numbers as this project writes them on screen."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sso_core.kernel import employer_account, thai_calendar, thai_id
from sso_core.kernel.period import Period

NBSP = "\u00a0"


def is_thai() -> bool:
    return not (get_language() or "th").startswith("en")


def as_date(value: Any) -> date | None:
    """The day of a date, an aware datetime (in Bangkok) or ISO text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, Period):
        return value.first
    if isinstance(value, str) and value:
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def thai_date(value: Any, style: str = "short") -> str:
    """``23 พ.ย. 2569``; in English ``23 Nov 2026``. Nothing known gives nothing."""
    day = as_date(value)
    if day is None:
        return ""
    if is_thai():
        return thai_calendar.format_date(day, style).replace(" ", NBSP)
    return date_format(day, "j F Y" if style == "long" else "j M Y").replace(" ", NBSP)


def thai_datetime(value: Any) -> str:
    """``23 พ.ย. 2569 09:42 น.``"""
    if not isinstance(value, datetime):
        return thai_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = f"{local:%H:%M}"
    return f"{thai_date(local)} {clock}{NBSP}น." if is_thai() else f"{thai_date(local)} {clock}"


def as_decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def baht(value: Any, places: int = 2) -> str:
    """``1,234.50``; what is not known is said to be not known, never 0."""
    amount = as_decimal(value)
    return _("ยังไม่ทราบ") if amount is None else f"{amount:,.{places}f}"


def number(value: Any) -> str:
    """``1,234`` or ``1,234.5`` without trailing zeros."""
    amount = as_decimal(value)
    if amount is None:
        return str(value)
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Any) -> str:
    """A ratio ``0.05`` as ``5%``."""
    amount = as_decimal(value)
    return str(value) if amount is None else f"{number(amount * 100)}%"


def period(value: Any, style: str = "short") -> str:
    """``มิ.ย. 2569`` for a month given as date, ``Period`` or ``2026-06``."""
    if isinstance(value, str) and len(value) == 7:
        value = f"{value}-01"
    day = as_date(value)
    if day is None:
        return ""
    month = Period.of(day)
    if is_thai():
        text = month.be_label() if style == "long" else month.be_short()
    else:
        text = date_format(day, "F Y" if style == "long" else "M Y")
    return text.replace(" ", NBSP)


def national_id(value: Any) -> str:
    digits = str(value or "")
    return thai_id.format_id(digits).replace(" ", NBSP) if len(digits) == 13 else digits


def national_id_masked(value: Any) -> str:
    digits = str(value or "")
    return thai_id.mask(digits).replace(" ", NBSP) if len(digits) == 13 else digits


def account_no(value: Any) -> str:
    digits = str(value or "")
    return employer_account.format(digits) if len(digits) == 10 else digits


def bilingual(value: Any, name: str = "label") -> str:
    """``label_th`` or ``label_en`` of an object or dict, by the language of the page."""
    language = "th" if is_thai() else "en"
    for key in (f"{name}_{language}", f"{name}_th", name):
        found = value.get(key) if isinstance(value, dict) else getattr(value, key, None)
        if found:
            return str(found)
    return ""
