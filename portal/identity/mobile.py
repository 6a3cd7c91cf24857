"""The mobile operator as a second factor: asked on the telephone, believed for the holder of this log-in alone."""

from django.http import HttpRequest

from integrations.public import MobileAnswer, MobileOperator, MobileState
from portal.identity.waiting import fresh_digits, holder
from registration.public import confirm_phone
from sso_core.accounts.public import User, note_provider_assurance, note_step_up
from sso_core.kernel.finding import Finding, Refused

WAITING = "mobile_proof"


def start_mobile(request: HttpRequest, phone: str) -> str:
    """Ask on ``phone``; the four digits that its words show. Raises ``Refused``, ``GatewayDown``."""
    digits = fresh_digits()
    request_id = MobileOperator().start(phone, words=f"ประกันสังคม {digits}")
    if not request_id:
        raise Refused(Finding("mobile_unknown", field="phone"))
    request.session[WAITING] = {"id": request_id, "digits": digits, "phone": phone}
    return digits


def finish_mobile(request: HttpRequest) -> None:
    """Lift this session when the holder has agreed. Raises ``Refused`` with why not, ``GatewayDown``."""
    waits = request.session.get(WAITING)
    if not waits:
        raise Refused(Finding("mobile_expired"))
    answer = MobileOperator().answer(waits["id"])
    if answer.state is MobileState.WAITING:
        raise Refused(Finding("mobile_waiting"))
    del request.session[WAITING]
    user = holder(request)
    _check(answer, user)
    note_provider_assurance(request, "mobile", user.username, ial=answer.ial, aal=answer.aal)
    note_step_up(request, user, "mobile", user.username)
    if user.person_id is not None:
        confirm_phone(user.person_id, str(waits.get("phone", "")))


def _check(answer: MobileAnswer, user: User) -> None:
    if answer.state is not MobileState.AGREED:
        raise Refused(Finding(f"mobile_{answer.state}"))
    if user.person_id is None or answer.national_id != user.username:
        raise Refused(Finding("mobile_other_person"))
    if answer.aal < "2":
        raise Refused(Finding("mobile_too_weak"))
