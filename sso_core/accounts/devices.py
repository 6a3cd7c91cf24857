"""A device as its owner would call it, read simply from what the browser says of itself."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first that is found counts: Edge also says Chrome, and Chrome also says Safari.
BROWSERS = (
    ("Line/", "LINE"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str | Promise:
    """``Chrome · Android``; a program for what no browser says; unknown for nothing."""
    if not user_agent:
        return _("ไม่ทราบเครื่อง")
    named = [next((name for sign, name in signs if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, named)) or _("โปรแกรม")
