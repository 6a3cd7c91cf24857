"""What the database itself refuses, whoever writes: each sentence is raw SQL, past every service and form."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from registration.models import Address, ContractorLink, Coverage, Employment, FamilyLink
from tests.registration.factories import make_employer, make_person

pytestmark = pytest.mark.django_db

COVERAGE = """insert into registration_coverage (person_id, section, option, starts_on, ends_on, end_reason)
              values (%(person)s, {section}, {option}, '{first}', {last}, '')"""
EMPLOYMENT = """insert into registration_employment (person_id, branch_id, starts_on, ends_on, reason, reported_on)
                values (%(person)s, %(branch)s, '{first}', {last}, '{reason}', '2026-01-01')"""


ADDRESS = """insert into registration_address (person_id, kind, house, subdistrict, postcode, since, until)
             values (%(person)s, 'contact', '1', '901101', '90110', '{first}', {last})"""
SPOUSE = """insert into registration_familylink (person_id, kinship, national_id, first_name, last_name, since, until,
                source, evidence, case_reference, recorded_at)
            values (%(person)s, 'spouse', '1990000000051', 'อีกคน', '', {first}, {last}, 'civil', '', '', now())"""
LINK = """insert into registration_contractorlink (principal_id, contractor_id, work, since, until, declared_on)
          values (%(principal)s, %(contractor)s, 'อื่น', '{first}', {last}, '2026-01-01')"""
PLACE = "update registration_branch set subdistrict = '{subdistrict}', postcode = '{postcode}' where id = %(branch)s"


@pytest.fixture
def world():
    """Somebody who works at a branch in 2026 up to June, insured under Section 33 for those months."""
    person, branch = make_person(), make_employer().branches.get()
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
    Employment.objects.create(person=person, branch=branch, reason="1", reported_on=date(2026, 1, 1), **days)
    Coverage.objects.create(person=person, section=33, end_reason="left", **days)
    Address.objects.create(
        person=person, kind="contact", house="9", subdistrict="901101", postcode="90110", since=date(2026, 1, 1),
        until=date(2026, 6, 30),
    )  # fmt: skip
    FamilyLink.objects.create(
        person=person, kinship="spouse", national_id="1990000000043", first_name="คู่สมรส", source="civil",
        since=date(2026, 1, 1), until=date(2026, 6, 30),
    )  # fmt: skip
    other = make_employer()
    work = {
        "work": "ประกอบ",
        "since": date(2026, 1, 1),
        "until": date(2026, 6, 30),
        "declared_on": date(2026, 1, 1),
    }
    ContractorLink.objects.create(principal=branch.employer, contractor=other, **work)
    return {"person": person.pk, "branch": branch.pk, "principal": branch.employer_id, "contractor": other.pk}


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
    "two addresses of a kind on a day": (
        ADDRESS.format(first="2026-06-30", last="null"),
        "address_one_of_a_kind_a_day",
    ),
    "an address that began before and never ends": (
        ADDRESS.format(first="2025-01-01", last="null"),
        "address_one_of_a_kind_a_day",
    ),
    "an address that ends before it begins": (
        ADDRESS.format(first="2026-08-01", last="'2026-07-31'"),
        "address_ends_after_start",
    ),
    "two spouses on a day": (SPOUSE.format(first="'2026-06-30'", last="null"), "family_one_spouse_a_day"),
    "a spouse since nobody knows when, beside another": (
        SPOUSE.format(first="null", last="null"),
        "family_one_spouse_a_day",
    ),
    "a marriage that ends before it begins": (
        SPOUSE.format(first="'2026-08-01'", last="'2026-07-31'"),
        "family_ends_after_start",
    ),
    "a contractor twice on a day": (
        LINK.format(first="2026-06-30", last="null"),
        "contractor_link_once_a_day",
    ),
    "work of a contractor that ends before it begins": (
        LINK.format(first="2026-08-01", last="'2026-07-31'"),
        "contractor_link_ends_after",
    ),
    "a branch in a subdistrict of another province": (
        PLACE.format(subdistrict="901101", postcode="90110"),
        "branch_subdistrict_of_province",
    ),
    "a subdistrict without a postcode": (
        PLACE.format(subdistrict="100402", postcode=""),
        "branch_subdistrict_of_province",
    ),
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
    "statement",
    [
        coverage(39),
        coverage(40, 2),
        employment(),
        employment(last="'2026-07-01'", reason="3"),
        ADDRESS.format(first="2026-07-01", last="null"),
        SPOUSE.format(first="'2026-07-01'", last="null"),
        LINK.format(first="2026-07-01", last="null"),
        PLACE.format(subdistrict="100402", postcode="10500"),
    ],
)
def test_what_is_right_goes_in(world, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement, world)
        assert cursor.rowcount == 1
