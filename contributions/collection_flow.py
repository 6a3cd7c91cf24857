"""How the collection of an employer's debts moves (SSA s.47bis, s.50): one table, and who may make each move."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sso_core.kernel.flow import Flow, move


class Stage(StrEnum):
    """Where the office is with an employer that owes."""

    DETECTED = "detected"
    WARNED = "warned"
    ASSESSED = "assessed"
    INSTALMENTS = "instalments"
    DEFAULTED = "defaulted"
    SEIZURE_WARNED = "seizure_warned"
    SEIZED = "seized"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @classmethod
    def choices(cls) -> list[tuple[str, Promise]]:
        return [(stage.value, _LABELS[stage]) for stage in cls]


_LABELS = {
    Stage.DETECTED: _("พบหนี้"),
    Stage.WARNED: _("เตือนแล้ว"),
    Stage.ASSESSED: _("ประเมินแล้ว"),
    Stage.INSTALMENTS: _("ผ่อนชำระ"),
    Stage.DEFAULTED: _("ผิดนัดผ่อนชำระ"),
    Stage.SEIZURE_WARNED: _("เตือนก่อนยึดทรัพย์"),
    Stage.SEIZED: _("มีคำสั่งยึดทรัพย์"),
    Stage.SETTLED: _("หมดหนี้แล้ว"),
}

S = Stage
OPEN = frozenset(S) - {S.SETTLED}
WORK, ORDER, RUN = "arrears.work", "arrears.order", "arrears.run"
MAY: Mapping[str, frozenset[str]] = {
    WORK: frozenset({"officer", "supervisor"}),
    ORDER: frozenset({"checker"}),
    RUN: frozenset(),
}
"""Which roles a move needs. ``RUN`` is nobody's: the system makes it, of facts that it has proved."""

COLLECTION: Flow[Stage] = Flow(
    move("warn", {S.DETECTED, S.WARNED, S.ASSESSED, S.DEFAULTED}, S.WARNED, needs=WORK),
    move("assess", {S.WARNED}, S.ASSESSED, needs=WORK),
    move("warn_seizure", {S.WARNED, S.ASSESSED, S.DEFAULTED}, S.SEIZURE_WARNED, needs=WORK),
    move("order_seizure", {S.SEIZURE_WARNED}, S.SEIZED, needs=ORDER, four_eyes=True),
    move("end_seizure", {S.SEIZED}, S.WARNED, needs=WORK),
    move(
        "agree_instalments",
        {S.DETECTED, S.WARNED, S.ASSESSED, S.DEFAULTED, S.SEIZURE_WARNED},
        S.INSTALMENTS,
        needs=WORK,
    ),
    move("default", {S.INSTALMENTS}, S.DEFAULTED, needs=RUN),
    move("settle", OPEN, S.SETTLED, needs=RUN),
)
