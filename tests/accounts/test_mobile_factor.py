"""The mobile operator as a second factor, by page and by API, against the simulator over a real socket."""

import pytest
from django.test import Client

from sso_core.accounts.public import create_member, create_user
from tests.accounts.test_signing_in import PASSWORD, Program, enter

pytestmark = pytest.mark.django_db
HOLDER, ON_SIM = "1990000000019", "+66815550142"
ASK, WAIT = "/account/mobile/?next=/me/payout/", "/account/mobile/wait/?next=%2Fme%2Fpayout%2F"


@pytest.fixture
def client(simulators):
    create_member(HOLDER, PASSWORD, person_id=501, display_name="สมหญิง")
    made = Client()
    enter(made, HOLDER)
    return made


def levels(client: Client) -> tuple[str, list[str]]:
    told = client.get("/api/v1/me/security").json()
    return told["aal"], told["ways"]


def press(simulators, choice: str = "agree", pid: str = HOLDER) -> None:
    simulators.post("mobile", "/_press", phone=ON_SIM, choice=choice, pid=pid)


def test_the_holder_agrees_and_the_page_that_asked_comes_back(simulators, client):
    asked = client.post(ASK, {"phone": "081-555-0142"})
    assert asked["Location"] == WAIT
    digits = client.session["mobile_proof"]["digits"]
    assert digits in client.get(WAIT).content.decode()
    waiting = client.post(WAIT)
    assert waiting.status_code == 422
    assert "ยังไม่ได้ยืนยันในโทรศัพท์" in waiting.content.decode()
    press(simulators)
    assert client.post(WAIT)["Location"] == "/me/payout/"
    assert levels(client) == ("2.2", ["password", "mobile"])
    assert client.get("/api/v1/me/security").json()["fresh"] is True


def test_the_sim_of_somebody_else_lifts_nothing(simulators, client):
    client.post(ASK, {"phone": "0815550142"})
    press(simulators, pid="1100000000008")
    refused = client.post(WAIT)
    assert (refused.status_code, levels(client)[0]) == (422, "1")
    assert "ในชื่อคนอื่น" in refused.content.decode()
    assert client.post(WAIT).status_code == 422  # and the same question cannot be answered again


def test_a_refusal_and_a_number_of_no_customer_say_what_to_do(simulators, client):
    assert "ตรวจเบอร์" in client.post(ASK, {"phone": "0800001234"}).content.decode()
    client.post(ASK, {"phone": "0815550142"})
    press(simulators, "refuse")
    assert "ถูกปฏิเสธ" in client.post(WAIT).content.decode()
    assert levels(client)[0] == "1"


def test_an_operator_out_of_order_is_a_page(simulators, client):
    simulators.fault("mobile", "down")
    assert client.post(ASK, {"phone": "0815550142"}).status_code == 503


def test_a_telephone_is_not_made_to_ring_all_night(simulators, client):
    codes = [client.post(ASK, {"phone": "0815550142"}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_who_has_no_13_digit_id_is_not_offered_it(simulators):
    create_user("staff.one", PASSWORD, kind="employer", display_name="พนักงาน")
    other = Client()
    enter(other, "staff.one")
    assert other.get("/account/mobile/").status_code == 404
    assert "/account/mobile/" not in other.get("/account/second-factor/").content.decode()


def test_a_program_steps_up_by_telephone(simulators, client):
    program = Program()
    program.call("post", "/_allauth/app/v1/auth/login", {"username": HOLDER, "password": PASSWORD})
    assert program.call("post", "/api/v1/me/mobile-proof", {"phone": "0815550142"}).status_code == 201
    early = program.call("post", "/api/v1/me/mobile-proof/confirm", {})
    assert (early.status_code, early.json()["findings"][0]["code"]) == (422, "mobile_waiting")
    press(simulators)
    done = program.call("post", "/api/v1/me/mobile-proof/confirm", {})
    assert done.json() == {"ial": "2.3", "aal": "2.2", "ways": ["password", "mobile"]}
    assert program.call("get", "/api/v1/me").json()["assurance"] == 2
