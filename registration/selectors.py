"""Reading the register."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from registration.models import (
    Branch,
    Check,
    CheckState,
    Coverage,
    Employer,
    Employment,
    FormerName,
    PayoutDestination,
    Person,
)
from registration.rules.coverage import Stretch
from registration.rules.insurance import Insurance, branches_key, insurance_on
from registration.rules.insurance import branches as branches_of
from registration.search import person_matches
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
from sso_core import clock
from sso_core.kernel import thai_id
from sso_core.law.public import current
from sso_core.messaging.public import Recipient

STAFF_A_PAGE = 50


def person(person_id: int) -> PersonView:
    """Raises ``Person.DoesNotExist``."""
    return person_view(Person.objects.get(pk=person_id))


def known_by(national_id: str) -> Person | None:
    """The person to whom a number leads, also a former one, or one given up when two records were merged."""
    rows = Person.objects.select_related("merged_into")
    found = rows.filter(national_id=national_id).first()
    found = found or rows.filter(former_numbers__national_id=national_id).first()
    return found.survivor if found else None


def person_by_national_id(national_id: str) -> PersonView | None:
    """The same for a number as it is written; None for one that cannot be."""
    found = known_by(thai_id.normalise(national_id)) if thai_id.is_valid(national_id) else None
    return person_view(found) if found else None


def records_of(person_id: int) -> list[int]:
    """The record of a person and those that were merged into it, the own first."""
    merged = Person.objects.filter(merged_into=person_id).order_by("pk").values_list("pk", flat=True)
    return [person_id, *merged]


def former_names(person_id: int) -> tuple[str, ...]:
    """Names that the person had before, newest first."""
    return tuple(map(str, FormerName.objects.filter(person_id=person_id).order_by("-changed_at", "-pk")))


def employer(account_no: str) -> EmployerView | None:
    found = Employer.objects.filter(account_no=account_no).first()
    return employer_view(found) if found else None


def employer_names(account_nos: Collection[str]) -> dict[str, str]:
    """The names of employers by account number; nobody for a number that is not known."""
    found = Employer.objects.filter(account_no__in=account_nos) if account_nos else Employer.objects.none()
    return dict(found.values_list("account_no", "name"))


def employer_of_tax_id(tax_id: str) -> EmployerView | None:
    """The open account of a juristic person or a natural one."""
    found = Employer.objects.filter(tax_id=tax_id, closed_on__isnull=True).first()
    return employer_view(found) if found else None


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
    failed = Check.objects.filter(
        kind="dopa",
        state=CheckState.FAILED,
        subject=Concat(Value("person:"), Cast(OuterRef("person_id"), TextField())),
    )
    fault = Subquery(failed.order_by("-pk").values("detail")[:1])
    return Employment.objects.select_related("person", "branch__employer").annotate(fault=fault)


def employments_of(person_id: int) -> tuple[EmploymentView, ...]:
    """Every employment of a person, newest first."""
    return tuple(
        employment_view(e) for e in _employments().filter(person_id=person_id).order_by("-starts_on")
    )


def staff_of(account_no: str, *, on: date | None = None) -> tuple[EmploymentView, ...]:
    """The staff of an employer in the order of their names; with ``on``, those who work there that day."""
    found = _staff(account_no, "")
    if on is not None:
        found = _at_work(found, on)
    return tuple(employment_view(e) for e in found.order_by("person__name_sort_key", "-starts_on"))


@dataclass(frozen=True, slots=True)
class StaffCounts:
    working: int
    waiting: int
    faulty: int


def staff_counts(account_no: str, day: date) -> StaffCounts:
    """How many work there on a day, and how many of them DOPA has not confirmed or not known."""
    working = _at_work(_staff(account_no, ""), day)
    unchecked = working.filter(person__verified_at__isnull=True)
    rows = unchecked.aggregate(all=Count("pk"), faulty=Count("pk", filter=Q(fault__isnull=False)))
    return StaffCounts(working.count(), rows["all"] - rows["faulty"], rows["faulty"])


def staff_page(
    account_no: str, *, day: date, text: str = "", show: str = "", number: str | int | None = 1
) -> Page[Any]:
    """A page of staff: ``show`` is nothing (at work on ``day``), ``check`` (not confirmed) or ``all``."""
    found = _staff(account_no, text)
    if show != "all":
        found = _at_work(found, day)
    if show == "check":
        found = found.filter(person__verified_at__isnull=True)
    rows = found.order_by("person__name_sort_key", "-starts_on", "pk")
    page: Page[Any] = Paginator(rows, STAFF_A_PAGE).get_page(number)
    page.object_list = [employment_view(e) for e in page.object_list]
    return page


def _staff(account_no: str, text: str) -> QuerySet[Employment]:
    found = _employments().filter(branch__employer__account_no=account_no)
    return found.filter(person_matches(text, "person__")) if text.strip() else found


def _at_work(found: QuerySet[Employment], day: date) -> QuerySet[Employment]:
    return found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def employment(employment_id: int) -> EmploymentView | None:
    found = _employments().filter(pk=employment_id).first()
    return employment_view(found) if found else None


def coverages(person_id: int) -> tuple[CoverageView, ...]:
    """Every stretch of insured days, newest first."""
    return tuple(
        coverage_view(c) for c in Coverage.objects.filter(person_id=person_id).order_by("-starts_on")
    )


def coverage_on(person_id: int, day: date) -> CoverageView | None:
    """The status that insures the person on ``day``, or whose rights go on (s.38, s.41); see ``insurance``."""
    rows = _begun_by(person_id, day)
    found = _insurance(person_id, day, rows)
    if not found.grounds:
        return None
    ground = found.grounds[0]
    row = next(one for one in rows if one.starts_on == ground.since)
    return coverage_view(row, ground.until if ground.after else None)


def insurance(person_id: int, day: date) -> Insurance:
    """Whether the person is insured on ``day``, under which section and for which branches, with the steps."""
    return _insurance(person_id, day, _begun_by(person_id, day))


def _begun_by(person_id: int, day: date) -> list[Coverage]:
    return list(Coverage.objects.filter(person_id=person_id, starts_on__lte=day))


def _insurance(person_id: int, day: date, rows: list[Coverage]) -> Insurance:
    died_on = Person.objects.values_list("died_on", flat=True).get(pk=person_id)
    stretches = [Stretch(c.section, c.starts_on, c.ends_on, c.end_reason, c.option) for c in rows]
    return insurance_on(stretches, day, law=current(), died_on=died_on)


def option_branches(option: int, day: date) -> frozenset[str]:
    """What an option of Section 40 insures against on ``day``."""
    return frozenset(map(str, branches_of(current().at(branches_key(40, option), day))))


def destination_of(person_id: int) -> Destination | None:
    """Where the person is paid now; None means PromptPay by the own id, which everybody may use.

    An approved account counts from its hour on, also before the task has put it in place.
    """
    rows = PayoutDestination.objects.filter(person_id=person_id)
    due = rows.filter(state="approved", since__lte=clock.now()).first()
    found = due or rows.filter(state="active").first()
    return destination_view(found) if found else None


def asked_destination_of(person_id: int) -> Destination | None:
    """A bank account that waits for an officer, or for its hour after the approval."""
    found = PayoutDestination.objects.filter(person_id=person_id, state__in=("asked", "approved")).first()
    return destination_view(found) if found else None


def recipient_of(person_id: int) -> Recipient:
    return recipient(Person.objects.get(pk=person_id))


def recipient(p: Person) -> Recipient:
    return Recipient(subject=f"person:{p.pk}", name=p.full_name, email=p.email, phone=p.phone, language="th")


def employer_recipient(account_no: str) -> Recipient:
    return _told(Employer.objects.get(account_no=account_no))


def employer_recipients(accounts: Iterable[str]) -> dict[str, Recipient]:
    """Many employers as they are told, by account."""
    found = Employer.objects.filter(account_no__in=list(accounts))
    return {e.account_no: _told(e) for e in found}


def _told(e: Employer) -> Recipient:
    return Recipient(
        subject=f"employer:{e.account_no}", name=e.name, email=e.email, phone=e.phone, language="th"
    )
