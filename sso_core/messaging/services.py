"""Telling people: a row in the inbox at once, an e-mail by the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.template.loader import get_template
from django.utils import translation

from sso_core import clock
from sso_core.messaging.models import Message
from sso_core.messaging.outbox import publish_many

EMAIL_TOPIC = "messaging.email"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: ``subject`` is ``person:<id>`` or ``employer:<account>``. An empty e-mail: inbox only."""

    subject: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = "th"


def tell(
    recipient: Recipient, template: str, context: Mapping[str, Any] | None = None, *, case_ref: str = ""
) -> int:
    """Tell by inbox, and by e-mail where there is an address; returns the message's number.

    ``templates/messaging/<template>.txt``: first line is the title, the rest the text. ``action_url``
    (a path) and ``action_label`` in the context become the button.
    """
    return tell_many(template, [(recipient, context or {})], case_ref=case_ref)[0]


@transaction.atomic
def tell_many(
    template: str, told: Iterable[tuple[Recipient, Mapping[str, Any]]], *, case_ref: str = ""
) -> list[int]:
    """Tell many the same, each with an own context; returns the messages' numbers."""
    made = [_message(recipient, template, context, case_ref) for recipient, context in told]
    Message.objects.bulk_create(made, batch_size=1_000)
    publish_many(EMAIL_TOPIC, [(str(one.pk), {"message": one.pk}) for one in made if one.email])
    return [one.pk for one in made]


def _message(recipient: Recipient, template: str, context: Mapping[str, Any], case_ref: str) -> Message:
    values = dict(context)
    with translation.override(recipient.language):
        text = get_template(f"messaging/{template}.txt").render(
            {"recipient": recipient, "case_ref": case_ref, **values}
        )
    title, _, body = text.strip().partition("\n")
    return Message(
        subject=recipient.subject,
        recipient_name=recipient.name,
        template=template,
        language=recipient.language,
        title=title.strip(),
        body=body.strip(),
        action_url=str(values.get("action_url", "")),
        action_label=str(values.get("action_label", "")),
        case_ref=case_ref,
        email=recipient.email,
    )


def mark_read(message_id: int) -> None:
    Message.objects.filter(pk=message_id, read_at=None).update(read_at=clock.now())
