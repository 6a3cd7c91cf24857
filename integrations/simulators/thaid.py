"""ThaID as an OpenID provider: discovery, PKCE (S256 only), code once, RS256 with key rotation, userinfo.

The person is chosen from the invented people instead of by an app and a face.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from integrations.simulators.faults import application
from integrations.simulators.pages import form_text, page
from integrations.simulators.state import Kept, state_dir
from integrations.simulators.thaid_claims import (
    LEVELS,
    SCOPES,
    chosen,
    claims,
    consent_page,
    known_scopes,
    living,
)
from integrations.simulators.thaid_keys import Keys

REQUEST_SECONDS, CODE_SECONDS, TOKEN_SECONDS = 900, 60, 300
BASE = "/api/v2/oauth2"
NEEDED = ("redirect_uri", "state", "nonce", "code_challenge", "scope")
HERE = ("127.0.0.1", "localhost", "testserver")
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Client:
    """The one client that is registered, by environment."""

    def __init__(self) -> None:
        self.id = os.environ.get("THAID_CLIENT_ID", "sso-core")
        self.secret = os.environ.get("THAID_CLIENT_SECRET", "")
        told = os.environ.get("THAID_REDIRECT_URIS") or os.environ.get("SIM_SITE_URL", "")
        self.redirects = tuple(filter(None, told.split(",")))

    def may_return_to(self, address: str) -> bool:
        """Addresses below the registered ones; when none is registered, those of this machine."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.fragment:
            return False
        if not self.redirects:
            return parts.hostname in HERE
        return any(
            address == known or address.startswith(known.rstrip("/") + "/") for known in self.redirects
        )

    def is_proven_by(self, request: Request) -> bool:
        """HTTP Basic with the secret, as ThaID wants it."""
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        try:
            told, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        known = scheme.lower() == "basic" and unquote(told) == self.id
        return known and hmac.compare_digest(unquote(secret).encode(), self.secret.encode())


class Provider:
    """The endpoints over what is kept: keys, open requests, codes, tokens."""

    def __init__(self, folder: Path) -> None:
        self.client = Client()
        self.keys = Keys(folder / "keys.json")
        self.requests = Kept(folder / "requests.json")
        self.codes = Kept(folder / "codes.json")
        self.tokens = Kept(folder / "tokens.json")

    async def discovery(self, request: Request) -> Response:
        base = _issuer(request)
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}{BASE}/auth/",
                "token_endpoint": f"{base}{BASE}/token/",
                "userinfo_endpoint": f"{base}{BASE}/userinfo/",
                "introspection_endpoint": f"{base}{BASE}/introspect/",
                "jwks_uri": f"{base}/jwks/",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "scopes_supported": list(SCOPES),
                "claims_supported": [*(name for name in SCOPES if name != "openid"), "sub", "acr", "amr"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != self.client.id:
            return page("ThaID", "<p>ไม่รู้จัก client_id นี้</p>", status=400)
        if not self.client.may_return_to(asked.get("redirect_uri", "")):
            return page("ThaID", "<p>redirect_uri นี้ไม่ได้ลงทะเบียนไว้</p>", status=400)
        wrong = _wrong(asked)
        if wrong:
            return _back(asked, {"error": wrong[0], "error_description": wrong[1]})
        fresh = secrets.token_urlsafe(18)
        kept = {name: asked.get(name, "") for name in NEEDED}
        kept["scope"] = known_scopes(kept["scope"].split())
        _forget_old(self.requests, REQUEST_SECONDS)
        self.requests.put(fresh, {**kept, "at": time.time()})
        return page("ยืนยันตัวตนด้วย ThaID", consent_page(fresh, kept["scope"]))

    async def consent(self, request: Request) -> Response:
        form = await request.form()
        request_id = form_text(form, "request")
        asked = self.requests.get(request_id)
        if asked is None or time.time() - asked["at"] > REQUEST_SECONDS:
            return page("ThaID", "<p>คำขอนี้หมดอายุแล้ว กลับไปเริ่มใหม่ที่หน้าเข้าสู่ระบบ</p>", status=400)
        if form_text(form, "choice") != "allow":
            self.requests.pop(request_id)
            return _back(asked, {"error": "access_denied"})
        pid = living(chosen({name: form_text(form, name) for name in ("number", "other", "pid")}))
        if not pid:
            words = consent_page(request_id, asked["scope"], wrong="เลือกคนหนึ่ง หรือพิมพ์เลขของคนที่มีอยู่และยังมีชีวิต")
            return page("ยืนยันตัวตนด้วย ThaID", words)
        self.requests.pop(request_id)
        ial = form_text(form, "ial")
        code = secrets.token_urlsafe(24)
        _forget_old(self.codes, TOKEN_SECONDS)
        self.codes.put(
            code,
            {**asked, "pid": pid, "ial": ial if ial in LEVELS else "2.3", "at": time.time(), "token": ""},
        )
        return _back(asked, {"code": code})

    async def token(self, request: Request) -> Response:
        if not self.client.is_proven_by(request):
            return _error("invalid_client", status=401, headers={"WWW-Authenticate": "Basic"})
        form = await request.form()
        if form_text(form, "grant_type") != "authorization_code":
            return _error("unsupported_grant_type")
        code = form_text(form, "code")
        kept = self.codes.get(code)
        if kept is None or time.time() - kept["at"] > CODE_SECONDS:
            return _error("invalid_grant")
        if kept["token"]:
            self.tokens.pop(
                kept["token"]
            )  # a code used twice was stolen: what it gave ends (RFC 6749, 4.1.2)
            return _error("invalid_grant")
        verifier = form_text(form, "code_verifier")
        if (
            not _proves(verifier, kept["code_challenge"])
            or form_text(form, "redirect_uri") != kept["redirect_uri"]
        ):
            self.codes.pop(code)
            return _error("invalid_grant")
        access = secrets.token_urlsafe(24)
        self.codes.put(code, {**kept, "token": access})
        _forget_old(self.tokens, TOKEN_SECONDS)
        self.tokens.put(access, {**kept, "at": time.time()})
        return JSONResponse(self._tokens(access, kept, issuer=_issuer(request)), headers=NO_STORE)

    def _tokens(self, access: str, kept: dict[str, Any], *, issuer: str) -> dict[str, Any]:
        now = int(time.time())
        half = hashlib.sha256(access.encode()).digest()[:16]
        told = {
            **claims(kept["pid"], kept["scope"], kept["ial"]),
            "iss": issuer,
            "aud": self.client.id,
            "sub": kept["pid"],
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": int(kept["at"]),
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        if kept["nonce"]:
            told["nonce"] = kept["nonce"]
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": kept["scope"],
            "id_token": self.keys.sign(told),
        }

    def _holder(self, access: str) -> dict[str, Any] | None:
        kept = self.tokens.get(access)
        return kept if kept and time.time() - kept["at"] <= TOKEN_SECONDS else None

    async def userinfo(self, request: Request) -> Response:
        kept = self._holder(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if kept is None:
            return _error(
                "invalid_token", status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
            )
        return JSONResponse({"sub": kept["pid"], **claims(kept["pid"], kept["scope"], kept["ial"])})

    async def introspect(self, request: Request) -> Response:
        if not self.client.is_proven_by(request):
            return _error("invalid_client", status=401, headers={"WWW-Authenticate": "Basic"})
        kept = self._holder(form_text(await request.form(), "token"))
        if kept is None:
            return JSONResponse({"active": False})
        told = {"sub": kept["pid"], "scope": kept["scope"], "exp": int(kept["at"]) + TOKEN_SECONDS}
        return JSONResponse({"active": True, "client_id": self.client.id, "token_type": "Bearer", **told})

    async def jwks(self, request: Request) -> Response:
        return JSONResponse(self.keys.jwks())

    async def rotate(self, request: Request) -> Response:
        """A fresh signing key; with ``drop=1`` the old ones are no longer published."""
        return JSONResponse({"kid": self.keys.rotate(drop_old=request.query_params.get("drop") == "1")})


def build() -> Starlette:
    provider = Provider(state_dir("thaid"))
    return application(
        "thaid",
        [
            Route("/", home),
            Route("/.well-known/openid-configuration", provider.discovery),
            Route(f"{BASE}/auth/", provider.authorize),
            Route(f"{BASE}/auth/consent", provider.consent, methods=["POST"]),
            Route(f"{BASE}/token/", provider.token, methods=["POST"]),
            Route(f"{BASE}/userinfo/", provider.userinfo, methods=["GET", "POST"]),
            Route(f"{BASE}/introspect/", provider.introspect, methods=["POST"]),
            Route("/jwks/", provider.jwks),
            Route("/_rotate", provider.rotate, methods=["POST"]),
        ],
    )


async def home(request: Request) -> Response:
    return page("ThaID", '<div class="card"><p>เริ่มจากปุ่ม ThaID ที่หน้าเข้าสู่ระบบของประกันสังคม</p></div>')


def _issuer(request: Request) -> str:
    return os.environ.get("THAID_URL") or f"{request.url.scheme}://{request.url.netloc}"


def _wrong(asked: dict[str, str]) -> tuple[str, str] | None:
    if asked.get("response_type") != "code":
        return "unsupported_response_type", "response_type is code"
    if "openid" not in asked.get("scope", "").split():
        return "invalid_scope", "scope openid is needed"
    if asked.get("code_challenge_method") != "S256" or not re.fullmatch(
        r"[\w-]{43}", asked.get("code_challenge", ""), re.ASCII
    ):
        return "invalid_request", "PKCE with S256 is needed"
    if asked.get("prompt") == "none":
        return "login_required", "nobody is signed in here"
    return None


def _back(asked: dict[str, Any], answer: dict[str, str]) -> Response:
    if asked.get("state"):
        answer = {**answer, "state": asked["state"]}
    joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    return RedirectResponse(f"{asked['redirect_uri']}{joint}{urlencode(answer)}", 303)


def _error(code: str, *, status: int = 400, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": code}, status_code=status, headers={**NO_STORE, **(headers or {})})


def _proves(verifier: str, challenge: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier):
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)


def _forget_old(kept: Kept, seconds: float) -> None:
    kept.drop([key for key, row in kept.rows.items() if time.time() - row["at"] > seconds])
