"""Logging in by ThaID against the simulator over a real socket, and the tokens that are refused."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client

from integrations.simulators.data import by_role
from sso_core.accounts.models import User
from tests.integrations.simulators import CLIENT_SECRET

pytestmark = pytest.mark.django_db
HOLDER = by_role("member138")[0]["national_id"]


@pytest.fixture
def thaid(simulators, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app = {
        **app,
        "secret": CLIENT_SECRET,
        "settings": {**app["settings"], "server_url": simulators.url("thaid")},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return simulators


def consent(thaid, client: Client, *, leave: str = "/account/oidc/thaid/login/", **form) -> str:
    """Leave for ThaID, allow there; the address it sends the browser back to."""
    leaving = client.post(leave)
    assert leaving.status_code == 302, leaving.content[:300]
    with httpx.Client(trust_env=False) as http:
        page = http.get(leaving["Location"])
        asked = re.search(r'name="request" value="([^"]+)"', page.text)[1]
        form = {"pid": HOLDER, "choice": "allow", **form, "request": asked}
        back = http.post(f"{thaid.url('thaid')}/api/v2/oauth2/auth/consent", data=form)
    parts = urlsplit(back.headers["location"])
    return f"{parts.path}?{parts.query}"


def me(client: Client):
    return client.get("/api/v1/me")


def test_a_new_holder_gets_a_log_in_of_the_second_level(thaid):
    client = Client()
    assert client.get(consent(thaid, client)).status_code == 302
    told = me(client).json()
    assert (told["username"], told["kind"], told["assurance"]) == (HOLDER, "member", 2)
    again = Client()
    again.get(consent(thaid, again))
    assert User.objects.filter(username=HOLDER).count() == 1
    assert me(again).json()["username"] == HOLDER


def test_keys_may_rotate_between_two_log_ins(thaid):
    thaid.post("thaid", "/_rotate?drop=1")
    client = Client()
    client.get(consent(thaid, client))
    assert me(client).status_code == 200


def test_an_answer_to_another_question_is_refused(thaid):
    client = Client()
    back = consent(thaid, client)
    session = client.session
    session["thaid_nonces"] = ["of-another-attempt"]
    session.save()
    assert b"ThaID" in client.get(back).content
    assert me(client).status_code in (401, 403)
    assert not User.objects.filter(username=HOLDER).exists()


def test_an_answer_brought_into_another_browser_is_refused(thaid):
    back, victim = consent(thaid, Client()), Client()
    victim.get(back)
    assert me(victim).status_code in (401, 403)


def test_an_answer_counts_once(thaid):
    client = Client()
    back = consent(thaid, client)
    client.get(back)
    client.post("/account/logout/")
    client.get(back)
    assert me(client).status_code in (401, 403)


def test_parameters_of_the_address_do_not_reach_thaid(thaid):
    leaving = Client().post("/account/oidc/thaid/login/?auth_params=nonce%3Dfixed&scope=address")
    assert "fixed" not in leaving["Location"]
    assert "address" not in leaving["Location"]
    assert "code_challenge_method=S256" in leaving["Location"]


def test_refusing_consent_says_so(thaid):
    client = Client()
    answer = client.get(consent(thaid, client, choice="deny"), follow=True)
    assert answer.status_code < 500
    assert me(client).status_code in (401, 403)


def test_thaid_out_of_order_is_a_page(thaid):
    thaid.fault("thaid", "down", 60)
    assert Client().post("/account/oidc/thaid/login/").status_code == 503


@pytest.mark.parametrize("mode", ["down", "nonsense"])
def test_thaid_failing_on_the_way_back_is_a_page(thaid, mode):
    client = Client()
    back = consent(thaid, client)
    thaid.fault("thaid", mode, 60)
    client.raise_request_exception = False
    answer = client.get(back)
    assert answer.status_code in (200, 503), answer.status_code
    assert b"Traceback" not in answer.content
