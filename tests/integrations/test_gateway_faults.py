"""Systems that are down, slow, nonsensical, killed or endless: one error, soon, and a breaker for all processes."""

import subprocess
import sys
import time

import pytest
from django.core.cache import cache

from integrations import client
from integrations.public import BankGateway, GatewayDown, dbd_company, dopa_person
from integrations.simulators.data import companies, people
from tests.integrations.servers import answering, dripping
from tests.integrations.simulators import ROOT

NUMBER = people()[0]["national_id"]
COMPANY = companies()[0]["juristic_id"]
QUESTIONS = {
    "dopa": lambda: dopa_person(NUMBER),
    "dbd": lambda: dbd_company(COMPANY),
    "bank": lambda: BankGateway().list(),
}
REASONS = {"down": "status 503", "nonsense": "makes no sense", "slow": "in time"}


@pytest.mark.parametrize("mode", REASONS)
@pytest.mark.parametrize("system", QUESTIONS)
def test_a_system_that_misbehaves_is_never_believed_and_comes_back(simulators, settings, system, mode):
    settings.GATEWAY_TIMEOUT = 0.3 if system != "bank" else 0.03
    simulators.fault(system, mode, seconds=2)
    started = time.monotonic()
    with pytest.raises(GatewayDown, match=REASONS[mode]) as down:
        QUESTIONS[system]()
    assert time.monotonic() - started < 3
    assert down.value.system == system
    simulators.fault(system, "ok")
    settings.GATEWAY_TIMEOUT = 2.0
    assert QUESTIONS[system]() is not None


@pytest.mark.parametrize("system", QUESTIONS)
def test_a_killed_system_is_down_and_goes_on_after_its_restart(simulators, system):
    simulators.stop(system)
    with pytest.raises(GatewayDown, match="nobody listens"):
        QUESTIONS[system]()
    simulators.start(system)
    assert QUESTIONS[system]() is not None


def test_a_reason_does_not_repeat_the_number_of_a_person(simulators):
    simulators.fault("dopa", "down")
    with pytest.raises(GatewayDown) as down:
        dopa_person(NUMBER)
    assert NUMBER not in str(down.value)
    assert "127.0.0.1" not in str(down.value)


def test_no_log_repeats_the_number_of_a_person(simulators, caplog, settings):
    caplog.set_level("DEBUG")
    caplog.set_level(
        "WARNING", logger="httpcore"
    )  # debug of the library below, off unless somebody asks for it
    settings.GDX_CONSUMER_SECRET = "a-secret-of-ours"
    dopa_person(NUMBER)
    simulators.fault("dopa", "down")
    with pytest.raises(GatewayDown):
        dopa_person(NUMBER)
    assert "dopa does not answer" in caplog.text
    assert NUMBER not in caplog.text
    assert "a-secret-of-ours" not in caplog.text


def test_a_passing_fault_is_not_noticed(settings):
    ok = b'{"status": {"code": "1004"}}'
    with answering((503, b""), (502, b""), (200, ok)) as server:
        settings.DBD_URL = server.url
        assert dbd_company(COMPANY) is None
    assert len(server.asked) == 3


def test_a_system_that_asks_for_more_time_than_there_is_is_not_tried_again(settings):
    with answering((503, b""), headers={"Retry-After": "60"}) as server:
        settings.DBD_URL = server.url
        with pytest.raises(GatewayDown, match="status 503"):
            dbd_company(COMPANY)
        client.reset("dbd", server.url)
    assert len(server.asked) == 1


def test_the_time_that_a_system_asks_for_is_left_to_it(settings, monkeypatch):
    monkeypatch.setattr(client, "_by_chance", lambda state: 0.0)
    slept = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)
    ok = b'{"status": {"code": "1004"}}'
    with answering((503, b""), (200, ok), headers={"Retry-After": "1"}) as server:
        settings.DBD_URL = server.url
        assert dbd_company(COMPANY) is None
    assert slept == [1.0]


def test_a_system_may_have_a_timeout_of_its_own(simulators, settings):
    settings.GATEWAY_TIMEOUT, settings.GATEWAY_TIMEOUTS = 30.0, {"dbd": 0.1}
    simulators.fault("dbd", "slow", seconds=1)
    with pytest.raises(GatewayDown, match="in time"):
        dbd_company(COMPANY)


def test_a_refusal_is_not_tried_again(settings):
    with answering((403, b"{}")) as server:
        settings.DBD_URL = server.url
        with pytest.raises(GatewayDown, match="status 403"):
            dbd_company(COMPANY)
    assert len(server.asked) == 1


def test_a_system_that_is_gone_is_spared_after_some_failures_and_tried_again_later(settings, monkeypatch):
    monkeypatch.setattr(client, "OPEN_SECONDS", 1)
    with answering((403, b"{}")) as server:
        settings.DBD_URL = server.url
        for _ in range(client.FAILURES_TO_OPEN):
            with pytest.raises(GatewayDown, match="403"):
                dbd_company(COMPANY)
        with pytest.raises(GatewayDown, match="asking again later"):
            dbd_company(COMPANY)
        assert len(server.asked) == client.FAILURES_TO_OPEN
        time.sleep(1.1)
        with pytest.raises(GatewayDown, match="403"):
            dbd_company(COMPANY)
        with pytest.raises(GatewayDown, match="asking again later"):  # one failure opens it again
            dbd_company(COMPANY)
        client.reset("dbd", server.url)


def test_an_answer_closes_the_breaker(settings):
    bad, good = (403, b"{}"), (200, b'{"status": {"code": "1004"}}')
    failures = client.FAILURES_TO_OPEN - 1
    with answering(*[bad] * failures, good, *[bad] * failures, good) as server:
        settings.DBD_URL = server.url
        for _ in range(2):
            for _ in range(failures):
                with pytest.raises(GatewayDown):
                    dbd_company(COMPANY)
            assert dbd_company(COMPANY) is None


def test_the_breaker_is_shared_with_other_processes(settings):
    url = "http://127.0.0.1:1/shared-breaker"
    code = (
        "import django; django.setup()\nfrom integrations import client\n"
        f"for _ in range(5): client._note_failure('dbd', {url!r})"
    )
    env = {**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "sso_core.settings"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    assert client.is_open("dbd", url)
    client.reset("dbd", url)
    assert not client.is_open("dbd", url)


def test_breakers_of_two_systems_are_apart():
    for _ in range(client.FAILURES_TO_OPEN):
        client._note_failure("dopa", "http://127.0.0.1:1")
    assert client.is_open("dopa", "http://127.0.0.1:1")
    assert not client.is_open("dbd", "http://127.0.0.1:1")
    assert not client.is_open("dopa", "http://127.0.0.1:2")
    client.reset("dopa", "http://127.0.0.1:1")


def test_a_cache_that_is_down_does_not_stop_the_question(simulators, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    with pytest.raises(Exception, match=r"(?i)connect|refused"):
        cache.get("x")
    assert dopa_person(NUMBER).national_id == NUMBER


def test_an_answer_that_drips_for_ever_is_cut_off(settings):
    settings.GATEWAY_TIMEOUT = 0.3
    with dripping() as url:
        settings.DBD_URL = url
        started = time.monotonic()
        with pytest.raises(GatewayDown, match="in time"):
            dbd_company(COMPANY)
        assert time.monotonic() - started < 4
        client.reset("dbd", url)


def test_an_answer_without_end_is_cut_off(settings):
    with answering((200, b" " * (client.LARGEST_ANSWER + 1))) as server:
        settings.DBD_URL = server.url
        with pytest.raises(GatewayDown, match="too long"):
            dbd_company(COMPANY)


def test_a_wrong_address_is_a_system_that_is_down(settings):
    settings.DBD_URL = "no address at all"
    with pytest.raises(GatewayDown):
        dbd_company(COMPANY)
