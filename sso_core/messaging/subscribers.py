"""E-mail: sent by the outbox, so that a mail server that is down only delays it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from sso_core import clock
from sso_core.messaging.models import Message
from sso_core.messaging.outbox import subscriber
from sso_core.messaging.services import EMAIL_TOPIC


@subscriber(EMAIL_TOPIC)
def send_email(payload: Mapping[str, Any], key: str) -> None:
    """Send a message's e-mail, plain and in our look. The Message-ID is the message's: sent twice shows once."""
    message = Message.objects.get(pk=payload["message"])
    if message.emailed_at is not None:
        return
    context = {
        "message": message,
        "paragraphs": [part for part in message.body.split("\n\n") if part.strip()],
        "link": f"{settings.SITE_URL}{message.action_url}" if message.action_url else "",
        "site": settings.SITE_URL,
    }
    with translation.override(message.language):
        text = render_to_string("messaging/email.txt", context)
        page = render_to_string("messaging/email.html", context)
    mail = EmailMultiAlternatives(
        message.title, text, to=[message.email], headers={"Message-ID": f"<message-{message.pk}@{_host()}>"}
    )
    mail.attach_alternative(page, "text/html")
    mail.send()
    message.emailed_at = clock.now()
    message.save(update_fields=["emailed_at"])


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
