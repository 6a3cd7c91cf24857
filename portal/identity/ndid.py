"""NDID as a second factor: a bank that knows the holder of this log-in asks them in its own app."""

import contextlib
import secrets

from django.http import HttpRequest

from integrations.public import GatewayDown, IdentityProvider, Ndid, NdidState
from portal.identity.waiting import fresh_digits, holder
from sso_core.accounts.public import note_provider_assurance, note_step_up
from sso_core.kernel.finding import Finding, Refused

WAITING = "ndid_proof"
WORDS = "ยืนยันตัวตนกับสำนักงานประกันสังคม หมายเลขอ้างอิง {digits}"


def banks_of(request: HttpRequest) -> tuple[IdentityProvider, ...]:
    """The banks that know the holder of this session well enough. Raises ``GatewayDown``."""
    return Ndid().providers(holder(request).username)


def start_ndid(request: HttpRequest, bank: str) -> str:
    """Let ``bank``, one of ``banks_of``, ask the holder; the four digits its app shows. Raises ``GatewayDown``.

    An earlier question of this session is withdrawn.
    """
    _withdraw(request)
    digits, reference = fresh_digits(), secrets.token_hex(16)
    number = holder(request).username
    request_id = Ndid().start(number, bank, reference=reference, words=WORDS.format(digits=digits))
    request.session[WAITING] = {"id": request_id, "bank": bank, "digits": digits, "reference": reference}
    return digits


def finish_ndid(request: HttpRequest) -> None:
    """Lift this session when the holder has agreed. Raises ``Refused`` with why not, ``GatewayDown``."""
    waits = request.session.get(WAITING)
    if not waits:
        raise Refused(Finding("ndid_expired"))
    answer = Ndid().answer(waits["id"], waits["bank"])
    if answer.state is NdidState.WAITING:
        raise Refused(Finding("ndid_waiting"))
    del request.session[WAITING]
    if answer.state is not NdidState.AGREED:
        raise Refused(Finding(f"ndid_{answer.state}"))
    user = holder(request)
    note_provider_assurance(request, "ndid", user.username, ial=answer.ial, aal=answer.aal)
    note_step_up(request, user, "ndid", user.username)


def _withdraw(request: HttpRequest) -> None:
    """No bank shall answer a question that nobody waits for. A node that is silent lets it run out."""
    waits = request.session.pop(WAITING, None)
    if waits:
        with contextlib.suppress(GatewayDown):
            Ndid().close(waits["id"], reference=waits["reference"])
