"""Reading the register."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.core.paginator import Page, Paginator
from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from registration.models import (
    Branch,
    Check,
    CheckState,
    Coverage,
    Employer,
    Employment,
    FormerName,
    FormerNumber,
    IdentityPaper,
    PayoutDestination,
    Person,
)
from registration.rules.coverage import Stretch
from registration.rules.insurance import Insurance, branches_key, insurance_on
from registration.rules.insurance import branches as branches_of
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
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.digits import bare
from sso_core.law.public import current
from sso_core.messaging.public import Recipient

FOUND_AT_MOST = 50
LOOKED_AT = 500
ALIKE_AT_MOST = 20
WHOLE_TRIGRAM = 3
"""Letters from which the index of parts helps; shorter texts are looked for at the beginning of names."""
LEAST_FOR_ALIKE = 5
LEAST_LIKENESS = 0.5
STAFF_A_PAGE = 50
_RECORD = Coalesce("merged_into_id", "pk")
"""The record that stands for a person: whoever finds the one that was given up is led to it."""


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


def find_people(text: str) -> tuple[PersonView, ...]:
    """People by any fragment: number, telephone, part of a name of today or before, without regard to tone marks
    and title; where nothing fits, names that read alike.

    Of very many hits some are chosen, so that a fragment that a tenth of the country shares costs no more.
    """
    if len(thai_text.search_key(text)) < 2:
        return ()
    hits = Person.objects.filter(_person_matches(text)).values(record=_RECORD)[:LOOKED_AT]
    people = list(Person.objects.filter(pk__in=hits).order_by("name_sort_key", "pk")[:FOUND_AT_MOST])
    if not _digits(text):
        people += _by_former_name(text, {one.pk for one in people})
    if not people:
        people = _by_paper(text)
    return tuple(person_view(one) for one in people or _alike(text))


def former_names(person_id: int) -> tuple[str, ...]:
    """Names that the person had before, newest first."""
    return tuple(map(str, FormerName.objects.filter(person_id=person_id).order_by("-changed_at", "-pk")))


def _by_former_name(text: str, found: set[int]) -> list[Person]:
    key = thai_text.search_key(text)
    if len(key) < WHOLE_TRIGRAM or len(found) >= FOUND_AT_MOST:
        return []
    had = FormerName.objects.filter(search_key__contains=key).values("person")[:FOUND_AT_MOST]
    return list(Person.objects.filter(pk__in=had).exclude(pk__in=found).order_by("name_sort_key", "pk"))


def _by_paper(text: str) -> list[Person]:
    """By a former number or the whole number of a paper, such as a passport."""
    number = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    if len(number) < LEAST_FOR_ALIKE - 1:
        return []
    had = FormerNumber.objects.filter(national_id=number).values("person")
    shown = IdentityPaper.objects.filter(number=number).values("person")
    return list(Person.objects.filter(Q(pk__in=had) | Q(pk__in=shown)).order_by("name_sort_key", "pk"))


def _alike(text: str) -> list[Person]:
    """Names that share most of their letters with a text, the nearest first.

    A slip seldom spoils both halves of a name: whoever shares one is looked at first, which costs little.
    """
    key = thai_text.search_key(text)
    if _digits(text) or len(key) < LEAST_FOR_ALIKE:
        return []
    middle = len(key) // 2
    halves = [half for half in (key[:middle], key[middle:]) if len(half) >= WHOLE_TRIGRAM]
    shared = reduce(or_, (Q(search_key__contains=half) for half in halves), Q(pk=None))
    return _nearest(key, shared) or _nearest(key, Q(search_key__trigram_similar=key))


def _nearest(key: str, wanted: Q) -> list[Person]:
    hits = Person.objects.filter(wanted).values(record=_RECORD)[:LOOKED_AT]
    alike = Person.objects.filter(pk__in=hits).annotate(likeness=TrigramSimilarity("search_key", key))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(LEAST_LIKENESS)])
        near = alike.filter(likeness__gte=LEAST_LIKENESS)
        return list(near.order_by("-likeness", "pk")[:ALIKE_AT_MOST])


def _person_matches(text: str, path: str = "") -> Q:
    digits = _digits(text)
    if len(digits) == thai_id.LENGTH:
        return Q(**{f"{path}national_id": digits})
    if digits:
        return Q(**{f"{path}national_id__contains": digits}) | Q(**{f"{path}phone__contains": digits})
    key = thai_text.search_key(text)
    return Q(**{f"{path}search_key__{'contains' if len(key) >= WHOLE_TRIGRAM else 'startswith'}": key})


def _digits(text: str) -> str:
    """The digits of a text that is a number, however it is written."""
    try:
        plain = bare(text)
    except ValueError:
        return ""
    return plain if len(plain) >= 4 else ""


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


def find_employers(text: str) -> tuple[EmployerView, ...]:
    if len(thai_text.search_key(text)) < 2:
        return ()
    wanted = Q(search_key__contains=thai_text.search_key(text))
    if digits := _digits(text):
        wanted = Q(account_no__contains=digits) | Q(tax_id__contains=digits)
    found = Employer.objects.filter(wanted).order_by("name", "pk")[:FOUND_AT_MOST]
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
    return found.filter(_person_matches(text, "person__")) if text.strip() else found


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
    found = insurance(person_id, day)
    if not found.grounds:
        return None
    ground = found.grounds[0]
    row = Coverage.objects.get(person_id=person_id, starts_on=ground.since)
    return coverage_view(row, ground.until if ground.after else None)


def insurance(person_id: int, day: date) -> Insurance:
    """Whether the person is insured on ``day``, under which section and for which branches, with the steps."""
    died_on = Person.objects.values_list("died_on", flat=True).get(pk=person_id)
    rows = Coverage.objects.filter(person_id=person_id, starts_on__lte=day)
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
    p = Person.objects.get(pk=person_id)
    return Recipient(subject=f"person:{p.pk}", name=p.full_name, email=p.email, phone=p.phone, language="th")


def employer_recipient(account_no: str) -> Recipient:
    e = Employer.objects.get(account_no=account_no)
    return Recipient(
        subject=f"employer:{account_no}", name=e.name, email=e.email, phone=e.phone, language="th"
    )
