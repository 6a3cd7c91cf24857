"""The door of messaging: outbox, inbox and the sentences of findings."""

from sso_core.messaging.findings import as_dict, known_codes, register, sentence
from sso_core.messaging.outbox import deliver_all, publish, publish_many, subscriber
from sso_core.messaging.selectors import MessageView, inbox_of, message_of, messages_about, unread_count
from sso_core.messaging.services import Recipient, mark_read, tell, tell_many

__all__ = [
    "MessageView",
    "Recipient",
    "as_dict",
    "deliver_all",
    "inbox_of",
    "known_codes",
    "mark_read",
    "message_of",
    "messages_about",
    "publish",
    "publish_many",
    "register",
    "sentence",
    "subscriber",
    "tell",
    "tell_many",
    "unread_count",
]
