"""The mobile operator over a real socket: what its adapter asks, and what it does not believe."""

import time

import httpx
import jwt
import pytest

from integrations import client
from integrations.errors import Nonsense
from integrations.mobile_operator import _agreed
from integrations.public import GatewayDown, MobileOperator, MobileState
from tests.integrations.servers import answering

PHONE, ON_SIM, HOLDER = "0815550142", "+66815550142", "1990000000019"


def ask() -> str:
    return MobileOperator().start(PHONE, words="ประกันสังคม 1234")


def test_the_holder_agrees_and_the_operator_says_who_that_is(simulators):
    request = ask()
    assert MobileOperator().answer(request).state is MobileState.WAITING
    simulators.post("mobile", "/_press", phone=ON_SIM, choice="agree", pid=HOLDER)
    told = MobileOperator().answer(request)
    assert (told.state, told.national_id, told.ial, told.aal) == (MobileState.AGREED, HOLDER, "2.3", "2.2")
    assert abs(told.at.timestamp() - time.time()) < 60
    assert MobileOperator().answer(request).state is MobileState.EXPIRED  # an agreement is told once


def test_the_words_stand_on_the_telephone(simulators):
    ask()
    assert "ประกันสังคม 1234" in httpx.get(simulators.url("mobile"), trust_env=False).text


def test_the_holder_says_no(simulators):
    request = ask()
    simulators.post("mobile", "/_press", phone=ON_SIM, choice="refuse")
    assert MobileOperator().answer(request).state is MobileState.REFUSED


def test_a_number_of_no_customer_cannot_be_asked(simulators):
    assert MobileOperator().start("0800001234", words="x") == ""


def test_an_unknown_request_has_expired(simulators):
    assert MobileOperator().answer("never-asked").state is MobileState.EXPIRED


def test_a_wrong_secret_is_no_answer(simulators, settings):
    settings.MOBILE_CLIENT_SECRET = "wrong"
    with pytest.raises(GatewayDown, match="401"):
        ask()


def test_a_token_of_another_issuer_is_not_believed(simulators, settings):
    request = ask()
    simulators.post("mobile", "/_press", phone=ON_SIM, choice="agree", pid=HOLDER)
    settings.MOBILE_URL = simulators.url("mobile").replace("127.0.0.1", "localhost")
    with pytest.raises(GatewayDown, match="makes no sense"):
        MobileOperator().answer(request)


@pytest.mark.parametrize("mode", ["down", "slow", "nonsense"])
def test_an_operator_that_misbehaves_is_down_and_comes_back(simulators, settings, mode):
    settings.GATEWAY_TIMEOUT = 0.2
    simulators.fault("mobile", mode, 2)
    with pytest.raises(GatewayDown):
        ask()
    simulators.fault("mobile", "ok")
    client.reset("mobile", simulators.url("mobile"))
    assert ask()


def test_an_operator_that_is_gone_is_spared_after_some_failures(simulators):
    simulators.fault("mobile", "down")
    for _ in range(client.FAILURES_TO_OPEN):
        with pytest.raises(GatewayDown):
            ask()
    simulators.fault("mobile", "ok")
    with pytest.raises(GatewayDown, match="failed several times"):
        ask()


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"id_token": "a.b.c"}', b'{"id_token": 1}'])
def test_an_answer_of_another_form_is_not_believed(settings, body):
    with answering((200, body)) as server:
        settings.MOBILE_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            MobileOperator().answer("some")


def test_a_token_that_nobody_signed_is_not_believed(simulators, settings):
    now = int(time.time())
    claims = {"iss": settings.MOBILE_URL, "aud": "sso-core", "iat": now, "exp": now + 60, "auth_time": now}
    keys = httpx.get(f"{simulators.url('mobile')}/jwks", trust_env=False).json()
    unsigned = jwt.encode(claims, None, "none", headers={"kid": keys["keys"][0]["kid"]})
    with pytest.raises(Nonsense):
        _agreed(unsigned, keys)
