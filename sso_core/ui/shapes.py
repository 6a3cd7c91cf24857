"""What components draw: the plain rows that a template can walk, made from the kernel's types.

Nothing is decided here. An amount, a status or a step comes in as its owner made it and leaves with the
words, the icon and the class that the page shows.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sso_core.kernel.worked import Worked
from sso_core.ui import formats

Say = Callable[[], str]

UNITS: dict[str, Say] = {
    "baht": lambda: _("บาท"),
    "baht_per_day": lambda: _("บาท/วัน"),
    "baht_per_month": lambda: _("บาท/เดือน"),
    "days": lambda: _("วัน"),
    "months": lambda: _("เดือน"),
    "years": lambda: _("ปี"),
    "people": lambda: _("คน"),
    "times": lambda: _("ครั้ง"),
}


def _get(thing: Any, *names: str, default: Any = None) -> Any:
    """The first of ``names`` that ``thing`` (object or mapping) has."""
    for name in names:
        found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
        if found is not None:
            return found
    return default


def section(text: str) -> str:
    """``มาตรา 57``; a source that already names itself is left as it is."""
    plain = str(text or "")
    if not plain[:1].isdigit():
        return plain
    return f"{_('มาตรา')} {_in_thai(plain) if formats.is_thai() else plain}"


_LATIN_NUMBERS = (("quinquies", " เบญจ"), ("quater", " จัตวา"), ("ter", " ตรี"), ("bis", " ทวิ"))


def _in_thai(number: str) -> str:
    """``77 ทวิ`` for the ``77bis`` that the statute files write."""
    for latin, thai in _LATIN_NUMBERS:
        if number.endswith(latin):
            return number.removesuffix(latin) + thai
    return number


def figure(value: Any, unit: str) -> tuple[str, str]:
    """A result and its unit as shown: ``("560.00", "บาท/วัน")``."""
    if isinstance(value, bool):
        return (_("ใช่") if value else _("ไม่ใช่")), ""
    if unit in ("ratio", "percent"):
        return (formats.percent(value) if unit == "ratio" else f"{formats.number(value)}%"), ""
    if unit == "date" or (isinstance(value, date) and unit not in UNITS):
        return formats.thai_date(value), ""
    if formats.as_decimal(value) is None:
        return str(value), ""
    shown = formats.baht(value) if unit.startswith("baht") else formats.number(value)
    return shown, UNITS[unit]() if unit in UNITS else unit


def worked(outcome: Worked | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Steps and total of a calculation, live or as stored with a decision."""
    if not isinstance(outcome, Worked | Mapping) or not outcome:
        return None
    data: Mapping[str, Any] = outcome.as_dict() if isinstance(outcome, Worked) else outcome
    results = data.get("result") or {}
    amount = results.get("amount", next(reversed(results.values()), None)) if results else None
    return {
        "steps": [_step(step) for step in data.get("steps", ())],
        "amount": None if amount is None else formats.as_decimal(amount),
        "as_of": (data.get("law") or {}).get("as_of"),
    }


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    shown, unit = figure(step.get("result"), step.get("unit", "baht"))
    return {
        "label": formats.bilingual(dict(step)),
        "formula": step.get("formula", ""),
        "law": section(step.get("section", "")),
        "source": step.get("source", ""),
        "shown": shown,
        "unit": unit,
        "unsure": step.get("confidence", "H") in ("M", "L"),
    }


MONTH_STATES: dict[str, tuple[str, str, Say, Say]] = {
    # status: (class, icon, words under the knot or "" for the amount, words for the legend)
    "paid": ("is-paid", "check", lambda: "", lambda: _("จ่ายแล้ว")),
    "filed": ("is-filed", "clock", lambda: _("ยื่นแล้ว"), lambda: _("ยื่นแล้ว รอเงินเข้า")),
    "missing": ("is-missing", "bang", lambda: _("ไม่พบ"), lambda: _("ไม่พบการยื่น")),
    "not_loaded": ("is-unknown", "unknown", lambda: _("ยังไม่รู้"), lambda: _("ยังไม่มีข้อมูล")),
    "not_due": ("is-unknown", "clock", lambda: _("ยังไม่ถึง"), lambda: _("ยังไม่ถึงกำหนด")),
    "not_insured": ("is-none", "minus", lambda: "–", lambda: _("ไม่ได้เป็นผู้ประกันตน")),
}
LEGEND_MARKS = {"is-paid": "", "is-filed": "f", "is-missing": "x", "is-unknown": "u", "is-none": "n"}


def strip(months: Iterable[Any]) -> dict[str, Any]:
    """Twelve months of contributions: knots in order, and the legend with counts."""
    knots: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    shown_year = 0
    for month in months:
        knot = _knot(month)
        knot["year_shown"] = knot["year"] if knot["year"] != shown_year else ""
        shown_year = knot["year"]
        counts[knot["status"]] = counts.get(knot["status"], 0) + 1
        knots.append(knot)
    legend = [
        {
            "mark": LEGEND_MARKS[MONTH_STATES[s][0]],
            "label": MONTH_STATES[s][3](),
            "count": counts[s],
            "key": s,
        }
        for s in MONTH_STATES
        if s in counts
    ]
    return {"knots": knots, "legend": legend}


def _knot(month: Any) -> dict[str, Any]:
    day = formats.as_date(_get(month, "period", "month")) or date(1900, 1, 1)
    given = str(_get(month, "status", default="not_loaded"))
    status = given if given in MONTH_STATES else "not_loaded"
    css, icon, words, meaning = MONTH_STATES[status]
    amount = formats.as_decimal(_get(month, "employee", "amount"))
    name = formats.period(day).split(formats.NBSP)
    plain = status == "paid" and amount is not None
    places = 0 if amount is None or amount == amount.to_integral_value() else 2
    return {
        "status": status,
        "css": css,
        "icon": icon,
        "month": name[0],
        "year": name[-1],
        "shown": formats.baht(amount, places) if plain else words() or meaning(),
        "meaning": f"{_('บาท')} {meaning()}" if plain else meaning(),
    }


CHECK_STATES: dict[str, tuple[str, str, Say]] = {
    "passed": ("pass", "check", lambda: _("ผ่าน")),
    "failed": ("fail", "close", lambda: _("ไม่ผ่าน")),
    "waived": ("waived", "minus", lambda: _("ยกเว้น")),
    "unknown": ("unknown", "unknown", lambda: _("ยังไม่รู้")),
}


def checks(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Conditions with their outcome as word, shape and colour."""
    shown = []
    for row in rows:
        state = str(_get(row, "status", "state", "outcome", default="unknown"))
        css, icon, word = CHECK_STATES.get(state, CHECK_STATES["unknown"])
        shown.append(
            {
                "label": _get(row, "label", default="") or formats.bilingual(row),
                "detail": _get(row, "detail", default=""),
                "law": section(_get(row, "section", default="")),
                "href": _get(row, "href", "url", default=""),
                "css": css,
                "icon": icon,
                "word": word(),
            }
        )
    return shown


# Public statuses of a case, and the few other states that several pages show.
STATUSES: dict[str, tuple[str, Say]] = {
    "received": ("", lambda: _("รับคำขอแล้ว")),
    "checking": ("", lambda: _("กำลังตรวจ")),
    "waiting_for_you": ("yellow", lambda: _("รอข้อมูลจากคุณ")),
    "decided": ("green", lambda: _("แจ้งผลแล้ว")),
    "paying": ("", lambda: _("กำลังจ่ายเงิน")),
    "done": ("green", lambda: _("เสร็จแล้ว")),
    "closed": ("grey", lambda: _("ปิดเรื่อง")),
    "withdrawn": ("grey", lambda: _("ยกเลิกคำขอ")),
}
COLOURS = {"ok": "green", "warn": "yellow", "bad": "red", "grey": "grey", "info": "", "": ""}


def status(value: Any, kind: str = "", label: str = "") -> dict[str, str]:
    """Colour and words of a tag; a status that is not known here is shown as written."""
    colour, words = STATUSES.get(str(value or ""), ("", lambda: str(value or "")))
    if kind:
        colour = COLOURS.get(kind, "")
    return {"colour": colour, "label": str(label or getattr(value, "label", "") or words())}


def share(part: Any, whole: Any) -> str:
    """``part`` of ``whole`` in percent with one decimal, 0 to 100, for the length of a meter."""
    done, total = formats.as_decimal(part), formats.as_decimal(whole)
    if done is None or not total:
        return "0"
    return f"{min(max(done / total * 100, Decimal(0)), Decimal(100)):.1f}"
