"""The rules that anybody may ask: by ``manage.py calculate``, by the API and on the public pages.

An app registers its own in ``<app>/calculators.py``. Inputs come as text and are read here, so that the
faces refuse the same things in the same words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sso_core.kernel.digits import arabic
from sso_core.kernel.money import parse_baht, parse_figure
from sso_core.kernel.period import Period
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.kernel.worked import Worked
from sso_core.law.book import Law
from sso_core.law.errors import BadInput

MOST_COUNT = 9999


class Kind(StrEnum):
    """How an input is written."""

    BAHT = "baht"
    AVERAGE = "average"  # baht with any number of decimals
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"
    PROVINCE = "province"
    OPTION = "option"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a rule. ``default`` stands where nothing is given; without one it is required."""

    name: str
    kind: Kind
    label_th: str
    label_en: str
    default: str | None = None
    required: bool = True
    choices: tuple[int, ...] = ()

    @property
    def must_be_given(self) -> bool:
        return self.required and self.default is None

    def read(self, text: str | None) -> Any:
        """The value of a written input, None for an optional one that is not given. Raises ``BadInput``."""
        if text is None or not text.strip():
            if self.must_be_given:
                raise BadInput(f"{self.name} is missing", f"ยังไม่ได้กรอก “{self.label_th}”", field=self.name)
            if self.default is None:
                return None
            text = self.default
        try:
            value = _READERS[self.kind](arabic(text.strip()))
        except ValueError as error:
            raise self._unreadable(str(error)) from None
        if self.choices and value not in self.choices:
            raise self._unreadable(f"one of {', '.join(map(str, self.choices))} is expected, not {text!r}")
        return value

    def _unreadable(self, reason: str) -> BadInput:
        thai = f"“{self.label_th}” อ่านไม่ได้ {_HINTS_TH[self.kind]}"
        return BadInput(f"{self.name}: {reason}", thai, field=self.name)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A rule that anybody may ask. ``section`` is the article of the Social Security Act."""

    name: str
    title_th: str
    title_en: str
    inputs: tuple[Input, ...]
    rule: Callable[..., Worked]
    section: str = ""

    def read(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The rule's arguments from text. Raises ``BadInput`` for the first thing that is wrong."""
        names = [one.name for one in self.inputs]
        for name in given:
            if name not in names:
                raise BadInput(
                    f"{self.name} does not take {name}; it takes {', '.join(names)}",
                    f"ไม่มีช่อง {name} ในการคำนวณนี้",
                    field=name,
                )
        return {one.name: one.read(given.get(one.name)) for one in self.inputs}

    def work(self, given: Mapping[str, str], *, law: Law) -> Worked:
        """Read ``given`` and apply the rule. Raises ``BadInput``, ``NoLaw`` or ``NotEntitled``."""
        return self.rule(**self.read(given), law=law)


_known: dict[str, Calculator] = {}


def calculator(
    name: str, title_th: str, title_en: str, *inputs: Input, section: str
) -> Callable[[Callable[..., Worked]], Callable[..., Worked]]:
    """Register a rule under ``name``; it is called with the read inputs and ``law``."""

    def register(rule: Callable[..., Worked]) -> Callable[..., Worked]:
        _known[name] = Calculator(name, title_th, title_en, inputs, rule, section)
        return rule

    return register


def calculators() -> tuple[Calculator, ...]:
    return tuple(_known[name] for name in sorted(_known))


def find(name: str) -> Calculator:
    """The rule of that name. Raises ``BadInput``."""
    try:
        return _known[name]
    except KeyError:
        raise BadInput(
            f"there is no rule {name!r}; --list shows the rules", f"ไม่มีการคำนวณชื่อ {name}"
        ) from None


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"a date is written YYYY-MM-DD, not {text!r}") from None
    if day.year >= 2400:
        raise ValueError(f"the year is C.E.: {day.year - BE_OFFSET}, not {day.year}")
    return day


def _period(text: str) -> Period:
    return Period.of(_date(text)) if text.count("-") == 2 else Period.parse(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"a whole number is expected, not {text!r}")
    if int(text) > MOST_COUNT:
        raise ValueError(f"at most {MOST_COUNT} is expected, not {text!r}")
    return int(text)


def _province(text: str) -> str:
    if text not in provinces():
        raise ValueError(f"a province is two digits of the civil register, such as 10 or 90; not {text!r}")
    return text


def _yes_no(text: str) -> bool:
    try:
        return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[text.lower()]
    except KeyError:
        raise ValueError(f"yes or no is expected, not {text!r}") from None


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.BAHT: parse_baht,
    Kind.AVERAGE: parse_figure,
    Kind.PERIOD: _period,
    Kind.DATE: _date,
    Kind.COUNT: _count,
    Kind.PROVINCE: _province,
    Kind.OPTION: _count,
    Kind.YES_NO: _yes_no,
}
_HINTS_TH = {
    Kind.BAHT: "กรอกจำนวนเงินเป็นตัวเลข ไม่ติดลบ ทศนิยมไม่เกินสองตำแหน่ง เช่น 15000.50",
    Kind.AVERAGE: "กรอกจำนวนเงินเป็นตัวเลข ไม่ติดลบ เช่น 15000.50",
    Kind.PERIOD: "กรอกเดือนเป็น ปปปป-ดด ค.ศ. เช่น 2026-06",
    Kind.DATE: "กรอกวันที่เป็น ปปปป-ดด-วว ค.ศ. เช่น 2026-06-15",
    Kind.COUNT: f"กรอกจำนวนเต็ม 0 ถึง {MOST_COUNT:,}",
    Kind.PROVINCE: "กรอกรหัสจังหวัดสองหลัก เช่น 10",
    Kind.OPTION: "เลือกหนึ่งในตัวเลือกที่มี",
    Kind.YES_NO: "ตอบ yes หรือ no",
}
