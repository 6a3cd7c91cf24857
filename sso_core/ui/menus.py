"""The main menu of each face. An address that does not exist in this installation has no entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """``name`` is the URL name; ``account`` adds the employer to it."""

    key: str
    label: Label
    name: str
    account: bool = False
    exact: bool = False


MENUS: dict[str, tuple[Entry, ...]] = {
    "public": (),
    "citizen": (
        Entry("home", _("หน้าหลัก"), "portal:me", exact=True),
        Entry("contributions", _("เงินสมทบ"), "contributions:me"),
        Entry("rights", _("สิทธิ"), "benefits:rights"),
        Entry("cases", _("คำขอ"), "cases:mine"),
        Entry("inbox", _("ข้อความ"), "messaging:inbox"),
        Entry("profile", _("ข้อมูลของฉัน"), "registration:profile"),
    ),
    "employer": (
        Entry("home", _("หน้าหลัก"), "registration:employer_home", account=True, exact=True),
        Entry("filings", _("ยื่นและชำระ"), "contributions:filings", account=True),
        Entry("arrears", _("หนี้ค้าง"), "contributions:arrears", account=True),
        Entry("staff", _("ลูกจ้าง"), "registration:staff", account=True),
        Entry("inbox", _("ข้อความ"), "messaging:employer_inbox", account=True),
        Entry("people", _("ผู้รับมอบอำนาจ"), "registration:delegates", account=True),
    ),
    "office": (
        Entry("queue", _("คิวงาน"), "cases:queue", exact=True),
        Entry("people", _("ค้นหาบุคคล"), "registration:office_people"),
        Entry("employers", _("นายจ้าง"), "registration:office_employers"),
        Entry("months", _("งวดเงินสมทบ"), "contributions:months"),
        Entry("collection", _("เร่งรัดหนี้"), "contributions:collection"),
        Entry("finance", _("การเงิน"), "finance:home"),
        Entry("batches", _("งานรอบใหญ่"), "batch:runs"),
        Entry("law", _("กฎหมายและอัตรา"), "law:index"),
        Entry("recoveries", _("กู้บัญชี"), "accounts:office_recoveries"),
    ),
}
_counters: dict[str, Callable[[HttpRequest], int]] = {}


def register_count(key: str, counter: Callable[[HttpRequest], int]) -> None:
    """A number beside a menu entry, such as unread messages."""
    _counters[key] = counter


def url_or_nothing(name: str, **kwargs: Any) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def items(
    face: str, request: HttpRequest | None, current: str = "", account: str = ""
) -> list[dict[str, Any]]:
    """The entries of a face with their address; ``current`` is a key, or found by the address."""
    shown: list[dict[str, Any]] = []
    for entry in MENUS.get(face, ()):
        href = url_or_nothing(entry.name, **({"account": account} if entry.account else {}))
        if href:
            shown.append({"key": entry.key, "label": entry.label, "href": href, "exact": entry.exact})
    here = current or _nearest(shown, request.path if request else "")
    for item in shown:
        item["current"] = item["key"] == here
        counter = _counters.get(f"{face}.{item['key']}")
        item["count"] = counter(request) if counter and request else 0
    return shown


def _nearest(shown: list[dict[str, Any]], path: str) -> str:
    """The entry whose address is the longest beginning of ``path``."""
    best = ""
    length = 0
    for item in shown:
        href = item["href"]
        fits = path == href if item["exact"] else path.startswith(href)
        if fits and len(href) > length:
            best, length = item["key"], len(href)
    return best
