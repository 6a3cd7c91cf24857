"""How each outside system answers is seen by officers, by programs and at the command line."""

import io
import time

import pytest
from django.core.management import call_command
from django.test import Client

from integrations import client as gateway
from integrations.public import GatewayDown, dopa_person
from integrations.states import SYSTEMS, states
from sso_core.kernel import thai_id
from tests.registration.factories import officer, strong_session

pytestmark = pytest.mark.django_db
SOMEBODY = thai_id.make("199000000001")


def of(system):
    return next(one for one in states() if one.system == system)


def asked():
    try:
        dopa_person(SOMEBODY)
    except GatewayDown as down:
        return down
    return None


def test_nothing_is_known_at_first(simulators):
    assert {one.system for one in states()} == set(SYSTEMS)
    assert of("police").is_well is None


def test_answers_and_failures_are_remembered(simulators):
    assert asked() is None
    assert of("dopa").is_well
    assert of("dopa").failed_at is None
    simulators.fault("dopa", "down", seconds=60)
    assert asked() is not None
    state = of("dopa")
    assert not state.is_well
    assert state.why
    assert SOMEBODY not in state.why
    simulators.fault("dopa", "ok")
    gateway.reset("dopa", simulators.url("dopa"))
    time.sleep(0.01)
    assert asked() is None
    assert of("dopa").is_well


def test_a_system_that_is_spared_is_shown_so(simulators):
    simulators.fault("dopa", "down", seconds=60)
    for _ in range(gateway.FAILURES_TO_OPEN):
        asked()
    assert of("dopa").spared
    desk = strong_session(Client(), officer())
    assert "เว้นไว้ครู่หนึ่ง" in desk.get("/office/gateways/").content.decode()
    told = {one["system"]: one for one in desk.get("/api/v1/office/gateways").json()}
    assert told["dopa"]["spared"]
    assert told["police"]["is_well"] is None
    out = io.StringIO()
    call_command("gateways", stdout=out)
    assert "does not answer, spared now" in out.getvalue()
    assert "police       not known" in out.getvalue()
