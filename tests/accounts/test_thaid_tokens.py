"""Every way in which an id token can be wrong, signed with the provider's own keys or with others."""

import hmac
import json
import time
from types import SimpleNamespace

import httpx
import jwt
import pytest
import requests
from allauth.core import context
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from jwt.utils import base64url_encode

from portal.identity.thaid import NONCES, ThaIDOAuth2Adapter, levels_in
from tests.accounts.test_thaid import consent, me, thaid
from tests.integrations.simulators import CLIENT_SECRET

__all__ = ["thaid"]
pytestmark = pytest.mark.django_db
US, NONCE, MINUTE = "sso-core", "of-this-attempt", 60


class Desk:
    """Our side, just back from ThaID with a nonce of its own; and a forger who has the provider's key."""

    def __init__(self, thaid) -> None:
        self.issuer = thaid.url("thaid")
        keys = json.loads((thaid.folder / "thaid" / "keys.json").read_text())
        self.kid, self.key = list(keys.items())[-1]
        self.request = RequestFactory().get("/account/oidc/thaid/login/callback/")
        self.request.session = SessionStore()
        self.request.session[NONCES] = [NONCE]

    def claims(self, **other):
        now = int(time.time())
        good = {
            "iss": self.issuer, "aud": US, "sub": "1", "iat": now, "exp": now + 5 * MINUTE, "nonce": NONCE,
        }  # fmt: skip
        return {name: value for name, value in {**good, **other}.items() if value is not None}

    def token(self, *, key=None, alg="RS256", kid=None, **other):
        return jwt.encode(
            self.claims(**other), self.key if key is None else key, alg, headers={"kid": kid or self.kid}
        )

    def take(self, token):
        with context.request_context(self.request):
            adapter = ThaIDOAuth2Adapter(self.request, "thaid")
            return adapter._decode_id_token(SimpleNamespace(client_id=US), token)


@pytest.fixture
def desk(thaid):
    return Desk(thaid)


def stranger_key():
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize("other", [{}, {"azp": US}, {"aud": [US, "another"], "azp": US}, {"aud": [US]}])
def test_a_good_token_is_taken(desk, other):
    assert desk.take(desk.token(**other))["sub"] == "1"


@pytest.mark.parametrize(
    "other",
    [
        {"nonce": "of-another-attempt"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"azp": "another"},
        {"aud": [US, "another"]},
        {"aud": [US, "another"], "azp": "another"},
        {"iss": "https://another.example"},
        {"iss": None},
        {"exp": int(time.time()) - 5 * MINUTE},
        {"exp": None},
        {"iat": int(time.time()) + 5 * MINUTE},
        {"iat": None},
        {"sub": None},
    ],
)
def test_a_token_that_says_something_else_is_refused(desk, other):
    with pytest.raises(OAuth2Error):
        desk.take(desk.token(**other))


def test_a_token_of_a_stranger_s_key_is_refused(desk):
    with pytest.raises(OAuth2Error):
        desk.take(desk.token(key=stranger_key()))


def test_a_token_that_nobody_signed_is_refused(desk):
    with pytest.raises(OAuth2Error):
        desk.take(desk.token(key="", alg="none"))


def test_a_token_signed_with_what_everybody_knows_is_refused(desk):
    """The old trick: the public key taken as the secret of HS256; and our own client secret."""
    public = jwt.PyJWK(jwks(desk)[-1]).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for secret in (public, CLIENT_SECRET.encode()):
        with pytest.raises(OAuth2Error):
            desk.take(hs256(desk, secret))


def hs256(desk, secret: bytes) -> str:
    """By hand: the library itself would refuse to sign with a public key."""
    head = base64url_encode(json.dumps({"alg": "HS256", "typ": "JWT", "kid": desk.kid}).encode())
    signed = head + b"." + base64url_encode(json.dumps(desk.claims()).encode())
    return (signed + b"." + base64url_encode(hmac.digest(secret, signed, "sha256"))).decode()


def jwks(desk) -> list[dict[str, str]]:
    found: list[dict[str, str]] = httpx.get(f"{desk.issuer}/jwks/", trust_env=False).json()["keys"]
    return found


def test_a_key_that_is_not_published_is_asked_for_once_and_refused(desk, monkeypatch):
    asked = []
    monkeypatch.setattr(requests.Session, "send", _counted(asked, requests.Session.send))
    with pytest.raises(OAuth2Error):
        desk.take(desk.token(kid="never-published"))
    assert [address for address in asked if "/jwks/" in address] == [f"{desk.issuer}/jwks/"]


def _counted(asked, send):
    def count(self, request, **rest):
        asked.append(request.url)
        return send(self, request, **rest)

    return count


def test_a_key_rotated_a_moment_ago_is_known_at_once(thaid):
    thaid.post("thaid", "/_rotate?drop=1")
    desk = Desk(thaid)
    assert desk.take(desk.token())["sub"] == "1"


def test_a_nonce_counts_once(desk):
    token = desk.token()
    desk.take(token)
    with pytest.raises(OAuth2Error):
        desk.take(token)


def test_the_code_of_one_browser_is_worth_nothing_with_the_verifier_of_another(thaid):
    """PKCE: somebody who stole the code and has a log-in of their own begun still lacks the verifier."""
    thief, victim = Client(), Client()
    code = consent(thaid, victim).split("code=")[1].split("&")[0]
    own = consent(thaid, thief, choice="deny")
    state = own.split("state=")[1].split("&")[0]
    thief.get(f"/account/oidc/thaid/login/callback/?code={code}&state={state}")
    assert me(thief).status_code in (401, 403)


def test_a_state_that_was_not_given_out_is_refused(thaid):
    client = Client()
    back = consent(thaid, client)
    code = back.split("code=")[1].split("&")[0]
    client.get(f"/account/oidc/thaid/login/callback/?code={code}&state=guessed")
    assert me(client).status_code in (401, 403)


@pytest.mark.parametrize(
    ("told", "levels"),
    [
        ({"acr": "ial2.3-aal2.2", "ial": "2.3"}, {"aal": "2.2", "ial": "2.3"}),
        ({"acr": "ial1.1-aal1", "ial": "1.1"}, {"aal": "1", "ial": "1.1"}),
        ({}, {"aal": "1", "ial": "1.1"}),
        ({"acr": "aal9", "ial": "9.9; drop"}, {"aal": "1", "ial": "1.1"}),
    ],
)
def test_levels_are_read_as_told_and_low_where_not(told, levels):
    assert levels_in(told) == levels
