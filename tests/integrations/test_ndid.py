"""NDID over a real socket: what its adapter asks, and what it does not believe."""

import json

import httpx
import pytest

from integrations import client
from integrations.public import GatewayDown, Ndid, NdidState
from tests.integrations.servers import answering

HOLDER, TWO_BANKS, NOBODY = "1990000000019", "1990000000078", "1100000000008"
BANK = "idp-bank-one"


def ask(number: str = HOLDER, bank: str = BANK) -> str:
    return Ndid().start(number, bank, reference="r-1", words="อ้างอิง 1234")


def press(simulators, choice="agree", **told):
    simulators.post("ndid", "/_press", number=HOLDER, choice=choice, **told)


def test_the_banks_that_know_a_person(simulators):
    one, two = Ndid().providers(TWO_BANKS)
    assert (one.id, one.name_th, one.ial, one.aal) == (BANK, "ธนาคารตัวอย่างหนึ่ง", "2.3", "2.2")
    assert two.name_en == "Example Bank Two"
    assert [bank.id for bank in Ndid().providers(HOLDER)] == [BANK]
    assert Ndid().providers(NOBODY) == ()


def test_the_holder_agrees(simulators):
    request = ask()
    assert Ndid().answer(request, BANK).state is NdidState.WAITING
    assert "อ้างอิง 1234" in httpx.get(simulators.url("ndid"), trust_env=False).text
    press(simulators)
    told = Ndid().answer(request, BANK)
    assert (told.state, told.ial, told.aal) == (NdidState.AGREED, "2.3", "2.2")


def test_the_holder_says_no(simulators):
    request = ask()
    press(simulators, "refuse")
    assert Ndid().answer(request, BANK).state is NdidState.REFUSED


def test_a_request_that_the_node_does_not_know_has_run_out(simulators):
    assert Ndid().answer("never-asked", BANK).state is NdidState.EXPIRED


def test_withdrawn_nobody_is_asked_any_more(simulators):
    request = ask()
    Ndid().close(request, reference="r-1")
    with pytest.raises(httpx.HTTPStatusError):
        press(simulators)
    with pytest.raises(GatewayDown, match="400"):
        Ndid().close(request, reference="somebody else's")


def test_a_bank_that_does_not_know_the_person_is_not_asked(simulators):
    with pytest.raises(GatewayDown, match="400"):
        ask(HOLDER, "idp-bank-two")


@pytest.mark.parametrize(
    "told",
    [{"ial": 2.1}, {"aal": 1}, {"ial": 9}, {"valid_signature": False}, {"idp_id": "idp-bank-two"}],
    ids=["proved too weakly", "shown too weakly", "an unknown level", "not signed", "another bank"],
)
def test_an_agreement_less_than_was_asked_for_is_not_believed(simulators, told):
    request = ask()
    press(simulators, **told)
    with pytest.raises(GatewayDown, match="makes no sense"):
        Ndid().answer(request, BANK)


@pytest.mark.parametrize("mode", ["down", "slow", "nonsense"])
def test_a_node_that_misbehaves_is_down_and_comes_back(simulators, settings, mode):
    settings.GATEWAY_TIMEOUT = 0.2
    simulators.fault("ndid", mode, 2)
    for question in (ask, lambda: Ndid().providers(HOLDER)):
        with pytest.raises(GatewayDown):
            question()
    simulators.fault("ndid", "ok")
    client.reset("ndid", simulators.url("ndid"))
    assert ask()


STANDS = {"request_id": "q", "status": "pending", "timed_out": False, "response_list": []}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"timed_out": True}, NdidState.EXPIRED),
        ({"status": "errored"}, NdidState.FAILED),
        ({"status": "complicated"}, NdidState.FAILED),
    ],
)
def test_how_a_request_may_end(settings, told, state):
    with answering((200, json.dumps(STANDS | told).encode())) as server:
        settings.NDID_URL = server.url
        assert Ndid().answer("q", BANK).state is state


@pytest.mark.parametrize(
    "told",
    [
        {"request_id": "another"}, {"status": "new word"}, {"status": "completed"}, {"status": 1},
        {"status": "completed", "response_list": [{}, {}]}, {"status": "completed", "response_list": [{}]},
        {"status": "completed", "response_list": "x"},
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_not_believed(settings, told):
    with answering((200, json.dumps(STANDS | told).encode())) as server:
        settings.NDID_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            Ndid().answer("q", BANK)


@pytest.mark.parametrize("body", [b"{}", b'[{"node_id": "a"}]', b"[1]", b"<html>"])
def test_a_list_of_another_form_is_not_believed(settings, body):
    with answering((200, body)) as server:
        settings.NDID_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            Ndid().providers(HOLDER)
