"""Reading the inbox."""

from dataclasses import dataclass
from datetime import datetime

from sso_core.following import subjects_of
from sso_core.messaging.models import Message


@dataclass(frozen=True, slots=True)
class MessageView:
    id: int
    subject: str
    title: str
    body: str
    action_url: str
    action_label: str
    case_ref: str
    created_at: datetime
    read_at: datetime | None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.pk,
        subject=row.subject,
        title=row.title,
        body=row.body,
        action_url=row.action_url,
        action_label=row.action_label,
        case_ref=row.case_ref,
        created_at=row.created_at,
        read_at=row.read_at,
    )


def inbox_of(subject: str, limit: int = 200) -> tuple[MessageView, ...]:
    """The newest messages of a person or an employer."""
    return tuple(
        _view(row) for row in Message.objects.filter(subject__in=subjects_of(subject)).order_by("-pk")[:limit]
    )


def message_of(subject: str, message_id: int) -> MessageView | None:
    row = Message.objects.filter(subject__in=subjects_of(subject), pk=message_id).first()
    return _view(row) if row else None


def unread_count(subject: str) -> int:
    return Message.objects.filter(subject__in=subjects_of(subject), read_at=None).count()


def messages_about(case_ref: str) -> tuple[MessageView, ...]:
    return tuple(_view(row) for row in Message.objects.filter(case_ref=case_ref).order_by("pk"))
