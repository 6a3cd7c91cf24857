"""A slice of a file of people: asked of the civil register, judged by the law, and written into the register."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from integrations.public import DopaPerson, GatewayDown
from registration.bulk.lines import COME, NAME
from registration.models import Employment, EnrolFile, EnrolFinding, EnrolLine, Person
from registration.rules.section33 import LAW_BEGINS
from registration.services.civil import Answer, ask_dopa
from registration.services.coverage import sync_section33
from registration.services.departures import Departure, end_employments
from registration.services.enrol_staging import add_findings
from registration.services.insured_facts import NewName, settle
from registration.services.people import compare, known_people, same_name
from sso_core import clock
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Severity
from sso_core.kernel.places import office_of
from sso_core.kernel.thai_calendar import MONTHS_SHORT
from sso_core.law.public import Law, current
from sso_core.messaging.public import publish

_SQL = Path(__file__).parents[1] / "sql"
_CHECK = (_SQL / "enrol_check.sql").read_text()
_KEEP = [part.strip() for part in (_SQL / "enrol_keep.sql").read_text().split("-- next\n")]
_GOOD = """create temp table registration_enrolgood on commit drop as
select l.* from registration_enrolline l
 where l.file_id = %(file)s and l.line between %(first)s and %(last)s
   and not exists (select from registration_enrolfinding f
                    where f.file_id = l.file_id and f.line = l.line and f.severity = 'block')"""
_ANSWERED = """
update registration_enrolline l
   set register = a.register, told = a.told, title_code = a.title_code, title = a.title,
       first_name = a.first_name, last_name = a.last_name, sort_key = a.sort_key, search_key = a.search_key,
       birth_date = a.birth_date, sex = a.sex, nationality = a.nationality
  from jsonb_to_recordset(%(answers)s::jsonb) as a(line int, register text, told jsonb, title_code text,
       title text, first_name text, last_name text, sort_key text, search_key text, birth_date date, sex text,
       nationality text)
 where l.file_id = %(file)s and l.line = a.line"""
_PLAIN = """
update registration_enrolline set register = %(register)s where file_id = %(file)s and line = any(%(lines)s)"""
_GOING = """
select distinct on (l.line) e.id, l.day, l.reason, e.ends_on
  from registration_enrolgood l
  join registration_number n using (national_id)
  join registration_branch b on b.employer_id = %(employer)s and b.branch_no = l.branch_no
  join registration_employment e on e.person_id = n.person_id and e.branch_id = b.id
 where l.kind = 'out'
 order by l.line, e.starts_on desc"""
_STAYING = """
select distinct on (l.line) l.line, e.id
  from registration_enrolgood l
  join registration_number n using (national_id)
  join registration_employment e on e.person_id = n.person_id and e.ends_on is null
  join registration_branch b on b.id = e.branch_id and b.employer_id = %(employer)s
 where l.kind = 'new'
 order by l.line, e.starts_on desc"""
RETRY_AFTER = timedelta(minutes=1)
PEOPLE_ENROLLED = "registration.people_enrolled"


def check(file: EnrolFile, *, first: int, last: int) -> int:
    """Ask the civil register of a slice's people, then the law and our register; returns the rows."""
    lines = _rows_without_fault(file, first, last)
    _ask_civil_register(file, [line for line in lines if line.kind in (COME, NAME)])
    check_law(file, first=first, last=last)
    return EnrolLine.objects.filter(file_id=file.pk, line__range=(first, last)).count()


def _rows_without_fault(file: EnrolFile, first: int, last: int) -> list[EnrolLine]:
    bad = EnrolFinding.objects.filter(file_id=file.pk, severity="block", line__range=(first, last))
    rows = EnrolLine.objects.filter(file_id=file.pk, line__range=(first, last))
    return list(rows.exclude(line__in=bad.values("line")).order_by("line"))


def check_law(file: EnrolFile, *, first: int, last: int) -> None:
    """Judge a slice anew: what was found before is forgotten."""
    EnrolFinding.objects.filter(file_id=file.pk, stage="law", line__range=(first, last)).delete()
    values: dict[str, Any] = {
        "file": file.pk,
        "employer": file.employer_id,
        "first": first,
        "last": last,
        "today": clock.today(),
        "law_begins": LAW_BEGINS,
        "months": list(MONTHS_SHORT),
        **_terms(current()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, values)


def _terms(law: Law) -> dict[str, list[Any]]:
    """The ages and days of Section 33 as rows, one for each stretch in which none of them changes."""
    keys = {
        "least": "registration.s33.age_least",
        "most": "registration.s33.age_most_at_entry",
        "within": "registration.enrol_within_days",
        "change_day": "registration.report_change_day",
    }
    begins = sorted({row.since for key in keys.values() for row in law.parameter(key).rows})
    ends = [day - timedelta(days=1) for day in begins[1:]]
    terms: dict[str, list[Any]] = {
        "since": begins,
        "until": [*ends, law.parameter(keys["least"]).rows[-1].until],
    }
    for name, key in keys.items():
        terms[name] = [int(law.at(key, day).value) for day in begins]
    return terms


def _ask_civil_register(file: EnrolFile, lines: Sequence[EnrolLine]) -> None:
    """Compare each person with the civil register; whom we know by this name already is not asked for."""
    numbers = [line.national_id for line in lines]
    present = {p.national_id: p for p in Person.objects.filter(national_id__in=numbers)}
    trusted = {p.national_id: p for p in known_people(numbers)}
    known = [line for line in lines if _is_known(line, trusted)]
    asked = [line for line in lines if not _is_known(line, trusted)]
    answers = ask_dopa([line.national_id for line in asked])
    found: list[dict[str, Any]] = []
    silent: list[int] = []
    findings: list[Finding] = []
    for line in asked:
        person = present.get(line.national_id)
        judged = _judge(line, answers[line.national_id], person.survivor if person else None)
        findings += judged
        answer = answers[line.national_id]
        if any(finding.blocks for finding in judged):
            continue
        if isinstance(answer, DopaPerson):
            found.append(_answered(line, answer))
        else:
            silent.append(line.line)
    EnrolFinding.objects.filter(
        file_id=file.pk, stage="civil", line__in=[line.line for line in lines]
    ).delete()
    add_findings(file.pk, findings, "civil")
    with connection.cursor() as cursor:
        cursor.execute(
            _ANSWERED, {"file": file.pk, "answers": json.dumps(found, ensure_ascii=False, default=str)}
        )
        for register, rows in (("known", [line.line for line in known]), ("silent", silent)):
            cursor.execute(_PLAIN, {"file": file.pk, "register": register, "lines": rows})


def _is_known(line: EnrolLine, trusted: Mapping[str, Person]) -> bool:
    person = trusted.get(line.national_id)
    return person is not None and same_name(person, line.first_name, line.last_name)


def _judge(line: EnrolLine, answer: Answer, known: Person | None) -> list[Finding]:
    """What the civil register says against a row; while it is silent, what we knew of the person."""
    if isinstance(answer, GatewayDown):
        other = known is not None and not same_name(known, line.first_name, line.last_name)
        if other and line.kind == COME:
            return [Finding("name_on_record", field="first_name", line=line.line)]
        return [Finding("dopa_pending", Severity.WARN, "national_id", line=line.line)]
    differences = compare(answer, line.first_name, line.last_name, line.birth_date)
    return [Finding(f.code, field=f.field, params=f.params, line=line.line) for f in differences]


def _answered(line: EnrolLine, found: DopaPerson) -> dict[str, Any]:
    """The row in the words of the civil register."""
    full = f"{found.first_name} {found.last_name}"
    return {
        "line": line.line,
        "register": "found",
        "title_code": found.title_code,
        "title": found.title,
        "first_name": found.first_name,
        "last_name": found.last_name,
        "sort_key": thai_text.sort_key(full),
        "search_key": thai_text.search_key(full),
        "birth_date": found.birth_date,
        "sex": found.sex or "U",
        "nationality": found.nationality or "099",
        "told": {
            "address": found.address,
            "province": found.province,
            "office": office_of(found.province),
            "marital": found.marital,
        },
    }


def keep(file: EnrolFile, *, first: int, last: int, by: Actor) -> int:
    """Write the good rows of a slice into the register; returns how many people came or went.

    The slice is judged once more, for the register has gone on since the check.
    """
    check_law(file, first=first, last=last)
    now = clock.now()
    values: dict[str, Any] = {
        "file": file.pk,
        "employer": file.employer_id,
        "first": first,
        "last": last,
        "now": now,
        "today": clock.today(),
        "retry": now + RETRY_AFTER,
        **_terms(current()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GOOD, values)
        cursor.execute("analyze registration_enrolgood")
        for statement in _KEEP:
            cursor.execute(statement, values)
        in_the_way = [person_id for (person_id,) in cursor.fetchall()]
        cursor.execute(
            "select e.person_id, l.national_id from registration_came e"
            " join registration_number n using (person_id) join registration_enrolgood l using (national_id)"
        )
        people = cursor.fetchall()
    for person_id in in_the_way:
        sync_section33(person_id)
    if people:
        told = {"account_no": file.employer.account_no, "people": people}
        publish(PEOPLE_ENROLLED, f"{file.pk}/{first}", told)
    # A new name before the leaving: afterwards nobody here may report it.
    renamed = _rename(file, by)
    gone = _release(file, by)
    with connection.cursor() as cursor:
        cursor.execute("drop table registration_enrolgood, registration_came")
    return len(people) + gone + renamed


def _release(file: EnrolFile, by: Actor) -> int:
    """Who leaves: the newest employment at the branch ends, as when one leaver is reported."""
    with connection.cursor() as cursor:
        cursor.execute(_GOING, {"employer": file.employer_id})
        rows = cursor.fetchall()
    ended = [Departure(pk, day, reason) for pk, day, reason, ends_on in rows if ends_on is None]
    end_employments(ended, by=by)
    return len(rows)


def _rename(file: EnrolFile, by: Actor) -> int:
    """New names (form 6-10) as the civil register answered at the check: few in a file, and each person is told."""
    with connection.cursor() as cursor:
        cursor.execute(_STAYING, {"employer": file.employer_id})
        jobs = dict(cursor.fetchall())
    lines = EnrolLine.objects.filter(file_id=file.pk, line__in=jobs).order_by("line")
    rows = Employment.objects.select_related("person", "branch__employer").in_bulk(jobs.values())
    for line in lines:
        assert line.day is not None
        told = NewName(line.first_name, line.last_name, line.day)
        settle(rows[jobs[line.line]], told, _said(line), by=by)
    return len(jobs)


def _said(line: EnrolLine) -> Answer:
    """What the civil register answered of a row."""
    if line.register != "found":
        return GatewayDown("dopa", "it was silent when the file was checked")
    told = {name: line.told.get(name, "") for name in ("address", "province", "marital")}
    return DopaPerson(
        national_id=line.national_id,
        title_code=line.title_code,
        title=line.title,
        first_name=line.first_name,
        last_name=line.last_name,
        birth_date=line.birth_date,
        sex=line.sex,
        nationality=line.nationality,
        status="alive",
        **told,
    )
