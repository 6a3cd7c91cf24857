"""A worker as a process of its own, to be killed: ``python -m tests.messaging.worker MODE``.

``deliver``: hands out the outbox; each event becomes a message. With ``SLOW`` set it stops in the middle
of each handler, after its writing, long enough to be shot.
``decide``: approves the case named by ``CASE``; what follows the decision writes a message, then stops.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
django.setup()

from sso_core.messaging import outbox  # noqa: E402
from sso_core.messaging.models import Message  # noqa: E402
from tests.cases import factories  # noqa: E402

SLOW = float(os.environ.get("SLOW", "0"))


@outbox.subscriber("test.faults")
def write(payload, key):
    Message.objects.create(subject="person:1", recipient_name="", template="t", title=key, body="")
    say("half")
    time.sleep(SLOW)


def say(word):
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def stop_midway(case, decision):
    write({}, case.reference)


def main(mode):
    if mode == "decide":
        from sso_core.accounts.models import User
        from sso_core.cases import registry
        from sso_core.cases.public import propose

        registry.register(
            factories.CaseType(
                **{
                    **{name: getattr(factories.TYPE, name) for name in factories.TYPE.__slots__},
                    "on_decided": stop_midway,
                }
            )
        )
        officer = User.objects.get(pk=os.environ["OFFICER"])
        propose(os.environ["CASE"], "approve", "ครบ", factories.actor(officer))
    else:
        while outbox.deliver():
            pass
    say("done")


if __name__ == "__main__":
    main(sys.argv[1])
