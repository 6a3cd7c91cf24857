"""Staff come and go: forms 1-03, 1-03/1 and 6-09 (SSA s.34, s.44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from integrations.public import GatewayDown, dopa_person
from registration.models import Branch, Coverage, Employment, LeaveReason, Person
from registration.services.coverage import sync_section33
from registration.services.people import compare, enter, enter_unchecked
from registration.values import EmploymentView, employment_view
from sso_core import clock
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused, Severity, refuse_if_blocked
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import age, format_date
from sso_core.messaging.public import publish

LAW_BEGINS = date(1990, 9, 2)
ENROL_WITHIN = timedelta(days=30)
YOUNGEST, OLDEST = 15, 60


@dataclass(frozen=True, slots=True)
class Enrol:
    """One line of form 1-03. ``line`` is where it stands in a file, 0 on a page."""

    national_id: str
    first_name: str
    last_name: str
    account: str
    branch_no: str
    starts_on: date
    title_code: str = ""
    title: str = ""
    birth_date: date | None = None
    wage: Decimal | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What became of some lines: who was enrolled, and every finding."""

    enrolled: tuple[EmploymentView, ...]
    findings: tuple[Finding, ...]


def enrol(command: Enrol, *, by: Actor) -> Enrolment:
    """Enrol one person: DOPA is asked, coverage begins on the first day of work (s.33, s.34).

    Raises ``Refused`` with what blocks; warnings come back with the enrolment. The same line again changes
    nothing. While DOPA does not answer the person is enrolled as told and checked later.
    """
    warnings: list[Finding] = []
    person, findings = _person(command)
    refuse_if_blocked(findings)
    warnings += findings
    with transaction.atomic():
        branch = _branch(command)
        assert person.pk
        same = _present(person, branch, command.starts_on)
        if same is not None and same.starts_on == command.starts_on:
            return Enrolment((employment_view(same),), tuple(warnings))
        found = check_employment(command, person, same)
        refuse_if_blocked(found)
        warnings += found
        employment = Employment.objects.create(
            person=person,
            branch=branch,
            starts_on=command.starts_on,
            wage=command.wage,
            reported_on=clock.today(),
        )
        sync_section33(person.pk)
        _publish_start(employment)
    return Enrolment((employment_view(employment),), tuple(warnings))


def _person(command: Enrol) -> tuple[Person, list[Finding]]:
    told = {
        "national_id": command.national_id,
        "title_code": command.title_code,
        "title": command.title,
        "first_name": command.first_name,
        "last_name": command.last_name,
        "birth_date": command.birth_date,
    }
    if not thai_id.is_valid(command.national_id):
        raise Refused(_at(command, "id_invalid", field="national_id", params={"value": command.national_id}))
    digits = thai_id.normalise(command.national_id)
    known = Person.objects.filter(national_id=digits, verified_at__isnull=False).first()
    if known is not None and not _differs(known, command):
        return known, []
    try:
        found = dopa_person(digits)
    except GatewayDown:
        return enter_unchecked(told), [_at(command, "dopa_pending", severity=Severity.WARN)]
    differences = compare(found, command.first_name, command.last_name, command.birth_date)
    if differences or found is None:
        raise Refused(*(_at(command, f.code, field=f.field, params=dict(f.params)) for f in differences))
    return enter(found), []


def _differs(known: Person, command: Enrol) -> bool:
    return (known.first_name, known.last_name) != (command.first_name.strip(), command.last_name.strip())


def check_employment(command: Enrol, person: Person, present: Employment | None) -> list[Finding]:
    """What the law and the register say against this employment, or only remark on it."""
    today, start = clock.today(), command.starts_on
    years = age(person.birth_date, start) if person.birth_date else None
    insured_before = Coverage.objects.filter(person=person, section__in=(33, 39)).exists()
    elsewhere = Employment.objects.filter(person=person, ends_on__isnull=True).exclude(
        branch__employer__account_no=command.account
    )
    since = format_date(present.starts_on) if present else ""
    rows = (
        (present is not None, "already_enrolled", Severity.BLOCK, {"since": since}, "34"),
        (start > today, "start_in_future", Severity.BLOCK, {}, "34"),
        (start < LAW_BEGINS, "start_too_early", Severity.BLOCK, {}, "33"),
        (years is not None and years < YOUNGEST, "too_young", Severity.BLOCK, {}, "33"),
        (years is not None and years > OLDEST and not insured_before, "too_old", Severity.BLOCK, {}, "33"),
        (start < today - ENROL_WITHIN, "late_enrolment", Severity.WARN, {}, "34"),
        (elsewhere.exists(), "insured_elsewhere", Severity.WARN, {}, "46"),
    )
    field = "starts_on"
    return [
        _at(command, code, field=field, params=params, severity=severity, section=section)
        for wrong, code, severity, params, section in rows
        if wrong
    ]


def _at(command: Enrol, code: str, **more: object) -> Finding:
    return Finding(code, line=command.line, **more)  # type: ignore[arg-type]


def _branch(command: Enrol) -> Branch:
    found = (
        Branch.objects.filter(employer__account_no=command.account, branch_no=command.branch_no)
        .select_related("employer")
        .first()
    )
    if found is None:
        raise Refused(_at(command, "branch_unknown", field="branch_no", params={"branch": command.branch_no}))
    return found


def _present(person: Person, branch: Branch, day: date) -> Employment | None:
    """The employment at this branch that holds on ``day`` or later."""
    lock = Employment.objects.select_for_update().filter(person=person, branch=branch)
    return next((e for e in lock.order_by("-starts_on") if e.ends_on is None or e.ends_on >= day), None)


def _publish_start(employment: Employment) -> None:
    branch = employment.branch
    publish(
        "registration.employment_started",
        str(employment.pk),
        {
            "person_id": employment.person_id,
            "national_id": employment.person.national_id,
            "employer_id": branch.employer_id,
            "account_no": branch.employer.account_no,
            "branch_no": branch.branch_no,
            "starts_on": employment.starts_on.isoformat(),
        },
    )


def enrol_people(rows: Sequence[Enrol], *, by: Actor, keep_good: bool) -> Enrolment:
    """Enrol the people of a file. With a blocking finding nothing is kept, unless ``keep_good``."""
    findings, enrolled, first = [], [], {}
    good = []
    for row in rows:
        if row.national_id in first:
            findings.append(
                _at(row, "twice_in_file", params={"first": first[row.national_id]}, field="national_id")
            )
            continue
        first[row.national_id] = row.line
        good.append(row)
    with transaction.atomic():
        for row in good:
            try:
                with transaction.atomic():
                    done = enrol(row, by=by)
            except Refused as refused:
                findings += refused.findings
            else:
                enrolled += done.enrolled
                findings += done.findings
        blocked = any(f.blocks for f in findings)
        if blocked and not keep_good:
            transaction.set_rollback(True)
            enrolled = []
    return Enrolment(tuple(enrolled), tuple(findings))


def leave(account: str, national_id: str, *, last_day: date, reason: str, by: Actor) -> Enrolment:
    """Report a leaver (6-09): the employment ends, and coverage with the last employment (s.38).

    The same report again changes nothing. Raises ``Refused``.
    """
    if reason not in LeaveReason.values:
        raise Refused(Finding("leave_reason", field="reason"))
    with transaction.atomic():
        found = (
            Employment.objects.select_for_update(of=("self",))
            .select_related("person", "branch__employer")
            .filter(branch__employer__account_no=account, person__national_id=national_id)
            .order_by("-starts_on")
            .first()
        )
        if found is not None and found.ends_on == last_day and found.reason == reason:
            return Enrolment((employment_view(found),), ())
        findings = _check_leave(found, last_day)
        refuse_if_blocked(findings)
        assert found is not None
        found.ends_on, found.reason, found.leave_reported_on = last_day, reason, clock.today()
        found.save()
        sync_section33(found.person_id)
        publish(
            "registration.employment_ended",
            f"{found.pk}/{last_day}",
            {
                "person_id": found.person_id,
                "account_no": account,
                "ends_on": last_day.isoformat(),
                "reason": reason,
            },
        )
    return Enrolment((employment_view(found),), tuple(findings))


def _check_leave(found: Employment | None, last_day: date) -> list[Finding]:
    if found is None or found.ends_on is not None:
        return [Finding("not_employed", field="last_day", section="44")]
    today = clock.today()
    deadline = Period.of(last_day).next().first.replace(day=15)
    rows = (
        (last_day < found.starts_on, "end_before_start", Severity.BLOCK),
        (last_day > today, "end_in_future", Severity.BLOCK),
        (today > deadline, "late_leave", Severity.WARN),
    )
    params = {"since": format_date(found.starts_on)}
    return [Finding(c, severity, "last_day", params, "44") for wrong, c, severity in rows if wrong]
