"""Stricter about ThaID than the library: the token's signature is always checked, and it must answer our question.

Added to the library's checks of state and PKCE: RS256 only, the key fetched anew (so a rotated key is known at once,
and an unknown one asked for once), issuer, audience and authorised party, times, a nonce of this session used once,
and the same holder in token and user info.
"""

import re
import secrets
from typing import Any

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from sso_core.ui.errors import unavailable

NONCES = "thaid_nonces"
NONCES_KEPT = 5
CLOCKS_DIFFER_SECONDS = 30


class ThaIDOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        encoded = kwargs["response"].get("id_token")
        if not encoded:
            raise OAuth2Error("no id_token")
        claims = self._decode_id_token(app, encoded)
        told = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("id_token and userinfo are about different holders")
        data = {"userinfo": told, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            _alg, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=["RS256"],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER_SECONDS,
                options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("invalid id_token") from error
        if not _is_for_us_alone(claims, app.client_id):
            raise OAuth2Error("the id_token was issued for somebody else")
        if not _take_nonce(self.request, claims["nonce"]):
            raise OAuth2Error("the id_token answers another question")
        return claims


class ThaIDProvider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = ThaIDOAuth2Adapter
    # A token handed in from outside carries no nonce of ours.
    supports_token_authentication = False

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To ThaID; while it does not answer, a page that says so."""
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)
        except (requests.RequestException, ValueError, KeyError) as down:
            raise ImmediateHttpResponse(unavailable(request)) from down
        return answer

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """A nonce for this attempt; parameters of the address are not passed on."""
        nonce = secrets.token_urlsafe(24)
        request.session[NONCES] = [*request.session.get(NONCES, [])[-NONCES_KEPT + 1 :], nonce]
        return {**self.get_auth_params(), "nonce": nonce}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope


def levels_in(claims: dict[str, Any]) -> dict[str, str]:
    """The levels that ThaID states, ``acr`` like ``ial2.3-aal2.2``; the lowest where it states none."""
    aal = re.search(r"aal([1-3](?:\.\d)?)", str(claims.get("acr", "")))
    ial = re.fullmatch(r"[1-3](?:\.\d)?", str(claims.get("ial", "")))
    return {"aal": aal[1] if aal else "1", "ial": ial[0] if ial else "1.1"}


def _is_for_us_alone(claims: dict[str, Any], client_id: str) -> bool:
    """Of several audiences the token must name us as the one it was issued to (OpenID Connect Core, 3.1.3.7)."""
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        return False
    return bool(claims.get("azp", client_id) == client_id)


def _take_nonce(request: HttpRequest, nonce: str) -> bool:
    kept = list(request.session.get(NONCES, []))
    if nonce not in kept:
        return False
    kept.remove(nonce)
    request.session[NONCES] = kept
    return True
