"""Staff come: forms 1-03 and 1-03/1 (SSA s.33, s.34).

DOPA is asked before the transaction opens, so that no lock waits for another office. Coverage is a matter of
law and begins with the first day of work: while DOPA does not answer the person is enrolled as told, and the
check follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from integrations.public import GatewayDown
from registration.models import Branch, Coverage, Employment, LateKind, Person
from registration.rules.section33 import LAW_BEGINS, age_fault, exclusion_fault, report_due
from registration.selectors import employment, known_by
from registration.services.civil import Answer, ask_dopa
from registration.services.coverage import sync_section33
from registration.services.foreigners import permit_ended
from registration.services.lateness import note_if_late
from registration.services.people import (
    compare,
    enter,
    enter_unchecked,
    known_people,
    lock_person,
    same_name,
)
from registration.values import EmploymentView
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused, Severity, refuse_if_blocked
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import publish_many

_HOLD_BRANCHES = """
select from registration_branch b join registration_employer e on e.id = b.employer_id
 where e.account_no = any(%s) order by b.id for key share of b"""


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
    excluded: str = ""
    """The group of s.4 to which the person belongs, as the employer tells it."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What became of some lines: who was enrolled, and every finding in the order of the lines."""

    enrolled: tuple[EmploymentView, ...]
    findings: tuple[Finding, ...]

    @property
    def blocked_lines(self) -> frozenset[int]:
        return frozenset(f.line for f in self.findings if f.blocks)


def enrol(command: Enrol, *, by: Actor) -> Enrolment:
    """Enrol one person: DOPA is asked, coverage begins on the first day of work (s.33, s.34).

    Raises ``Refused`` with what blocks; warnings come back with the enrolment. The same line again changes
    nothing.
    """
    answers = _answers([command])
    with transaction.atomic():
        _hold_branches([command])
        return _enrol(command, answers, by)


def enrol_people(rows: Sequence[Enrol], *, by: Actor, keep_good: bool, only_check: bool = False) -> Enrolment:
    """Enrol the people of a file. With a blocking finding nothing is kept, unless ``keep_good``.

    ``only_check`` does everything and takes it back: the findings are those of the real thing.
    """
    single, findings = _first_of_each(rows)
    answers = _answers(single)
    enrolled: list[EmploymentView] = []
    with transaction.atomic():
        _hold_branches(rows)
        # In the order of the numbers, so that two files with the same people never wait for each other.
        for row in sorted(single, key=lambda row: row.national_id):
            try:
                with transaction.atomic():
                    done = _enrol(row, answers, by)
            except Refused as refused:
                findings += refused.findings
            else:
                enrolled += done.enrolled
                findings += done.findings
        if only_check or (not keep_good and any(f.blocks for f in findings)):
            transaction.set_rollback(True)
            enrolled = []
    return Enrolment(tuple(enrolled), tuple(sorted(findings, key=lambda f: f.line)))


def _hold_branches(rows: Sequence[Enrol]) -> None:
    """Whoever closes a branch waits for us, and we for them: before any person is locked, so never crosswise."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_BRANCHES, [sorted({row.account for row in rows})])


def _first_of_each(rows: Sequence[Enrol]) -> tuple[list[Enrol], list[Finding]]:
    """Each number once; a line that repeats one is told where it stood first."""
    single: dict[str, Enrol] = {}
    findings = []
    for row in rows:
        digits = thai_id.normalise(row.national_id) if thai_id.is_valid(row.national_id) else row.national_id
        if digits in single:
            params = {"first": single[digits].line}
            findings.append(_at(row, "twice_in_file", params=params, field="national_id"))
        else:
            single[digits] = row
    return list(single.values()), findings


def _answers(rows: Sequence[Enrol]) -> dict[str, Answer]:
    """What DOPA says of everybody whom the register does not know as told."""
    told = {thai_id.normalise(r.national_id): r for r in rows if thai_id.is_valid(r.national_id)}
    checked = known_people(told)
    known = {p.national_id for p in checked if same_name(p, *_name(told[p.national_id]))}
    return ask_dopa(sorted(set(told) - known))


def _name(command: Enrol) -> tuple[str, str]:
    return command.first_name, command.last_name


def _enrol(command: Enrol, answers: Mapping[str, Answer], by: Actor) -> Enrolment:
    with transaction.atomic():
        branch = _branch(command)
        person, warnings = _person(command, answers)
        lock_person(person.pk)
        same = _present(person, branch, command.starts_on)
        if same is not None and same.starts_on == command.starts_on:
            return Enrolment((_view(same),), tuple(warnings))
        findings = _against(command, person, same)
        refuse_if_blocked(findings)
        made = Employment.objects.create(
            person=person,
            branch=branch,
            starts_on=command.starts_on,
            wage=command.wage,
            reported_on=clock.today(),
        )
        sync_section33(person.pk)
        due = report_due(command.starts_on, law=current())
        subject = f"person:{person.pk}"
        note_if_late(
            LateKind.ENROLMENT,
            branch.employer_id,
            happened_on=command.starts_on,
            due_on=due,
            subject=subject,
        )
        publish_starts([made])
        account = branch.employer.account_no
        record("enrolled", by=by, subject=subject, params={"account_no": account})
    return Enrolment((_view(made),), (*warnings, *findings))


def _view(made: Employment) -> EmploymentView:
    found = employment(made.pk)
    assert found is not None
    return found


def _person(command: Enrol, answers: Mapping[str, Answer]) -> tuple[Person, list[Finding]]:
    if not thai_id.is_valid(command.national_id):
        raise Refused(_at(command, "id_invalid", field="national_id", params={"value": command.national_id}))
    digits = thai_id.normalise(command.national_id)
    known = known_by(digits)
    if known is not None and known.died_on is not None:
        raise Refused(_at(command, "dopa_dead", field="national_id"))
    if digits not in answers:
        assert known is not None
        return known, []
    answer = answers[digits]
    if isinstance(answer, GatewayDown):
        return _unchecked(command, known), [
            _at(command, "dopa_pending", field="national_id", severity=Severity.WARN)
        ]
    differences = compare(answer, command.first_name, command.last_name, command.birth_date)
    if differences or answer is None:
        raise Refused(*(_at(command, f.code, field=f.field, params=dict(f.params)) for f in differences))
    return enter(answer), []


def _unchecked(command: Enrol, known: Person | None) -> Person:
    """Enrolled as told while DOPA is silent; a name that the register checked before must still fit."""
    if known is not None and not same_name(known, *_name(command)):
        raise Refused(_at(command, "name_on_record", field="first_name"))
    told: dict[str, Any] = {
        "national_id": command.national_id,
        "title_code": command.title_code,
        "title": command.title,
        "first_name": command.first_name,
        "last_name": command.last_name,
        "birth_date": command.birth_date,
    }
    return enter_unchecked(told)


def _against(command: Enrol, person: Person, present: Employment | None) -> list[Finding]:
    """What the law and the register say against this employment, or only remark on it."""
    today, start, law = clock.today(), command.starts_on, current()
    insured_before = Coverage.objects.filter(person=person, section__in=(33, 39)).exists()
    elsewhere = Employment.objects.filter(person=person, ends_on__isnull=True).exclude(
        branch__employer__account_no=command.account
    )
    since = format_date(present.starts_on) if present else ""
    rows: list[tuple[bool, str, Severity, dict[str, Any], str]] = [
        (present is not None, "already_enrolled", Severity.BLOCK, {"since": since}, "34"),
        (start > today, "start_in_future", Severity.BLOCK, {}, "34"),
        (start < LAW_BEGINS, "start_too_early", Severity.BLOCK, {}, "33"),
        (elsewhere.exists(), "insured_elsewhere", Severity.WARN, {}, "46"),
        (permit_ended(person.pk, start), "permit_ended", Severity.WARN, {}, ""),
    ]
    if LAW_BEGINS <= start <= today:
        left_out = exclusion_fault(command.excluded, start, law=law)
        rows.append((bool(left_out), left_out, Severity.BLOCK, {}, "4"))
        fault = age_fault(born=person.birth_date, starts_on=start, insured_before=insured_before, law=law)
        rows += [
            (bool(fault), fault, Severity.BLOCK, {}, "33"),
            (today > report_due(start, law=law), "late_enrolment", Severity.WARN, {}, "34"),
        ]
    return [
        _at(command, code, field="starts_on", params=params, severity=severity, section=section)
        for wrong, code, severity, params, section in rows
        if wrong
    ]


def _at(command: Enrol, code: str, **more: Any) -> Finding:
    return Finding(code, line=command.line, **more)


def _branch(command: Enrol) -> Branch:
    found = (
        Branch.objects.filter(employer__account_no=command.account, branch_no=command.branch_no)
        .select_related("employer")
        .first()
    )
    if found is None:
        raise Refused(_at(command, "branch_unknown", field="branch_no", params={"branch": command.branch_no}))
    if found.employer.closed_on is not None:
        raise Refused(_at(command, "employer_closed", field="branch_no"))
    _refuse_outside(command, found)
    return found


def _refuse_outside(command: Enrol, branch: Branch) -> None:
    """A branch takes nobody before it opened nor after it closed."""
    if branch.closed_on is not None and command.starts_on > branch.closed_on:
        params = {"branch": branch.branch_no, "day": format_date(branch.closed_on)}
        raise Refused(_at(command, "branch_closed", field="branch_no", params=params, section="44"))
    if branch.opened_on is not None and command.starts_on < branch.opened_on:
        params = {"branch": branch.branch_no, "day": format_date(branch.opened_on)}
        raise Refused(_at(command, "branch_not_open", field="branch_no", params=params))


def _present(person: Person, branch: Branch, day: date) -> Employment | None:
    """The employment at this branch that holds on ``day`` or later."""
    rows = Employment.objects.filter(person=person, branch=branch).order_by("-starts_on")
    return next((e for e in rows if e.ends_on is None or e.ends_on >= day), None)


def publish_starts(made: Iterable[Employment]) -> None:
    """Tell the apps above that employments began."""
    publish_many("registration.employment_started", [(str(one.pk), _told_of(one)) for one in made])


def _told_of(made: Employment) -> dict[str, Any]:
    branch = made.branch
    return {
        "person_id": made.person_id,
        "national_id": made.person.national_id,
        "employer_id": branch.employer_id,
        "account_no": branch.employer.account_no,
        "branch_no": branch.branch_no,
        "starts_on": made.starts_on.isoformat(),
    }
