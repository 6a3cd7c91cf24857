"""A member with a history, and the member's log-in."""

from datetime import date
from decimal import Decimal

from contributions.public import HistoryRow, load_history, note_gap
from registration.models import Branch, Coverage, Employer, Employment, Person
from sso_core.accounts.public import User
from sso_core.kernel import thai_id
from sso_core.kernel.period import Period, months

TODAY = date(2026, 11, 23)
_numbers = iter(range(1, 10**6))


def a_person(first_name="ปาณิสรา", last_name="แก้วมณีวงศ์", **more):
    number = next(_numbers)
    given = {"title": "นางสาว", "birth_date": date(1992, 5, 2), **more}
    return Person.objects.create(
        national_id=thai_id.make(f"1{number:011d}"), first_name=first_name, last_name=last_name, **given
    )


def a_user(person=None, kind="member", **more):
    number = next(_numbers)
    name = f"{person.first_name} {person.last_name}" if person else "ธนากร วัฒนพงษ์ชัย"
    given = {"username": f"user{number}", "display_name": name, "kind": kind, **more}
    return User.objects.create(person_id=person.pk if person else None, **given)


def an_employer(name="บริษัท ทอใจพัฒนา จำกัด"):
    number = next(_numbers)
    employer = Employer.objects.create(
        account_no=f"10{number:08d}",
        tax_id=thai_id.make(f"0{number:011d}"),
        name=name,
        registered_on=date(2014, 1, 1),
    )
    return Branch.objects.create(employer=employer, name="สำนักงานใหญ่", province="10")


def employed(person, branch=None, since=date(2014, 6, 16)):
    """Works and is covered under Section 33."""
    branch = branch or an_employer()
    Employment.objects.create(person=person, branch=branch, starts_on=since, reported_on=since)
    Coverage.objects.create(person=person, section=33, starts_on=since)
    return branch


def paid(person, branch, first, last, employee="840.00"):
    """Months paid, as brought in from the older system."""
    load_history(
        HistoryRow(
            person.pk, month, 33, Decimal(16800), Decimal(employee), Decimal(employee), Decimal(462),
            wage=Decimal(16800), account_no=branch.employer.account_no, branch_no=branch.branch_no,
            paid_on=month.next().first.replace(day=14),
        )
        for month in months(first, last)
    )  # fmt: skip


def not_loaded(person, first, last):
    note_gap(person.pk, first, last, reason="ยังไม่ได้โอนจากระบบเดิม")


def period(text):
    return Period.parse(text)
