"""Standing debit from the member's side: set up, stop, and what the bank says to it."""

from django.db import connection, transaction

from contributions.flow import MANDATE_FLOW
from contributions.models import Debit, EndedFor, Mandate, MandateState
from contributions.models.mandate import LIVE
from contributions.services.voluntary import SECTIONS, held_today
from finance.public import DEBIT_DONE
from registration.public import lock_person, person, recipient_of
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import bank_account, case_reference
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import tell

SERIES = "contributions_mandate_reference"


@transaction.atomic
def ask(person_id: int, bank_code: str, account: str, *, by: Actor) -> Mandate:
    """Let the months be taken from a bank account; the bank confirms it first. The same account again is the same.

    Needs AAL2. Raises ``Refused``: nothing to pay for, a number that cannot be, or another order that holds.
    """
    if by.assurance < 2:
        raise Refused(Finding("needs_second_factor"))
    lock_person(person_id)
    try:
        digits = bank_account.normalise(bank_code, account)
    except ValueError:
        raise Refused(Finding("mandate.account", field="account")) from None
    if not any(held_today(person_id, section) for section in SECTIONS):
        raise Refused(Finding("mandate.not_insured", section="39"))
    present = live(person_id)
    if present is not None:
        if (present.bank_code, present.account) == (bank_code, digits):
            return present
        raise Refused(Finding("mandate.held", params={"account": present.masked}))
    who = person(person_id)
    made = Mandate.objects.create(
        reference=next_reference("M", SERIES),
        person_id=person_id,
        holder_name=who.full_name,
        holder_id=who.national_id,
        bank_code=bank_code,
        account=digits,
        asked_at=clock.now(),
    )
    record("contributions.mandate_asked", by=by, subject=f"person:{person_id}", params={"bank": bank_code})
    return made


def next_reference(prefix: str, sequence: str) -> str:
    """``M69110000017``: prefix, B.E. year and month, a running number, a check digit."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s)", [sequence])
        number = int(cursor.fetchone()[0])
    return case_reference.make(prefix, clock.today(), number).replace("-", "")


def live(person_id: int) -> Mandate | None:
    return Mandate.objects.filter(person_id=person_id, state__in=LIVE).first()


@transaction.atomic
def stop(person_id: int, *, by: Actor) -> Mandate:
    """Take nothing more from the account. What is at the bank already may still be taken. Raises ``Refused``."""
    lock_person(person_id)
    held = Mandate.objects.select_for_update().filter(person_id=person_id, state__in=LIVE).first()
    if held is None:
        raise Refused(Finding("mandate.none"))
    _end(held, "end", EndedFor.MEMBER)
    record("contributions.mandate_ended", by=by, subject=f"person:{person_id}")
    _tell(held, "mandate_ended", by_bank=False)
    return held


@transaction.atomic
def stop_for_nothing(person_id: int) -> None:
    """Nothing is left to pay for: the person is under neither Section 39 nor 40."""
    held = Mandate.objects.select_for_update().filter(person_id=person_id, state__in=LIVE).first()
    if held is not None:
        died = person(person_id).died_on is not None
        _end(held, "end", EndedFor.DIED if died else EndedFor.UNINSURED)
        record("contributions.mandate_ended", by=SYSTEM, subject=f"person:{person_id}")
        _tell(held, "mandate_ended", by_bank=False)


@transaction.atomic
def answered(reference: str, code: str) -> None:
    """The bank took the order, or says why not. What is answered already, or ended meanwhile, stays."""
    held = Mandate.objects.select_for_update().filter(reference=reference).first()
    if held is None or held.state != MandateState.SENT:
        return
    if code == DEBIT_DONE:
        held.state, held.confirmed_at = MANDATE_FLOW.target(MandateState(held.state), "confirm"), clock.now()
        held.save(update_fields=["state", "confirmed_at"])
        _tell(held, "mandate_active")
        return
    held.reason = code[:10]
    _end(held, "refuse")
    _tell(held, "mandate_refused")


def revoked(held: Mandate, code: str) -> None:
    """The bank says that the account is closed or the order taken back."""
    if held.state == MandateState.ACTIVE:
        held.reason = code[:10]
        _end(held, "revoke")
        record(
            "contributions.mandate_ended",
            by=SYSTEM,
            subject=f"person:{held.person_id}",
            params={"code": code},
        )
        _tell(held, "mandate_ended", by_bank=True)


def _end(held: Mandate, how: str, why: EndedFor | None = None) -> None:
    """With ``why`` it ended from our side: an order that the bank has is told to it in the next file."""
    held.state, held.ended_at = MANDATE_FLOW.target(MandateState(held.state), how), clock.now()
    held.ended_for = why or ""
    held.save(update_fields=["state", "ended_at", "reason", "ended_for"])


def _tell(held: Mandate, template: str, **context: object) -> None:
    account = {"bank": held.bank_name, "account": held.masked}
    more = {"action_url": "/me/debit/", "action_label": "ดูการหักบัญชี"}
    tell(recipient_of(held.person_id), f"contributions/{template}", {**account, **context, **more})


def debits_of(person_id: int) -> list[Debit]:
    """Attempts of a person's orders, newest first."""
    found = Debit.objects.filter(mandate__person_id=person_id).select_related("bill", "mandate")
    return list(found.order_by("-pk")[:36])
