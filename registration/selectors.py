"""Reading the register."""

from datetime import date

from django.db.models import Q, QuerySet

from registration.models import Branch, Coverage, Employer, Employment, PayoutDestination, Person
from registration.rules.coverage import Stretch, insured_on
from registration.values import (
    BranchView,
    CoverageView,
    Destination,
    EmployerView,
    EmploymentView,
    PersonView,
    branch_view,
    coverage_view,
    destination_view,
    employer_view,
    employment_view,
    person_view,
)
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.digits import arabic
from sso_core.law.public import current
from sso_core.messaging.public import Recipient

FOUND_AT_MOST = 50


def person(person_id: int) -> PersonView:
    """Raises ``Person.DoesNotExist``."""
    return person_view(Person.objects.get(pk=person_id))


def person_by_national_id(national_id: str) -> PersonView | None:
    if not thai_id.is_valid(national_id):
        return None
    found = Person.objects.filter(national_id=thai_id.normalise(national_id)).first()
    return person_view(found) if found else None


def find_people(text: str) -> tuple[PersonView, ...]:
    """People by any fragment: number, telephone, or part of a name without regard to tone marks and title."""
    digits = "".join(c for c in arabic(text) if c.isdigit())
    if len(digits) >= 4:
        wanted = Q(national_id__contains=digits) | Q(phone__contains=digits)
    else:
        key = thai_text.search_key(text)
        if len(key) < 2:
            return ()
        wanted = Q(search_key__contains=key)
    people = Person.objects.filter(wanted).order_by("name_sort_key")[:FOUND_AT_MOST]
    return tuple(person_view(one) for one in people)


def employer(account_no: str) -> EmployerView | None:
    found = Employer.objects.filter(account_no=account_no).first()
    return employer_view(found) if found else None


def find_employers(text: str) -> tuple[EmployerView, ...]:
    digits = "".join(c for c in arabic(text) if c.isdigit())
    wanted = Q(search_key__contains=thai_text.search_key(text))
    if len(digits) >= 4:
        wanted = Q(account_no__contains=digits) | Q(tax_id__contains=digits)
    found = Employer.objects.filter(wanted).order_by("name")[:FOUND_AT_MOST]
    return tuple(employer_view(one) for one in found)


def branches(account_no: str) -> tuple[BranchView, ...]:
    found = Branch.objects.filter(employer__account_no=account_no).select_related("employer")
    return tuple(branch_view(one) for one in found.order_by("branch_no"))


def branch(account_no: str, branch_no: str) -> BranchView | None:
    found = Branch.objects.filter(employer__account_no=account_no, branch_no=branch_no).select_related(
        "employer"
    )
    one = found.first()
    return branch_view(one) if one else None


def _employments() -> QuerySet[Employment]:
    return Employment.objects.select_related("person", "branch__employer")


def employments_of(person_id: int) -> tuple[EmploymentView, ...]:
    """Every employment of a person, newest first."""
    return tuple(
        employment_view(e) for e in _employments().filter(person_id=person_id).order_by("-starts_on")
    )


def staff_of(account_no: str, *, on: date | None = None) -> tuple[EmploymentView, ...]:
    """The staff of an employer in the order of their names; with ``on``, those who work there that day."""
    found = _employments().filter(branch__employer__account_no=account_no)
    if on is not None:
        found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    return tuple(employment_view(e) for e in found.order_by("person__name_sort_key", "-starts_on"))


def employment(employment_id: int) -> EmploymentView | None:
    found = _employments().filter(pk=employment_id).first()
    return employment_view(found) if found else None


def coverages(person_id: int) -> tuple[CoverageView, ...]:
    """Every stretch of insured days, newest first."""
    return tuple(
        coverage_view(c) for c in Coverage.objects.filter(person_id=person_id).order_by("-starts_on")
    )


def coverage_on(person_id: int, day: date) -> CoverageView | None:
    """Whether and how the person is insured on ``day``, with the six months after the end (s.38, s.41)."""
    rows = list(Coverage.objects.filter(person_id=person_id, starts_on__lte=day))
    stretches = {Stretch(c.section, c.starts_on, c.ends_on, c.end_reason, c.option): c for c in rows}
    after = int(current().at("coverage.months_after_end", day).value)
    found = insured_on(stretches, day, months_after=after)
    return coverage_view(stretches[found[0]], found[1]) if found else None


def destination_of(person_id: int) -> Destination | None:
    """Where the person is paid now; None means PromptPay by the own id, which everybody may use."""
    found = PayoutDestination.objects.filter(person_id=person_id, state="active").first()
    return destination_view(found) if found else None


def asked_destination_of(person_id: int) -> Destination | None:
    """A bank account that waits for an officer."""
    found = PayoutDestination.objects.filter(person_id=person_id, state="asked").first()
    return destination_view(found) if found else None


def recipient_of(person_id: int) -> Recipient:
    p = Person.objects.get(pk=person_id)
    return Recipient(subject=f"person:{p.pk}", name=p.full_name, email=p.email, phone=p.phone, language="th")


def employer_recipient(account_no: str) -> Recipient:
    e = Employer.objects.get(account_no=account_no)
    return Recipient(
        subject=f"employer:{account_no}", name=e.name, email=e.email, phone=e.phone, language="th"
    )
