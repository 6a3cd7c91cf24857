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
_TERMS = (("s33", 33, None), ("s39", 39, None), ("s40_1", 40, 1), ("s40_2", 40, 2), ("s40_3", 40, 3))


def insured_on(day: date, *, law: Law | None = None) -> tuple[str, dict[str, Any]]:
    """SQL and parameters of a query with a row for each ground on which anybody is insured on ``day``."""
    law = law or current()
    months = law.parameter(MONTHS_AFTER_END).rows
    return _SQL, {
        "day": day,
        **{name: _branches(section, option, day, law) for name, section, option in _TERMS},
        "after": law.at(AFTER_END, day).text.split(),
        "keeping": list(KEEPING),
        "ended_since": [row.since for row in months],
        "ended_until": [row.until for row in months],
        "months": [int(row.value) for row in months],
        "most": max(int(row.value) for row in months),
    }


def _branches(section: int, option: int | None, day: date, law: Law) -> list[str] | None:
    try:
        return law.at(branches_key(section, option), day).text.split()
    except NoLaw:
        return None
