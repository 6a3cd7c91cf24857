"""A mobile operator as authenticator: the holder of the SIM agrees on the telephone, the operator says who that is.

Asked by OpenID CIBA in poll mode, as GSMA Mobile Connect has it (confidence L: the Thai operators' own interface was
not found; check it against the agreement). The operator has proved its customer against card and face.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import httpx
import jwt
from django.conf import settings

from integrations.client import as_json, ask, text_field
from integrations.errors import Nonsense

SYSTEM = "mobile"
GRANT = "urn:openid:params:grant-type:ciba"
CLOCKS_DIFFER_SECONDS = 30


class MobileState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class MobileAnswer:
    """What the operator says now; who, how surely and when only once the holder has agreed."""

    state: MobileState
    national_id: str = ""
    ial: str = "1.1"
    aal: str = "1"
    at: datetime | None = None


# The operator's words for no, of RFC 6749 and CIBA section 11.
_NOT_YET = {
    "authorization_pending": MobileState.WAITING,
    "slow_down": MobileState.WAITING,
    "access_denied": MobileState.REFUSED,
    "expired_token": MobileState.EXPIRED,
    "invalid_grant": MobileState.EXPIRED,
}


class MobileOperator:
    """Two questions: begin a proof on a telephone, and how it stands. Both raise ``GatewayDown``."""

    def start(self, phone: str, *, words: str) -> str:
        """Show ``words`` on the telephone ``08…`` and ask; the request's id, empty when it cannot be asked there.

        Asked once: a second try could ring the telephone twice.
        """

        def question(client: httpx.Client) -> str:
            form = {"scope": "openid", "login_hint": f"tel:+66{phone[1:]}", "binding_message": words}
            response = client.post("/bc-authorize", data=form, auth=_credentials())
            if response.status_code == httpx.codes.BAD_REQUEST:
                if _error(response) == "unknown_user_id":
                    return ""
                raise Nonsense("it does not take the question")
            if not (request_id := text_field(as_json(response), "auth_req_id")):
                raise Nonsense("no request")
            return request_id

        return ask(SYSTEM, question, base_url=settings.MOBILE_URL, tries=1)

    def answer(self, request_id: str) -> MobileAnswer:
        """How the request stands. Agreed is told once; after that it has expired."""

        def question(client: httpx.Client) -> MobileAnswer:
            form = {"grant_type": GRANT, "auth_req_id": request_id}
            response = client.post("/token", data=form, auth=_credentials())
            if response.status_code == httpx.codes.BAD_REQUEST:
                return MobileAnswer(_NOT_YET[_error(response)])
            token = text_field(as_json(response), "id_token")
            return _agreed(token, as_json(client.get("/jwks")))

        return ask(SYSTEM, question, base_url=settings.MOBILE_URL, tries=1)


def _agreed(token: str, keys: dict[str, Any]) -> MobileAnswer:
    try:
        claims = jwt.decode(
            token,
            jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]],
            algorithms=["RS256"],
            audience=settings.MOBILE_CLIENT_ID,
            issuer=settings.MOBILE_URL,
            leeway=CLOCKS_DIFFER_SECONDS,
            options={"require": ["iss", "aud", "exp", "iat", "auth_time"]},
        )
    except jwt.PyJWTError as error:
        raise Nonsense("a token that is not to be believed") from error
    return MobileAnswer(
        MobileState.AGREED,
        national_id=text_field(claims, "pid"),
        ial=text_field(claims, "ial"),
        aal=text_field(claims, "aal"),
        at=datetime.fromtimestamp(int(claims["auth_time"]), UTC),
    )


def _error(response: httpx.Response) -> str:
    body = response.json()
    if not isinstance(body, dict):
        raise Nonsense("not an object")
    return text_field(body, "error")


def _credentials() -> tuple[str, str]:
    return settings.MOBILE_CLIENT_ID, settings.MOBILE_CLIENT_SECRET
