"""Is a person insured on a day, under which section, for which branches (SSA s.33, s.38, s.39, s.40, s.41).

The whole population is asked by ``registration.population``, whose SQL says the same; a property test
holds the two equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registration.rules.coverage import Stretch
from sso_core.kernel.thai_calendar import add_months, format_date
from sso_core.kernel.worked import Step
from sso_core.law.book import Dated, Law
from sso_core.law.steps import step

AFTER_END = "coverage.branches.after_end"
MONTHS_AFTER_END = "coverage.months_after_end"
KEEPING = (33, 39)
"""Sections whose rights go on after the status ended."""


class Branch(StrEnum):
    """What a person is insured against. Medical care belongs to sickness, as the law has it."""

    SICKNESS = "sickness"
    MATERNITY = "maternity"
    INVALIDITY = "invalidity"
    DEATH = "death"
    CHILD = "child"
    OLD_AGE = "old_age"
    UNEMPLOYMENT = "unemployment"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a person is insured: a status that holds, or rights that go on ``after`` it ended.

    ``until`` is the last insured day, None while no end is known.
    """

    section: int
    option: int | None
    since: date
    until: date | None
    branches: frozenset[Branch]
    after: bool = False


@dataclass(frozen=True, slots=True)
class Insurance:
    """The answer for a day, with its steps. The status that holds stands first."""

    day: date
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]

    @property
    def is_insured(self) -> bool:
        return bool(self.grounds)

    @property
    def section(self) -> int | None:
        """The section under which the person stands, or whose rights go on."""
        return self.grounds[0].section if self.grounds else None

    def ground_for(self, branch: Branch, *sections: int) -> Ground | None:
        """What insures against ``branch``, under one of ``sections`` if any are named."""
        found = (g for g in self.grounds if branch in g.branches)
        return next((g for g in found if not sections or g.section in sections), None)


def branches_key(section: int, option: int | None) -> str:
    """The parameter of the statute that names the branches of a section."""
    return f"coverage.branches.s{section}" + (f".{option}" if option else "")


def branches(row: Dated) -> frozenset[Branch]:
    return frozenset(map(Branch, row.text.split()))


def insurance_on(
    stretches: Iterable[Stretch], day: date, *, law: Law, died_on: date | None = None
) -> Insurance:
    """Every ground on which a person with these ``stretches`` is insured on ``day``.

    A status holds through both its days. Rights of Section 33 and 39 to sickness, maternity, invalidity and
    death go on for the months in force when the status ended (s.38, s.41), unless the person came under
    one of the two again. The day of death is insured, no later day is. Raises ``NoLaw`` before 1990.
    """
    known = list(stretches)
    death = min(
        (d for d in (died_on, *(s.ends_on for s in known if s.end_reason == "died")) if d), default=None
    )
    if death is not None and death < day:
        return Insurance(day, (), (_died(death),))
    holding = [s for s in known if s.starts_on <= day and (s.ends_on is None or day <= s.ends_on)]
    grounds = [_holds(s, day, law) for s in holding]
    if not any(s.section in KEEPING for s in holding):
        grounds += _goes_on(known, day, law)
    if not grounds:
        return Insurance(day, (), (_never(known, day, law),))
    return Insurance(day, tuple(g for g, _ in grounds), tuple(s for _, s in grounds))


def _holds(stretch: Stretch, day: date, law: Law) -> tuple[Ground, Step]:
    row = law.at(branches_key(stretch.section, stretch.option), day)
    ground = Ground(stretch.section, stretch.option, stretch.starts_on, stretch.ends_on, branches(row))
    option = f" ทางเลือก {stretch.option}" if stretch.option else ""
    labels = (
        f"เป็นผู้ประกันตนมาตรา {stretch.section}{option}",
        f"Insured under Section {stretch.section}" + (f", option {stretch.option}" if stretch.option else ""),
    )
    formula = f"ตั้งแต่ {format_date(stretch.starts_on)}"
    if stretch.ends_on:
        formula += f" ถึง {format_date(stretch.ends_on)}"
    inputs = {"since": stretch.starts_on, "day": day}
    shown = step("status", labels, str(stretch.section), True, unit="", formula=formula, law={"branches": row},
                 **inputs)  # fmt: skip
    return ground, shown


@dataclass(frozen=True, slots=True)
class _Ended:
    """A status that ended and left rights behind."""

    stretch: Stretch
    on: date
    months: Dated

    @property
    def until(self) -> date:
        return add_months(self.on, int(self.months.value))


def _ended(stretches: Iterable[Stretch], day: date, law: Law) -> list[_Ended]:
    return [
        _Ended(s, s.ends_on, law.at(MONTHS_AFTER_END, s.ends_on))
        for s in stretches
        if s.section in KEEPING and s.ends_on and s.ends_on < day
    ]


def _goes_on(stretches: Iterable[Stretch], day: date, law: Law) -> list[tuple[Ground, Step]]:
    """The rights after the last status that ended, if they still last on ``day``."""
    lasting = [e for e in _ended(stretches, day, law) if day <= e.until]
    if not lasting:
        return []
    last = max(lasting, key=lambda e: (e.until, e.on))
    section, row = last.stretch.section, law.at(AFTER_END, day)
    ground = Ground(
        section, last.stretch.option, last.stretch.starts_on, last.until, branches(row), after=True
    )
    shown = step(
        "after_end", (f"สิทธิหลังสิ้นสภาพมาตรา {section}", f"Rights after Section {section} ended"),
        "38" if section == 33 else "41", last.until, unit="date",
        formula=f"สิ้นสภาพ {format_date(last.on)} + {last.months.value:f} เดือน = {format_date(last.until)}",
        law={"branches": row, "months": last.months}, ended_on=last.on, day=day,
    )  # fmt: skip
    return [(ground, shown)]


def _died(death: date) -> Step:
    labels = ("สิ้นสภาพเพราะเสียชีวิต", "The status ended by death")
    return step("died", labels, "38", False, unit="", formula=format_date(death), died_on=death)


def _never(stretches: list[Stretch], day: date, law: Law) -> Step:
    ended = _ended(stretches, day, law)
    if not ended:
        labels = ("ไม่มีความเป็นผู้ประกันตนในวันนี้", "Not insured on this day")
        return step("not_insured", labels, "33", False, unit="", day=day)
    until = max(e.until for e in ended)
    labels = ("พ้นช่วงคุ้มครองหลังสิ้นสภาพ", "The months after the end have passed")
    formula = f"คุ้มครองถึง {format_date(until)}"
    return step("over", labels, "38", False, unit="", formula=formula, until=until, day=day)
