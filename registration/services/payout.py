"""Where a person is paid. A bank account is the business of two people: who asks, and an officer who approves."""

from django.db import transaction

from registration.models import DestinationKind, DestinationState, PayoutDestination, Person
from registration.selectors import recipient_of
from registration.services.people import lock_person
from registration.values import Destination, destination_view
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.kernel import bank_account
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish, tell

CASE_TYPE = "registration.payout"


def request_destination(
    person_id: int, kind: str, *, bank_code: str = "", account: str = "", by: Actor, channel: str = "web"
) -> Destination:
    """Ask to be paid elsewhere. PromptPay by the own id counts at once; a bank account after approval.

    Needs AAL2. Raises ``Refused``. The old destination stays in use until the new one is approved.
    """
    if by.assurance < 2:
        raise Refused(Finding("needs_second_factor"))
    person = Person.objects.get(pk=person_id)
    if kind == DestinationKind.PROMPTPAY:
        return _use_promptpay(person, by)
    try:
        digits = bank_account.normalise(bank_code, account)
    except ValueError:
        raise Refused(Finding("bank_account", field="account")) from None
    with transaction.atomic():
        lock_person(person_id)
        waiting = PayoutDestination.objects.filter(person=person, state=DestinationState.ASKED).first()
        if waiting and (waiting.bank_code, waiting.account) == (bank_code, digits):
            return destination_view(waiting)
        if waiting:
            waiting.state = DestinationState.REPLACED
            waiting.save()
            cases.withdraw(waiting.case_reference, by=by)
        asked = PayoutDestination.objects.create(
            person=person,
            kind=DestinationKind.BANK,
            bank_code=bank_code,
            account=digits,
            account_name=person.full_name,
            asked_by=by.user_id,
        )
        case = cases.open_case(
            CASE_TYPE,
            subject=f"person:{person_id}",
            subject_name=person.full_name,
            subject_ident=person.national_id,
            applicant=by,
            office=person.office,
            payload={"destination": asked.pk, "bank_code": bank_code, "account": digits},
            channel=channel,
        )
        asked.case_reference = case.reference
        asked.save(update_fields=["case_reference"])
        _tell(person_id, "registration/payout_asked", bank=bank_account.name(bank_code), account=digits)
    return destination_view(asked)


@transaction.atomic
def _use_promptpay(person: Person, by: Actor) -> Destination:
    lock_person(person.pk)
    active = PayoutDestination.objects.filter(person=person, state=DestinationState.ACTIVE).first()
    if active and active.kind == DestinationKind.PROMPTPAY:
        return destination_view(active)
    fresh = PayoutDestination(
        person=person,
        kind=DestinationKind.PROMPTPAY,
        account=person.national_id,
        account_name=person.full_name,
        asked_by=by.user_id,
    )
    _activate(fresh)
    return destination_view(fresh)


def _activate(fresh: PayoutDestination) -> None:
    PayoutDestination.objects.filter(person=fresh.person, state=DestinationState.ACTIVE).update(
        state=DestinationState.REPLACED
    )
    fresh.state, fresh.since = DestinationState.ACTIVE, clock.now()
    fresh.save()
    publish("registration.payout_changed", str(fresh.pk), {"person_id": fresh.person_id})
    _tell(
        fresh.person_id, "registration/payout_changed", kind=fresh.get_kind_display(), account=fresh.account
    )


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer's decision on a bank account."""
    asked = PayoutDestination.objects.select_for_update().get(pk=case.payload["destination"])
    if asked.state != DestinationState.ASKED:
        return
    if decision.approved:
        asked.approved_by = decision.checker_id or decision.maker_id
        _activate(asked)
    else:
        asked.state = DestinationState.REFUSED
        asked.save()


def withdrawn(case: cases.CaseView) -> None:
    PayoutDestination.objects.filter(pk=case.payload["destination"], state=DestinationState.ASKED).update(
        state=DestinationState.REPLACED
    )


def _tell(person_id: int, template: str, **context: str) -> None:
    shown = {**context, "account": bank_account.mask(context["account"])}
    tell(recipient_of(person_id), template, {**shown, "action_url": "/me/payout/"})
