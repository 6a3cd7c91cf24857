"""NDID as a second factor, by page and by API, against the simulated node over a real socket."""

import pytest
from django.test import Client

from sso_core.accounts.public import create_member, create_user
from tests.accounts.test_signing_in import PASSWORD, Program, enter

pytestmark = pytest.mark.django_db
HOLDER, BANK, UNKNOWN = "1990000000019", "idp-bank-one", "1100000000008"
ASK, WAIT = "/account/ndid/?next=/me/payout/", "/account/ndid/wait/?next=%2Fme%2Fpayout%2F"


def a_member(number: str = HOLDER) -> Client:
    create_member(number, PASSWORD, person_id=501, display_name="สมหญิง")
    made = Client()
    enter(made, number)
    return made


@pytest.fixture
def client(simulators):
    return a_member()


def levels(client: Client) -> tuple[str, list[str]]:
    told = client.get("/api/v1/me/security").json()
    return told["aal"], told["ways"]


def press(simulators, choice: str = "agree", **told) -> None:
    simulators.post("ndid", "/_press", number=HOLDER, choice=choice, **told)


def test_the_holder_agrees_and_the_page_that_asked_comes_back(simulators, client):
    assert "ธนาคารตัวอย่างหนึ่ง" in client.get(ASK).content.decode()
    assert client.post(ASK, {"bank": BANK})["Location"] == WAIT
    assert client.session["ndid_proof"]["digits"] in client.get(WAIT).content.decode()
    waiting = client.post(WAIT)
    assert waiting.status_code == 422
    assert "ยังไม่ได้ยืนยันในแอปธนาคาร" in waiting.content.decode()
    press(simulators)
    assert client.post(WAIT)["Location"] == "/me/payout/"
    assert levels(client) == ("2.2", ["password", "ndid"])
    assert client.get("/api/v1/me/security").json()["fresh"] is True


@pytest.mark.parametrize(("bank", "says"), [("", "เลือกธนาคารที่จะให้ถาม"), ("idp-bank-two", "เลือกจากรายการ")])
def test_a_bank_must_be_one_that_knows_the_holder(simulators, client, bank, says):
    refused = client.post(ASK, {"bank": bank})
    assert refused.status_code == 422
    assert says in refused.content.decode()


def test_whom_no_bank_knows_is_told_what_to_do(simulators):
    shown = a_member(UNKNOWN).get(ASK).content.decode()
    assert "สมัคร NDID" in shown
    assert "ถามในแอปธนาคาร" not in shown


def test_a_refusal_lifts_nothing_and_the_question_is_gone(simulators, client):
    client.post(ASK, {"bank": BANK})
    press(simulators, "refuse")
    assert "ถูกปฏิเสธในแอปธนาคาร" in client.post(WAIT).content.decode()
    assert "หมดเวลา" in client.post(WAIT).content.decode()
    assert levels(client)[0] == "1"


def test_a_weak_answer_lifts_nothing(simulators, client):
    client.post(ASK, {"bank": BANK})
    press(simulators, aal=1)
    assert client.post(WAIT).status_code == 503
    assert levels(client)[0] == "1"


def test_asked_anew_the_earlier_question_is_withdrawn(simulators, client):
    client.post(ASK, {"bank": BANK})
    earlier = client.session["ndid_proof"]["id"]
    client.post(ASK, {"bank": BANK})
    told = simulators.get("ndid", f"/utility/requests/{earlier}")
    assert told["closed"] is True
    press(simulators)
    assert client.post(WAIT)["Location"] == "/me/payout/"


def test_a_node_out_of_order_is_a_page_and_the_question_stays(simulators, client):
    client.post(ASK, {"bank": BANK})
    simulators.fault("ndid", "down")
    assert client.get(ASK).status_code == 503
    assert client.post(WAIT).status_code == 503
    simulators.fault("ndid", "ok")
    press(simulators)
    assert client.post(WAIT)["Location"] == "/me/payout/"


def test_an_app_is_not_made_to_ask_all_night(simulators, client):
    codes = [client.post(ASK, {"bank": BANK}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_what_calls_back_is_heard_and_never_believed(simulators, client):
    client.post(ASK, {"bank": BANK})
    told = {"request_id": client.session["ndid_proof"]["id"], "status": "completed"}
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/account/ndid/heard/", told, content_type="application/json").status_code == 204
    assert stranger.get("/account/ndid/heard/").status_code == 405
    assert client.post(WAIT).status_code == 422


def test_who_has_no_13_digit_id_is_not_offered_it(simulators):
    create_user("staff.one", PASSWORD, kind="employer", display_name="พนักงาน")
    other = Client()
    enter(other, "staff.one")
    assert other.get("/account/ndid/").status_code == 404
    assert "/account/ndid/" not in other.get("/account/second-factor/").content.decode()


def test_a_program_steps_up_by_bank(simulators, client):
    program = Program()
    program.call("post", "/_allauth/app/v1/auth/login", {"username": HOLDER, "password": PASSWORD})
    banks = program.call("get", "/api/v1/me/ndid-proof").json()
    assert [one["id"] for one in banks] == [BANK]
    assert program.call("post", "/api/v1/me/ndid-proof", {"bank": "x"}).status_code == 400
    assert program.call("post", "/api/v1/me/ndid-proof", {"bank": BANK}).status_code == 201
    early = program.call("post", "/api/v1/me/ndid-proof/confirm", {})
    assert (early.status_code, early.json()["findings"][0]["code"]) == (422, "ndid_waiting")
    press(simulators)
    done = program.call("post", "/api/v1/me/ndid-proof/confirm", {})
    assert done.json() == {"ial": "2.3", "aal": "2.2", "ways": ["password", "ndid"]}
    simulators.fault("ndid", "down")
    assert program.call("get", "/api/v1/me/ndid-proof").status_code == 503
