"""Facts of an insured person that an employer reports as changed: form 6-10 (SSA s.44).

A new name is believed when the civil register has it. While that is silent the report is kept as a case, with the
day on which it came, so that waiting for another office makes nobody late.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from integrations.public import DopaPerson, GatewayDown
from registration.models import Employment, LateKind, Person
from registration.rules.section33 import change_due
from registration.services.asking import ask_about
from registration.services.civil import Answer, ask_dopa
from registration.services.lateness import note_if_late
from registration.services.people import compare, enter, lock_person, same_name
from registration.services.telling import tell_of_civil_change
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current

CASE_TYPE = "registration.facts"


@dataclass(frozen=True, slots=True)
class NewName:
    """The name of a person since a day, as the employer tells it."""

    first_name: str
    last_name: str
    changed_on: date


@dataclass(frozen=True, slots=True)
class Reported:
    """``case_reference`` is set where the civil register has still to be asked."""

    findings: tuple[Finding, ...]
    case_reference: str = ""


def report_name(account: str, employment_id: int, told: NewName, *, by: Actor) -> Reported:
    """Report a changed name. Raises ``Refused``: not employed here, a day to come, nothing changes, another name."""
    employment = _employment(account, employment_id)
    person = employment.person
    if told.changed_on > clock.today():
        raise Refused(Finding("change_in_future", field="changed_on"))
    if same_name(person, told.first_name, told.last_name):
        raise Refused(Finding("nothing_changes", field="first_name"))
    return settle(employment, told, ask_dopa([person.national_id])[person.national_id], by=by)


def settle(employment: Employment, told: NewName, answer: Answer, *, by: Actor) -> Reported:
    """Write what the civil register answered, or keep the report while it is silent. Raises ``Refused``."""
    late = _late(told.changed_on, clock.today())
    if isinstance(answer, GatewayDown):
        return Reported((Finding("dopa_pending", Severity.WARN), *late), _keep(employment, told, by))
    _take_over(employment.person, answer, told)
    _note(employment, told.changed_on, clock.today(), by)
    return Reported(late)


def _employment(account: str, employment_id: int) -> Employment:
    rows = Employment.objects.select_related("person", "branch__employer")
    found = rows.filter(pk=employment_id, branch__employer__account_no=account).first()
    if found is None or found.ends_on is not None:
        raise Refused(Finding("not_employed", section="44"))
    return found


def _late(changed_on: date, reported_on: date) -> tuple[Finding, ...]:
    due = change_due(changed_on, law=current())
    if reported_on <= due:
        return ()
    return (Finding("late_change", Severity.WARN, "changed_on", {"due": format_date(due)}, "44"),)


@transaction.atomic
def _take_over(person: Person, answer: DopaPerson | None, told: NewName) -> None:
    """Write what the civil register has, if it is what was told. Raises ``Refused``."""
    lock_person(person.pk)
    differences = compare(answer, told.first_name, told.last_name)
    if differences or answer is None:
        raise Refused(*differences)
    tell_of_civil_change(person, answer)
    enter(answer)


def _note(employment: Employment, changed_on: date, reported_on: date, by: Actor) -> None:
    subject, account = f"person:{employment.person_id}", employment.branch.employer.account_no
    note_if_late(
        LateKind.CHANGE,
        employment.branch.employer_id,
        happened_on=changed_on,
        due_on=change_due(changed_on, law=current()),
        subject=subject,
        reported_on=reported_on,
    )
    record("facts_reported", by=by, subject=subject, params={"account_no": account})


def _keep(employment: Employment, told: NewName, by: Actor) -> str:
    person, account = employment.person, employment.branch.employer.account_no
    payload = {
        "employment": employment.pk, "account_no": account, "first_name": told.first_name,
        "last_name": told.last_name, "changed_on": told.changed_on.isoformat(),
        "reported_on": clock.today().isoformat(),
    }  # fmt: skip
    waiting = [
        case for case in cases.open_cases(CASE_TYPE, subject_ident=person.national_id)
        if case.payload["first_name"] == told.first_name and case.payload["last_name"] == told.last_name
    ]  # fmt: skip
    if waiting:
        return waiting[0].reference
    return ask_about(person, CASE_TYPE, payload, by=by, channel="web").reference


def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer approves once the civil register answers. Raises ``Refused`` while it is silent, or tells another."""
    if not decision.approved:
        return
    told = case.payload
    employment = Employment.objects.select_related("person", "branch__employer").get(pk=told["employment"])
    changed_on, reported_on = (date.fromisoformat(told[key]) for key in ("changed_on", "reported_on"))
    answer = ask_dopa([employment.person.national_id])[employment.person.national_id]
    if isinstance(answer, GatewayDown):
        raise Refused(Finding("dopa_silent", field="outcome"))
    _take_over(employment.person, answer, NewName(told["first_name"], told["last_name"], changed_on))
    _note(
        employment, changed_on, reported_on, Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    )
