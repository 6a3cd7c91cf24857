"""What the database itself refuses, whoever writes: each sentence is raw SQL, past every service and form."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from registration.models import Coverage, Employment
from tests.registration.factories import make_employer, make_person

pytestmark = pytest.mark.django_db

COVERAGE = """insert into registration_coverage (person_id, section, option, starts_on, ends_on, end_reason)
              values (%(person)s, {section}, {option}, '{first}', {last}, '')"""
EMPLOYMENT = """insert into registration_employment (person_id, branch_id, starts_on, ends_on, reason, reported_on)
                values (%(person)s, %(branch)s, '{first}', {last}, '{reason}', '2026-01-01')"""


@pytest.fixture
def world():
    """Somebody who works at a branch in 2026 up to June, insured under Section 33 for those months."""
    person, branch = make_person(), make_employer().branches.get()
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
    Employment.objects.create(person=person, branch=branch, reason="1", reported_on=date(2026, 1, 1), **days)
    Coverage.objects.create(person=person, section=33, end_reason="left", **days)
    return {"person": person.pk, "branch": branch.pk}


def coverage(section=33, option="null", first="2026-07-01", last="null"):
    return COVERAGE.format(section=section, option=option, first=first, last=last)


def employment(first="2026-07-01", last="null", reason=""):
    return EMPLOYMENT.format(first=first, last=last, reason=reason)


REFUSED = {
    "a second section on an insured day": (coverage(39, first="2026-06-30"), "coverage_one_section_a_day"),
    "the same section twice": (coverage(33, first="2026-03-01"), "coverage_one_section_a_day"),
    "a stretch that begins before and never ends": (
        coverage(40, 1, "2025-12-01"),
        "coverage_one_section_a_day",
    ),
    "Section 40 without an option": (coverage(40), "coverage_option_of_40"),
    "an option outside Section 40": (coverage(39, 1), "coverage_option_of_40"),
    "a section that is none": (coverage(34), "coverage_section_known"),
    "a status that ends before it begins": (coverage(39, last="'2026-06-30'"), "coverage_ends_after_start"),
    "two employments at a branch at once": (employment("2026-06-30"), "employment_not_twice_at_a_branch"),
    "an end before the start": (employment(last="'2026-06-30'", reason="1"), "employment_ends_after_start"),
    "an end without a reason": (employment(last="'2026-07-31'"), "employment_end_has_reason"),
    "a reason without an end": (employment(reason="1"), "employment_end_has_reason"),
    "a number of twelve digits": (
        "update registration_person set national_id = '123456789012' where id = %(person)s",
        "person_id_13_digits",
    ),
    "born before 1900": (
        "update registration_person set birth_date = '1899-12-31' where id = %(person)s",
        "person_born_after_1900",
    ),
    "dead before born": (
        "update registration_person set died_on = '1989-12-31' where id = %(person)s",
        "person_dies_after_birth",
    ),
    "a sex that is none": (
        "update registration_person set sex = 'X' where id = %(person)s",
        "person_sex_known",
    ),
    "two open accounts of one number": (
        "insert into registration_employer (account_no, kind, tax_id, name, search_key, email, phone, office,"
        " directors, registered_on) select '9999999999', kind, tax_id, name, '', '', '', office, '{}', registered_on"
        " from registration_employer",
        "employer_one_open_account",
    ),
}


@pytest.mark.parametrize(("statement", "constraint"), REFUSED.values(), ids=REFUSED)
def test_raw_sql_is_refused(world, statement, constraint):
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, world)


@pytest.mark.parametrize(
    "statement", [coverage(39), coverage(40, 2), employment(), employment(last="'2026-07-01'", reason="3")]
)
def test_what_is_right_goes_in(world, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement, world)
        assert cursor.rowcount == 1
