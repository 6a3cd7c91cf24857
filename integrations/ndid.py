"""National Digital ID: a bank that knows the holder asks them in its own app, and says how surely it knows them.

We are a relying party and speak to our own node. Addresses and fields follow the open platform's API of relying
parties (confidence M; check them against the node's version). The node also calls back; a callback is a hint that
anybody could send, so the node is asked in its place, and nothing is believed that it did not answer itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx
from django.conf import settings

from integrations.client import as_json, ask, json_of, text_field
from integrations.errors import Nonsense

SYSTEM = "ndid"
NAMESPACE = "citizen_id"
MIN_IAL, MIN_AAL = 2.3, 2.2
LEVELS_IAL = (1.1, 1.2, 1.3, 2.1, 2.2, 2.3, 3)
LEVELS_AAL = (1, 2.1, 2.2, 3)
LIVES_SECONDS = 600
ONE_REQUEST_EACH = 2
"""The platform's mode in which each request stands alone and the holder was enrolled by the bank."""


class NdidState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A bank that can ask the holder: the name as it calls itself, the levels it reaches at most."""

    id: str
    name_th: str
    name_en: str
    ial: str
    aal: str


@dataclass(frozen=True, slots=True)
class NdidAnswer:
    """How a request stands; the levels only once the holder has agreed."""

    state: NdidState
    ial: str = "1.1"
    aal: str = "1"


class Ndid:
    """Who could ask, begin, how it stands, and done with it. All raise ``GatewayDown``."""

    def providers(self, national_id: str) -> tuple[IdentityProvider, ...]:
        """The banks that know this number well enough, in the node's order; empty when none does."""

        def question(client: httpx.Client) -> tuple[IdentityProvider, ...]:
            levels = {"min_ial": f"{MIN_IAL:g}", "min_aal": f"{MIN_AAL:g}"}
            response = client.get(f"/utility/idp/{NAMESPACE}/{national_id}", params=levels)
            rows = json_of(response)
            if not isinstance(rows, list):
                raise Nonsense("not a list")
            return tuple(_provider(row) for row in rows)

        return ask(SYSTEM, question, base_url=settings.NDID_URL)

    def start(self, national_id: str, provider: str, *, reference: str, words: str) -> str:
        """Let ``provider`` ask the holder, with ``words`` on its screen; the request's id.

        Asked once: a second try would ask the holder twice.
        """

        def question(client: httpx.Client) -> str:
            body = {
                "mode": ONE_REQUEST_EACH,
                "reference_id": reference,
                "callback_url": settings.NDID_CALLBACK_URL,
                "idp_id_list": [provider],
                "request_message": words,
                "min_ial": MIN_IAL,
                "min_aal": MIN_AAL,
                "min_idp": 1,
                "request_timeout": LIVES_SECONDS,
                "data_request_list": [],
            }
            told = as_json(client.post(f"/rp/requests/{NAMESPACE}/{national_id}", json=body))
            if not (request_id := text_field(told, "request_id")):
                raise Nonsense("no request")
            return request_id

        return ask(SYSTEM, question, base_url=settings.NDID_URL, tries=1)

    def answer(self, request_id: str, provider: str) -> NdidAnswer:
        """How the request stands. Agreed is believed of the bank that was asked, signed, and well enough only."""

        def question(client: httpx.Client) -> NdidAnswer:
            response = client.get(f"/utility/requests/{request_id}")
            if response.status_code == httpx.codes.NOT_FOUND:
                return NdidAnswer(NdidState.EXPIRED)
            told = as_json(response)
            if text_field(told, "request_id") != request_id:
                raise Nonsense("it is about another request")
            return _answer(told, provider)

        return ask(SYSTEM, question, base_url=settings.NDID_URL)

    def close(self, request_id: str, *, reference: str) -> None:
        """Tell the node that nothing more is wanted of this request; no bank answers it afterwards."""

        def question(client: httpx.Client) -> None:
            body = {
                "request_id": request_id,
                "reference_id": reference,
                "callback_url": settings.NDID_CALLBACK_URL,
            }
            client.post("/rp/requests/close", json=body).raise_for_status()

        ask(SYSTEM, question, base_url=settings.NDID_URL, tries=1)


def _provider(row: dict[str, Any]) -> IdentityProvider:
    # The display name is JSON within JSON, as nodes register themselves.
    name = text_field(row, "node_name")
    return IdentityProvider(
        id=text_field(row, "node_id"),
        name_th=text_field(row, "display_name_th", default="") or name,
        name_en=text_field(row, "display_name_en", default="") or name,
        ial=_level(row, "max_ial", LEVELS_IAL),
        aal=_level(row, "max_aal", LEVELS_AAL),
    )


_OPEN = {"pending": NdidState.WAITING, "rejected": NdidState.REFUSED, "complicated": NdidState.FAILED,
         "errored": NdidState.FAILED}  # fmt: skip


def _answer(told: dict[str, Any], provider: str) -> NdidAnswer:
    status = text_field(told, "status")
    if status in _OPEN and told.get("timed_out") is True:
        return NdidAnswer(NdidState.EXPIRED)
    if status in _OPEN:
        return NdidAnswer(_OPEN[status])
    if status not in {"confirmed", "completed"}:
        raise Nonsense("an unknown status")
    responses = told["response_list"]
    if not isinstance(responses, list) or len(responses) != 1:
        raise Nonsense("not one answer of one bank")
    return _agreed(responses[0], provider)


def _agreed(response: dict[str, Any], provider: str) -> NdidAnswer:
    if text_field(response, "idp_id") != provider:
        raise Nonsense("an answer of a bank that was not asked")
    if text_field(response, "status") != "accept" or not text_field(response, "signature"):
        raise Nonsense("no signed agreement")
    if response.get("valid_signature") is not True or response.get("valid_ial") is not True:
        raise Nonsense("the node does not vouch for the answer")
    ial, aal = _level(response, "ial", LEVELS_IAL), _level(response, "aal", LEVELS_AAL)
    if float(ial) < MIN_IAL or float(aal) < MIN_AAL:
        raise Nonsense("less sure than was asked for")
    return NdidAnswer(NdidState.AGREED, ial, aal)


def _level(row: dict[str, Any], name: str, known: tuple[float, ...]) -> str:
    value = row[name]
    if isinstance(value, bool) or value not in known:
        raise Nonsense(f"an unknown {name}")
    return f"{value:g}"
