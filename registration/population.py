"""Who of everybody is insured on a day: ``rules.insurance`` as one statement over the whole register.

The statement is published for set-based SQL of the apps above. Columns: ``person_id``, ``section``,
``option``, ``since``, ``until``, ``after``, ``branches`` (text[]); a row a ground, as ``Insurance.grounds``.
"""

from datetime import date
from pathlib import Path
from typing import Any

from registration.rules.insurance import AFTER_END, KEEPING, MONTHS_AFTER_END, branches_key
from sso_core.law.public import Law, NoLaw, current

_SQL = (Path(__file__).parent / "sql" / "insured_on.sql").read_text()
_TERMS = ((33, None), (39, None), (40, 1), (40, 2), (40, 3))


def insured_on(day: date, *, law: Law | None = None) -> tuple[str, dict[str, Any]]:
    """SQL and parameters of a query with a row for each ground on which anybody is insured on ``day``."""
    law = law or current()
    terms = [
        (section, option, text)
        for section, option in _TERMS
        if (text := _branches(section, option, day, law))
    ]
    months = law.parameter(MONTHS_AFTER_END).rows
    return _SQL, {
        "day": day,
        "sections": [section for section, _, _ in terms],
        "options": [option or 0 for _, option, _ in terms],
        "branches": [text for _, _, text in terms],
        "after": law.at(AFTER_END, day).text.split(),
        "keeping": list(KEEPING),
        "ended_since": [row.since for row in months],
        "ended_until": [row.until for row in months],
        "months": [int(row.value) for row in months],
        "most": max(int(row.value) for row in months),
    }


def _branches(section: int, option: int | None, day: date, law: Law) -> str:
    try:
        return law.at(branches_key(section, option), day).text
    except NoLaw:
        return ""
