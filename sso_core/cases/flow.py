"""How a case moves, as a table; and what the applicant sees of it."""

from enum import StrEnum

from sso_core.kernel.flow import Flow, move


class Status(StrEnum):
    """Where the office is with a case."""

    RECEIVED = "received"
    CHECKING = "checking"
    WAITING = "waiting"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in cls]


class PublicStatus(StrEnum):
    """The six words an applicant sees."""

    RECEIVED = "received"
    CHECKING = "checking"
    WAITING_FOR_YOU = "waiting_for_you"
    DECIDED = "decided"
    PAYING = "paying"
    DONE = "done"

    @property
    def label(self) -> str:
        return _PUBLIC_LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in cls]


_STATUS_LABELS = {
    Status.RECEIVED: "รับแล้ว",
    Status.CHECKING: "กำลังตรวจ",
    Status.WAITING: "รอผู้ขอ",
    Status.PROPOSED: "รอคนที่สอง",
    Status.APPROVED: "อนุมัติ",
    Status.REJECTED: "ไม่อนุมัติ",
    Status.WITHDRAWN: "ถอนคำขอ",
    Status.CLOSED: "ปิดแล้ว",
}
_PUBLIC_LABELS = {
    PublicStatus.RECEIVED: "รับคำขอแล้ว",
    PublicStatus.CHECKING: "เจ้าหน้าที่ตรวจ",
    PublicStatus.WAITING_FOR_YOU: "รอคุณตอบ",
    PublicStatus.DECIDED: "แจ้งผลแล้ว",
    PublicStatus.PAYING: "กำลังจ่ายเงิน",
    PublicStatus.DONE: "เสร็จแล้ว",
}

S = Status
OPEN = frozenset({S.RECEIVED, S.CHECKING, S.WAITING, S.PROPOSED})
_AT_HAND = {S.RECEIVED, S.CHECKING}

FLOW: Flow[Status] = Flow(
    move("take", _AT_HAND, S.CHECKING, needs="cases.work"),
    move("ask", _AT_HAND, S.WAITING, needs="cases.work"),
    move("answer", {S.WAITING}, S.CHECKING, needs="cases.answer"),
    move("stop_waiting", {S.WAITING}, S.CHECKING, needs="cases.work"),
    move("propose", _AT_HAND, S.PROPOSED, needs="cases.work"),
    move("approve", _AT_HAND, S.APPROVED, needs="cases.work"),
    move("reject", _AT_HAND, S.REJECTED, needs="cases.work"),
    move("confirm_approve", {S.PROPOSED}, S.APPROVED, needs="cases.check", four_eyes=True),
    move("confirm_reject", {S.PROPOSED}, S.REJECTED, needs="cases.check", four_eyes=True),
    move("send_back", {S.PROPOSED}, S.CHECKING, needs="cases.check", four_eyes=True),
    move("withdraw", OPEN, S.WITHDRAWN, needs="cases.answer"),
    move("close", {S.APPROVED, S.REJECTED, S.WITHDRAWN}, S.CLOSED),
)

# What the applicant sees after each move; paying and done are told by those who pay.
PUBLIC = {
    S.RECEIVED: PublicStatus.RECEIVED,
    S.CHECKING: PublicStatus.CHECKING,
    S.WAITING: PublicStatus.WAITING_FOR_YOU,
    S.PROPOSED: PublicStatus.CHECKING,
    S.APPROVED: PublicStatus.DECIDED,
    S.REJECTED: PublicStatus.DECIDED,
    S.WITHDRAWN: PublicStatus.DONE,
    S.CLOSED: PublicStatus.DONE,
}
