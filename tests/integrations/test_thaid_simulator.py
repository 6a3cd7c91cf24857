"""ThaID as a relying party sees it: the whole code flow with PKCE, and everything it must refuse."""

import base64
import hashlib
import re
import secrets
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from integrations.simulators.data import by_role
from tests.integrations.simulators import CLIENT_SECRET

BACK = "http://testserver/accounts/oidc/thaid/login/callback/"
PANISARA = by_role("member138")[0]["national_id"]
SCOPE = "openid pid title given_name family_name birthdate ial"


def challenge_of(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Party:
    """A relying party with one attempt to sign in."""

    def __init__(self, simulators):
        self.base = simulators.url("thaid")
        self.http = httpx.Client(follow_redirects=False, trust_env=False)
        self.found = self.http.get(f"{self.base}/.well-known/openid-configuration").json()
        self.verifier, self.state, self.nonce = (secrets.token_urlsafe(40) for _ in range(3))

    def authorize(self, **other):
        asked = {
            "client_id": "sso-core",
            "response_type": "code",
            "redirect_uri": BACK,
            "scope": SCOPE,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **other,
        }
        kept = {name: value for name, value in asked.items() if value is not None}
        return self.http.get(self.found["authorization_endpoint"], params=kept)

    def consent(self, page, **form):
        request = re.search(r'name="request" value="([^"]+)"', page.text)[1]
        form = {"pid": PANISARA, "choice": "allow", **form, "request": request}
        return self.http.post(f"{self.base}/api/v2/oauth2/auth/consent", data=form)

    def code(self, **form):
        return returned(self.consent(self.authorize(), **form))["code"]

    def token(self, code, *, secret=CLIENT_SECRET, **other):
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
            **other,
        }
        auth = ("sso-core", secret) if secret is not None else None
        return self.http.post(self.found["token_endpoint"], data=form, auth=auth)

    def claims(self, id_token):
        keys = jwt.PyJWKClient(self.found["jwks_uri"])
        return jwt.decode(
            id_token,
            keys.get_signing_key_from_jwt(id_token).key,
            algorithms=["RS256"],
            audience="sso-core",
            issuer=self.found["issuer"],
        )

    def userinfo(self, access):
        return self.http.get(self.found["userinfo_endpoint"], headers={"Authorization": f"Bearer {access}"})

    def introspect(self, access, auth=("sso-core", CLIENT_SECRET)):
        return self.http.post(self.found["introspection_endpoint"], data={"token": access}, auth=auth)


def returned(response):
    assert response.status_code == 303, response.text
    where = urlsplit(response.headers["location"])
    return {name: values[0] for name, values in parse_qs(where.query).items()}


@pytest.fixture
def party(simulators):
    return Party(simulators)


def test_discovery_tells_what_is_needed(party):
    assert party.found["issuer"] == party.base
    assert party.found["code_challenge_methods_supported"] == ["S256"]
    assert party.found["id_token_signing_alg_values_supported"] == ["RS256"]
    assert party.found["token_endpoint_auth_methods_supported"] == ["client_secret_basic"]
    assert party.found["authorization_endpoint"].endswith("/api/v2/oauth2/auth/")


def test_somebody_signs_in(party):
    back = returned(party.consent(party.authorize()))
    assert back["state"] == party.state
    answer = party.token(back["code"])
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    claims = party.claims(told["id_token"])
    assert claims["nonce"] == party.nonce
    assert (claims["sub"], claims["pid"], claims["given_name"]) == (PANISARA, PANISARA, "ปาณิสรา")
    assert (claims["ial"], claims["birthdate"], claims["acr"]) == ("2.3", "1992-03-14", "ial2.3-aal2.2")
    assert "address" not in claims  # not asked for
    info = party.userinfo(told["access_token"]).json()
    assert {name: claims[name] for name in ("sub", "pid", "title", "ial")} == {
        name: info[name] for name in ("sub", "pid", "title", "ial")
    }
    assert party.introspect(told["access_token"]).json()["active"] is True


def test_the_page_asks_in_thai_for_what_is_wanted(party):
    page = party.authorize(scope="openid pid address").text
    assert "เลขประจำตัวประชาชน" in page
    assert "ที่อยู่ตามบัตร" in page
    assert "วันเกิด" not in page
    assert "ยินยอมและดำเนินการต่อ" in page
    assert "ระบบจำลอง" in page
    assert by_role("dead")[0]["national_id"] not in page


def test_who_does_not_consent_goes_back_with_an_error(party):
    back = returned(party.consent(party.authorize(), choice="deny"))
    assert back == {"error": "access_denied", "state": party.state}


@pytest.mark.parametrize(
    "form",
    [
        {"pid": ""},
        {"pid": "1234567890123"},
        {"pid": by_role("dead")[0]["national_id"]},
        {"number": "abc"},
    ],
)
def test_nobody_signs_in_as_nobody(party, form):
    answer = party.consent(party.authorize(), **form)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "code" in returned(party.consent(answer, pid=PANISARA))


def test_a_number_may_be_typed_as_people_write_it(party):
    told = party.token(party.code(pid="", number="1 9900 00000 02 7")).json()
    assert party.claims(told["id_token"])["pid"] == by_role("pension56")[0]["national_id"]


def test_a_weak_proof_is_told_as_weak(party):
    claims = party.claims(party.token(party.code(ial="1.1")).json()["id_token"])
    assert (claims["ial"], claims["acr"], claims["amr"]) == ("1.1", "ial1.1-aal1", ["pin"])


def test_a_code_works_once_and_stealing_it_ends_the_session(party):
    code = party.code()
    access = party.token(code).json()["access_token"]
    again = party.token(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert party.userinfo(access).status_code == 401
    assert party.introspect(access).json() == {"active": False}


@pytest.mark.parametrize(
    "other",
    [
        {"code_verifier": secrets.token_urlsafe(40)},
        {"code_verifier": ""},
        {"redirect_uri": "http://testserver/elsewhere"},
        {"grant_type": "password"},
        {"code": "guessed"},
    ],
    ids=["verifier of another", "no verifier", "another address", "another grant", "guessed code"],
)
def test_a_code_is_bound_to_who_asked(party, other):
    answer = party.token(**{"code": party.code(), **other})
    assert answer.status_code == 400
    assert "id_token" not in answer.text


@pytest.mark.parametrize("secret", ["wrong", "", None])
def test_the_client_must_prove_itself(party, secret):
    answer = party.token(party.code(), secret=secret)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "pid"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_request_that_is_not_right_goes_back_with_its_error(party, asked, error):
    back = returned(party.authorize(**asked))
    assert (back["error"], back["state"]) == (error, party.state)


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "somebody"},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": None},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_ours(party, asked):
    assert party.authorize(**asked).status_code == 400


def test_registered_addresses_are_kept_to(party, simulators):
    simulators.end("thaid")
    simulators.start("thaid", SIM_SITE_URL="http://127.0.0.1:8000")
    assert party.authorize().status_code == 400
    assert party.authorize(redirect_uri="http://127.0.0.1:8000/x/").status_code == 200
    assert party.authorize(redirect_uri="http://127.0.0.1:8000.evil.example/").status_code == 400
    simulators.end("thaid")
    simulators.start("thaid")


def test_keys_rotate_and_old_ones_stay_for_a_while(party):
    token = party.token(party.code()).json()["id_token"]
    party.http.post(f"{party.base}/_rotate")
    fresh = party.token(party.code()).json()["id_token"]
    kid, fresh_kid = (jwt.get_unverified_header(one)["kid"] for one in (token, fresh))
    assert kid != fresh_kid
    assert party.claims(token)["sub"] == party.claims(fresh)["sub"]
    party.http.post(f"{party.base}/_rotate", params={"drop": "1"})
    kids = [one["kid"] for one in party.http.get(party.found["jwks_uri"]).json()["keys"]]
    assert len(kids) == 1
    with pytest.raises(jwt.PyJWKClientError):
        party.claims(token)


def test_without_a_token_nothing_is_told(party):
    assert party.userinfo("guess").status_code == 401
    assert party.introspect("guess", auth=None).status_code == 401


def test_a_killed_thaid_goes_on_with_the_same_keys_and_codes(party, simulators):
    first = party.token(party.code()).json()
    page = party.authorize()
    code = party.code()
    simulators.stop("thaid")
    simulators.start("thaid")
    assert party.claims(first["id_token"])["sub"] == PANISARA
    assert party.userinfo(first["access_token"]).status_code == 200
    assert party.token(code).status_code == 200
    assert "code" in returned(party.consent(page))


def test_a_consent_page_is_used_once(party):
    page = party.authorize()
    party.consent(page)
    assert party.consent(page).status_code == 400


def test_times_of_the_token_are_now(party):
    claims = party.claims(party.token(party.code()).json()["id_token"])
    assert abs(claims["iat"] - time.time()) < 10
    assert abs(claims["auth_time"] - time.time()) < 10
    assert claims["exp"] > claims["iat"]
