"""Where a person is paid. A bank account is the business of two people: who asks, and an officer who approves.

A new account that replaces one in use counts only after a day, and the person is told at each step: somebody
who took over the log-in cannot redirect money before its owner hears of it. Where the bank had sent money
back there is nothing to protect, and the new account counts at once.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from finance import public as finance
from registration.models import DestinationKind, DestinationState, PayoutDestination, Person
from registration.services.people import lock_person
from registration.services.telling import tell_of_account
from registration.values import Destination, destination_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import bank_account
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import publish

CASE_TYPE = "registration.payout"
COOL_DOWN = timedelta(hours=settings.PAYOUT_COOL_DOWN_HOURS)
COMING = (DestinationState.ASKED, DestinationState.APPROVED)
# What a bank says when the account itself is at fault: wrong, closed, blocked, another's, unknown bank.
ACCOUNT_AT_FAULT = ("AC01", "AC04", "AC06", "AG01", "BE01", "RC01")


def request_destination(
    person_id: int, kind: str, *, bank_code: str = "", account: str = "", by: Actor, channel: str = "web"
) -> Destination:
    """Ask to be paid elsewhere. PromptPay by the own id counts at once; a bank account after approval.

    Needs AAL2. Raises ``Refused``. The old destination stays in use until the new one counts.
    """
    if by.assurance < 2:
        raise Refused(Finding("needs_second_factor"))
    if kind == DestinationKind.PROMPTPAY:
        return _use_promptpay(person_id, by)
    try:
        digits = bank_account.normalise(bank_code, account)
    except ValueError:
        raise Refused(Finding("bank_account", field="account")) from None
    return _ask(person_id, bank_code, digits, by=by, channel=channel)


@transaction.atomic
def _ask(person_id: int, bank_code: str, digits: str, *, by: Actor, channel: str) -> Destination:
    lock_person(person_id)
    person = Person.objects.get(pk=person_id)
    same = PayoutDestination.objects.filter(person=person, bank_code=bank_code, account=digits)
    present = same.filter(state__in=(*COMING, DestinationState.ACTIVE), returned_at__isnull=True).first()
    if present is not None:
        return destination_view(present)
    _drop_coming(person, by)
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
    bank = bank_account.name(bank_code)
    tell_of_account(person_id, "registration/payout_asked", bank=bank, account=digits)
    return destination_view(asked)


def _drop_coming(person: Person, by: Actor) -> None:
    """What was asked before gives way to what is asked now."""
    for coming in PayoutDestination.objects.filter(person=person, state__in=COMING):
        was_asked = coming.state == DestinationState.ASKED
        coming.state = DestinationState.REPLACED
        coming.save()
        if was_asked and coming.case_reference:
            cases.withdraw(coming.case_reference, by=by)


@transaction.atomic
def _use_promptpay(person_id: int, by: Actor) -> Destination:
    lock_person(person_id)
    person = Person.objects.get(pk=person_id)
    active = _active(person)
    if active and active.kind == DestinationKind.PROMPTPAY and active.returned_at is None:
        return destination_view(active)
    _drop_coming(person, by)
    fresh = PayoutDestination(
        person=person,
        kind=DestinationKind.PROMPTPAY,
        account=person.national_id,
        account_name=person.full_name,
        asked_by=by.user_id,
        since=clock.now(),
    )
    _activate(fresh)
    return destination_view(fresh)


def _active(person: Person) -> PayoutDestination | None:
    return PayoutDestination.objects.filter(person=person, state=DestinationState.ACTIVE).first()


def _activate(fresh: PayoutDestination) -> None:
    old = _active(fresh.person)
    if old is not None:
        old.state = DestinationState.REPLACED
        old.save()
    fresh.state = DestinationState.ACTIVE
    fresh.save()
    publish("registration.payout_changed", str(fresh.pk), {"person_id": fresh.person_id})
    way, before = fresh.get_kind_display(), old.account if old else ""
    tell_of_account(
        fresh.person_id, "registration/payout_changed", kind=way, account=fresh.account, before=before
    )


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer's decision on a bank account."""
    asked = PayoutDestination.objects.select_for_update().get(pk=case.payload["destination"])
    if asked.state != DestinationState.ASKED:
        return
    by = Actor("officer", decision.checker_id or decision.maker_id, decision.maker_name)  # type: ignore[arg-type]
    record(f"payout_{decision.outcome}", by=by, subject=case.subject, params={"case": case.reference})
    if not decision.approved:
        asked.state = DestinationState.REFUSED
        asked.save()
        reason = {"reason": decision.reason, "account": asked.account}
        tell_of_account(asked.person_id, "registration/payout_refused", **reason)
        return
    asked.approved_by = decision.checker_id or decision.maker_id
    old = _active(asked.person)
    wait = old is not None and old.returned_at is None and old.account != asked.account
    asked.since = clock.now() + COOL_DOWN if wait else clock.now()
    if not wait:
        _activate(asked)
        return
    asked.state = DestinationState.APPROVED
    asked.save()
    assert old is not None
    told = {"since": format_date(asked.since.date()), "account": asked.account, "before": old.account}
    tell_of_account(asked.person_id, "registration/payout_waits", **told)


@transaction.atomic
def withdrawn(case: cases.CaseView) -> None:
    """The member took the application back."""
    asked = PayoutDestination.objects.select_for_update().get(pk=case.payload["destination"])
    if asked.state == DestinationState.ASKED:
        asked.state = DestinationState.REPLACED
        asked.save()


def settle_due() -> int:
    """Put approved accounts in place whose hour has come; returns how many."""
    due = PayoutDestination.objects.filter(state=DestinationState.APPROVED, since__lte=clock.now())
    return sum(_settle(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _settle(pk: int) -> bool:
    rows = PayoutDestination.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "person"
    )
    row = rows.filter(pk=pk, state=DestinationState.APPROVED).first()
    if row is not None:
        _activate(row)
    return row is not None


@transaction.atomic
def note_returned(payload: Mapping[str, Any]) -> None:
    """A bank sent money back because of the account: the person must name another."""
    kind, _, number = str(payload.get("subject", "")).partition(":")
    if kind != "person" or payload.get("reason_code") not in ACCOUNT_AT_FAULT:
        return
    named = Person.objects.select_related("merged_into").filter(pk=int(number)).first()
    person = named.survivor if named else None
    order = finance.order(str(payload.get("order_ref", "")))
    if person is None or order is None:
        return
    lock_person(person.pk)
    active = _active(person)
    if active is None:
        active = PayoutDestination(
            person=person,
            kind=DestinationKind.PROMPTPAY,
            account=person.national_id,
            account_name=person.full_name,
            state=DestinationState.ACTIVE,
            since=clock.now(),
        )
    if active.account == order.destination.account:
        active.returned_at = clock.now()
        active.save()
