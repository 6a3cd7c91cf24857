"""Who does something, and for whom. Services take ``by: Actor``; they never see a request."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    MEMBER = "member"
    EMPLOYER = "employer"
    OFFICER = "officer"
    HOSPITAL = "hospital"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """``acting_for`` is the scope acted for, such as ``employer:1000000016`` or ``office:1001``.

    ``assurance`` is the authenticator level of this session: 1 or 2 (AAL1, AAL2).
    """

    kind: ActorKind
    user_id: int | None
    name: str
    person_id: int | None = None
    acting_for: str = ""
    assurance: int = 1

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM


SYSTEM = Actor(ActorKind.SYSTEM, None, "ระบบ", assurance=2)
