"""A decision that is cut off in the middle never was."""

import pytest

from sso_core.cases.models import Proposal
from sso_core.cases.public import Status, case, propose
from sso_core.messaging.models import Message, OutboxEvent
from tests.cases import factories as make
from tests.messaging.processes import kill_when_half_way, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def test_killed_while_what_follows_is_written():
    opened, officer = make.a_case(), make.officer()
    told = Message.objects.count()
    kill_when_half_way(worker("decide", CASE=opened.reference, OFFICER=officer.pk, SLOW=60))
    assert case(opened.reference).status is Status.RECEIVED
    assert (Proposal.objects.count(), Message.objects.count()) == (0, told)
    assert not OutboxEvent.objects.filter(topic="cases.decided").exists()
    assert propose(opened.reference, "approve", "ครบ", make.actor(officer)).status is Status.APPROVED
