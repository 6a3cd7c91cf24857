"""Findings as sentences. Each app registers its codes; page, API and file report print the same one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from sso_core.kernel.finding import Finding

_messages: dict[str, tuple[str, str]] = {}


def register(messages: Mapping[str, tuple[str, str]]) -> None:
    """Add ``{code: (Thai, English)}``, format strings that take the finding's params."""
    for code, pair in messages.items():
        if _messages.setdefault(code, pair) != pair:
            raise ValueError(f"two sentences for finding {code!r}")


def known_codes() -> frozenset[str]:
    return frozenset(_messages)


class _Lenient(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(finding: Finding, lang: str | None = None) -> str:
    """What to tell a person, in ``lang`` or the language of the request."""
    language = lang or get_language() or "th"
    pair = _messages.get(finding.code)
    if pair is None:
        return f"ข้อมูลไม่ถูกต้อง ({finding.code})" if language == "th" else f"Not valid ({finding.code})"
    return pair[0 if language.startswith("th") else 1].format_map(_Lenient(finding.params))


def as_dict(finding: Finding) -> dict[str, Any]:
    """The shape of a finding in the API and in reports."""
    return {
        "line": finding.line,
        "field": finding.field,
        "code": finding.code,
        "severity": finding.severity.value,
        "section": finding.section,
        "message_th": sentence(finding, "th"),
        "message_en": sentence(finding, "en"),
    }
