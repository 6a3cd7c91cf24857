"""The values that cases hand out, and what an app declares to plug its applications in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language

from sso_core.cases.flow import PublicStatus, Status
from sso_core.kernel.worked import Worked
from sso_core.messaging.public import Recipient


class CheckState(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of the law or of the office, with the figures that decided it."""

    label: str
    state: CheckState | str
    detail: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact and where it comes from."""

    label: str
    value: Any
    source: str = ""


@dataclass(frozen=True, slots=True)
class CasePanel:
    """What an officer needs to decide: facts, checks, and the sum by steps. ``facts`` may be plain triples.

    ``blocker`` is the one fact that stands in the way, shown on top.
    """

    facts: tuple[Fact | tuple[str, Any, str], ...] = ()
    checks: tuple[Check, ...] = ()
    worked: Worked | None = None
    amount: Decimal | None = None
    blocker: str = ""
    extra_template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal, or the decision once ``decided_at`` is set. ``worked`` is the stored form of ``Worked``."""

    id: int
    outcome: str
    reason: str
    worked: Mapping[str, Any] | None
    amount: Decimal | None
    four_eyes: bool
    automatic: bool
    state: str
    maker_id: int | None
    maker_name: str
    made_at: datetime
    checker_id: int | None = None
    checker_name: str = ""
    checked_at: datetime | None = None
    checker_note: str = ""

    @property
    def approved(self) -> bool:
        return self.outcome == "approve"

    @property
    def decided_at(self) -> datetime | None:
        if self.state != "decided":
            return None
        return self.checked_at or self.made_at


@dataclass(frozen=True, slots=True)
class QuestionView:
    id: int
    text: str
    due_on: date
    asked_by: str
    asked_at: datetime
    answer: str
    documents: tuple[str, ...]
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as others see it."""

    id: int
    reference: str
    type: str
    type_label: str
    subject: str
    subject_name: str
    subject_ident: str
    applicant_user_id: int | None
    applicant_name: str
    channel: str
    office: str
    status: Status
    public_status: PublicStatus
    assigned_to: int | None
    assigned_name: str
    payload: Mapping[str, Any]
    amount: Decimal | None
    alert: str
    opened_at: datetime
    sla_days: int
    due_on: date
    paused_on: date | None
    closed_at: datetime | None
    version: int
    decision: Decision | None = None

    @property
    def person_id(self) -> int | None:
        kind, _, number = self.subject.partition(":")
        return int(number) if kind == "person" else None

    @property
    def employer_account(self) -> str:
        kind, _, number = self.subject.partition(":")
        return number if kind == "employer" else ""

    @property
    def is_open(self) -> bool:
        return self.status in {Status.RECEIVED, Status.CHECKING, Status.WAITING, Status.PROPOSED}


@dataclass(frozen=True, slots=True)
class CaseEventView:
    """One line of the timeline, as a sentence."""

    verb: str
    text: str
    at: datetime
    actor_name: str
    actor_kind: str
    public: bool
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftView:
    kind: str
    data: Mapping[str, Any]
    step: str
    updated_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """The paper that tells the decision: a template under ``templates/`` and what it needs.

    The template extends ``letters/decision.html``; ``context`` is added to what that one gets.
    """

    title: str
    template: str = "letters/decision.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def nothing_to_do(case: CaseView, decision: Decision) -> None:
    """A decision that needs no act of its own."""


def never(case: CaseView, amount: Decimal | None) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class CaseType:
    """What an app declares in ``<app>/case_types.py``.

    ``panel`` shows the officer what there is to decide. ``on_decided`` runs in the transaction of
    the decision. ``four_eyes`` says whether this amount needs a second officer. ``letter`` and
    ``recipient``: given both, the letter is made, kept with the case and told after the commit.
    ``track`` gives the steps of the tracker after the decision, such as the payment.
    """

    key: str
    prefix: str
    label_th: str
    label_en: str
    sla_days: int
    panel: Callable[[CaseView], CasePanel]
    on_decided: Callable[[CaseView, Decision], None] = nothing_to_do
    four_eyes: Callable[[CaseView, Decimal | None], bool] = never
    roles: tuple[str, ...] = ("officer",)
    checker_roles: tuple[str, ...] = ("checker",)
    letter: Callable[[CaseView, Decision], Letter] | None = None
    recipient: Callable[[CaseView], Recipient | None] | None = None
    pays: bool = True
    why_four_eyes: str = ""
    on_withdrawn: Callable[[CaseView], None] | None = None

    @property
    def label(self) -> str:
        return self.label_th if (get_language() or "th").startswith("th") else self.label_en
