"""The due dates of an employer as an iCalendar file (RFC 5545), for the calendar of a phone or an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE = 75
"""Bytes of a line before it is folded."""


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. ``key`` stays the same when the file is made again, so that the calendar replaces the event."""

    key: str
    day: date
    title: str
    text: str


def calendar_file(events: Iterable[Event], *, name: str, made_at: datetime) -> bytes:
    """A calendar with a reminder three days before each day."""
    stamp = made_at.strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//SSO Core//contributions//TH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}@sso-core",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(event.title)}",
            f"DESCRIPTION:{_text(event.text)}",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-P3D",
            f"DESCRIPTION:{_text(event.title)}",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Cut at 75 bytes, never within a letter; what follows begins with a blank."""
    pieces: list[bytes] = [b""]
    for letter in line:
        more = letter.encode()
        if len(pieces[-1]) + len(more) > LINE:
            pieces.append(b" ")
        pieces[-1] += more
    return b"\r\n".join(pieces) + b"\r\n"
