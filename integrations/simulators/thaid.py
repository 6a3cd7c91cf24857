"""ThaID as an OpenID provider: discovery, PKCE (S256 only), code once, RS256 with key rotation, userinfo.

The person is chosen from the invented people instead of by an app and a face.
"""

import base64
import hashlib
import html
import os
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from integrations.simulators.common import application, form_text, page
from integrations.simulators.data import people, person

CODE_SECONDS = 60
TOKEN_SECONDS = 300


@dataclass
class Keys:
    """Signing keys; the newest signs, older ones stay published until they are dropped."""

    pairs: list[tuple[str, rsa.RSAPrivateKey]] = field(default_factory=list)

    def rotate(self, *, drop_old: bool = False) -> None:
        fresh = (secrets.token_hex(6), rsa.generate_private_key(public_exponent=65537, key_size=2048))
        self.pairs = [fresh] if drop_old else [fresh, *self.pairs][:3]

    def jwks(self) -> dict[str, Any]:
        keys = []
        for kid, pair in self.pairs:
            numbers = pair.public_key().public_numbers()
            keys.append(
                {
                    "kty": "RSA",
                    "use": "sig",
                    "alg": "RS256",
                    "kid": kid,
                    "n": _int(numbers.n),
                    "e": _int(numbers.e),
                }
            )
        return {"keys": keys}


def build() -> Starlette:
    keys = Keys()
    keys.rotate()
    codes: dict[str, dict[str, str]] = {}
    tokens: dict[str, dict[str, str]] = {}
    client = os.environ.get("THAID_CLIENT_ID", "sso-core")
    secret = os.environ.get("THAID_CLIENT_SECRET", "")

    def issuer(request: Request) -> str:
        return os.environ.get("THAID_URL") or f"{request.url.scheme}://{request.url.netloc}"

    async def discovery(request: Request) -> Response:
        base = issuer(request)
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}/api/v2/oauth2/auth/",
                "token_endpoint": f"{base}/api/v2/oauth2/token/",
                "userinfo_endpoint": f"{base}/api/v2/oauth2/userinfo/",
                "introspection_endpoint": f"{base}/api/v2/oauth2/introspect/",
                "jwks_uri": f"{base}/jwks/",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        wrong = _wrong_request(asked, client)
        if wrong:
            return page("ThaID", f'<p class="card">{html.escape(wrong)}</p>')
        return page("ยืนยันตัวตนด้วย ThaID", _picker(asked))

    async def consent(request: Request) -> Response:
        form = await request.form()
        asked = {
            name: form_text(form, name)
            for name in ("redirect_uri", "state", "nonce", "code_challenge", "scope")
        }
        back = asked["redirect_uri"]
        if form_text(form, "choice") == "deny":
            return RedirectResponse(
                f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}", 303
            )
        found = person(form_text(form, "pid"))
        if found is None:
            return page("ThaID", '<p class="card">ไม่พบบุคคลนี้</p>')
        code = secrets.token_urlsafe(24)
        codes[code] = {**asked, "pid": found["national_id"], "at": str(time.time())}
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def token(request: Request) -> Response:
        if _basic(request) != (client, secret):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        form = await request.form()
        kept = codes.pop(form_text(form, "code"), None)
        if kept is None or time.time() - float(kept["at"]) > CODE_SECONDS:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        verifier = form_text(form, "code_verifier")
        if (
            _challenge(verifier) != kept["code_challenge"]
            or form_text(form, "redirect_uri") != kept["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        access = secrets.token_urlsafe(24)
        tokens[access] = kept
        kid, pair = keys.pairs[0]
        claims = {**_claims(kept["pid"]), "iss": issuer(request), "aud": client, "sub": kept["pid"]}
        claims |= {
            "iat": int(time.time()),
            "exp": int(time.time()) + TOKEN_SECONDS,
            "auth_time": int(time.time()),
        }
        if kept["nonce"]:
            claims["nonce"] = kept["nonce"]
        signed = jwt.encode(claims, pair, algorithm="RS256", headers={"kid": kid})
        return JSONResponse(
            {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "id_token": signed}
        )

    async def userinfo(request: Request) -> Response:
        kept = tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if kept is None:
            return JSONResponse({"error": "invalid_token"}, status_code=401)
        return JSONResponse({"sub": kept["pid"], **_claims(kept["pid"])})

    async def introspect(request: Request) -> Response:
        form = await request.form()
        return JSONResponse({"active": form_text(form, "token") in tokens})

    async def jwks(request: Request) -> Response:
        return JSONResponse(keys.jwks())

    async def rotate(request: Request) -> Response:
        keys.rotate(drop_old=request.query_params.get("drop") == "1")
        return JSONResponse({"kid": keys.pairs[0][0]})

    async def home(request: Request) -> Response:
        return page("ThaID จำลอง", '<p class="card">เริ่มจากปุ่ม ThaID ที่หน้าเข้าสู่ระบบของประกันสังคม</p>')

    return application(
        [
            Route("/", home),
            Route("/.well-known/openid-configuration", discovery),
            Route("/api/v2/oauth2/auth/", authorize),
            Route("/api/v2/oauth2/auth/", consent, methods=["POST"]),
            Route("/api/v2/oauth2/token/", token, methods=["POST"]),
            Route("/api/v2/oauth2/userinfo/", userinfo),
            Route("/api/v2/oauth2/introspect/", introspect, methods=["POST"]),
            Route("/jwks/", jwks),
            Route("/_rotate", rotate, methods=["POST"]),
        ]
    )


def _wrong_request(asked: dict[str, str], client: str) -> str:
    if asked.get("client_id") != client:
        return "ไม่รู้จัก client_id นี้"
    if asked.get("response_type") != "code" or not asked.get("redirect_uri"):
        return "คำขอไม่ครบ"
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return "ต้องใช้ PKCE แบบ S256"
    return ""


def _picker(asked: dict[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(asked.get(name, ""))}">'
        for name in ("redirect_uri", "state", "nonce", "code_challenge", "scope")
    )
    living = [one for one in people() if one["status"] == "0"]
    rows = "".join(
        f'<option value="{p["national_id"]}">{p["title"]}{p["first_name"]} {p["last_name"]} {p["national_id"]}</option>'
        for p in sorted(living, key=lambda p: p["role"].startswith(("sample", "extra")))
    )
    return (
        f'<form method="post" class="card">{hidden}<p>สำนักงานประกันสังคมขอเลขประจำตัว ชื่อ และวันเกิดของคุณ</p>'
        f'<label for="pid">คุณคือใคร</label><select id="pid" name="pid">{rows}</select>'
        '<button name="choice" value="allow">ยินยอม</button> <button name="choice" value="deny">ไม่ยินยอม</button></form>'
    )


def _claims(pid: str) -> dict[str, str]:
    found = person(pid)
    assert found is not None
    return {
        "pid": pid,
        "title": found["title"],
        "given_name": found["first_name"],
        "family_name": found["last_name"],
        "name": f"{found['title']}{found['first_name']} {found['last_name']}",
        "birthdate": found["birth_date"],
        "ial": "2.3",
    }


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return unquote(name), unquote(secret)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _int(number: int) -> str:
    size = (number.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).rstrip(b"=").decode()
