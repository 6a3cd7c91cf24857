"""The officer's search of a million by any fragment: people by number, telephone, name of today or before, paper and
employer; employers by name, account and tax number. Where nothing fits, names that read alike."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from registration.models import Employer, Employment, FormerName, FormerNumber, IdentityPaper, Person
from registration.values import EmployerView, PersonView, employer_view, person_view
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.digits import bare

M = TypeVar("M", bound=Model)
FOUND_AT_MOST = 50
LOOKED_AT = 500
STAFF_AT_MOST = 50_000
ALIKE_AT_MOST = 20
WHOLE_TRIGRAM = 3
"""Letters from which the index of parts helps; shorter texts are looked for at the beginning of names."""
LEAST_FOR_ALIKE = 5
LEAST_LIKENESS = 0.5
LEAST_TOLD = 2
_RECORD = Coalesce("merged_into_id", "pk")
"""The record that stands for a person: whoever finds the one that was given up is led to it."""


def find_people(text: str, *, employer: str = "") -> tuple[PersonView, ...]:
    """People by any fragment: number, telephone, part of a name of today or before, without regard to tone marks
    and title; where nothing fits, names that read alike. With ``employer``, a fragment too, those who work or
    worked there.

    Of very many hits some are chosen, so that a fragment that a tenth of the country shares costs no more.
    """
    if employer.strip():
        return tuple(map(person_view, _at_employers(text, employer)))
    if _too_little(text):
        return ()
    hits = Person.objects.filter(person_matches(text)).values(record=_RECORD)[:LOOKED_AT]
    people = list(_in_order(hits)[:FOUND_AT_MOST])
    if not _digits(text):
        people += _by_former_name(text, {one.pk for one in people})
    if not people:
        people = _by_paper(text)
    return tuple(person_view(one) for one in people or _alike(text))


def find_employers(text: str) -> tuple[EmployerView, ...]:
    """Employers by part of name, account or tax number; where nothing fits, names that read alike."""
    if _too_little(text):
        return ()
    found = list(_employers(text).order_by("name", "pk")[:FOUND_AT_MOST])
    return tuple(employer_view(one) for one in found or _employers_alike(text))


def names_before(people: Iterable[PersonView], text: str) -> dict[int, str]:
    """Of people who were found by a name that they do not have any more, that name."""
    key = thai_text.search_key(text)
    shown = [one.id for one in people if key not in thai_text.search_key(f"{one.first_name} {one.last_name}")]
    had = FormerName.objects.filter(person__in=shown, search_key__contains=key) if key else ()
    return {one.person_id: str(one) for one in had}


def person_matches(text: str, path: str = "") -> Q:
    """What holds of people of whom ``text`` is part of the number, telephone or name of today."""
    digits = _digits(text)
    if len(digits) == thai_id.LENGTH:
        return Q(**{f"{path}national_id": digits})
    if digits:
        return Q(**{f"{path}national_id__contains": digits}) | Q(**{f"{path}phone__contains": digits})
    key = thai_text.search_key(text)
    return Q(**{f"{path}search_key__{'contains' if len(key) >= WHOLE_TRIGRAM else 'startswith'}": key})


def _too_little(text: str) -> bool:
    return len(thai_text.search_key(text)) < LEAST_TOLD


def _in_order(records: Any) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=records).order_by("name_sort_key", "pk")


def _by_former_name(text: str, found: set[int], among: Q | None = None) -> list[Person]:
    key = thai_text.search_key(text)
    if len(key) < WHOLE_TRIGRAM or len(found) >= FOUND_AT_MOST:
        return []
    names = FormerName.objects.filter(among or Q(), search_key__contains=key)
    had = names.values("person")[:FOUND_AT_MOST]
    return list(_in_order(had).exclude(pk__in=found))


def _by_paper(text: str) -> list[Person]:
    """By a former number or the whole number of a paper, such as a passport."""
    number = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    if len(number) < LEAST_FOR_ALIKE - 1:
        return []
    had = FormerNumber.objects.filter(national_id=number).values("person")
    shown = IdentityPaper.objects.filter(number=number).values("person")
    return list(Person.objects.filter(Q(pk__in=had) | Q(pk__in=shown)).order_by("name_sort_key", "pk"))


def _at_employers(text: str, employer: str) -> list[Person]:
    """Who works or worked at the employers that a fragment names; of them those whom ``text`` names."""
    if _too_little(employer):
        return []
    there = [one.pk for one in _employers(employer)[:FOUND_AT_MOST]]
    staff = Employment.objects.filter(branch__employer__in=there).values("person")
    if _too_little(text):
        return list(_in_order(staff[:LOOKED_AT])[:FOUND_AT_MOST])
    # The cut also keeps the database from looking through everybody of a name that many have.
    some = staff[:STAFF_AT_MOST]
    people = list(_in_order(some).filter(person_matches(text))[:FOUND_AT_MOST])
    if not _digits(text):
        people += _by_former_name(text, {one.pk for one in people}, among=Q(person__in=some))
    return people


def _employers(text: str) -> QuerySet[Employer]:
    """Some of the employers that a fragment names."""
    digits, key = _digits(text), thai_text.search_key(text)
    wanted = (
        Q(account_no__contains=digits) | Q(tax_id__contains=digits) if digits else Q(search_key__contains=key)
    )
    return Employer.objects.filter(pk__in=Employer.objects.filter(wanted).values("pk")[:LOOKED_AT])


def _alike(text: str) -> list[Person]:
    """People whose names share most of their letters with a text, the nearest first."""

    def like(key: str) -> Any:
        return TrigramSimilarity("search_key", key)

    return _near(Person.objects.all(), text, like, _RECORD)


def _employers_alike(text: str) -> list[Employer]:
    """Employers with a part of the name that shares most of its letters; what all companies are called counts
    for nothing."""

    def like(key: str) -> Any:
        return TrigramWordSimilarity(key, "search_key")

    return _near(Employer.objects.all(), text, like, F("pk"))


def _near(rows: QuerySet[M], text: str, like: Callable[[str], Any], record: Any) -> list[M]:
    """A slip seldom spoils both halves of a name: whoever shares one is looked at first, which costs little."""
    key = thai_text.search_key(text)
    if _digits(text) or len(key) < LEAST_FOR_ALIKE:
        return []
    middle = len(key) // 2
    halves = [half for half in (key[:middle], key[middle:]) if len(half) >= WHOLE_TRIGRAM]
    shared = reduce(or_, (Q(search_key__contains=half) for half in halves), Q(pk=None))
    whole = Q(search_key__trigram_similar=key)
    return _nearest(rows, shared, like(key), record) or _nearest(rows, whole, like(key), record)


def _nearest(rows: QuerySet[M], wanted: Q, likeness: Any, record: Any) -> list[M]:
    hits = rows.filter(wanted).annotate(record=record).values("record")[:LOOKED_AT]
    alike = rows.filter(pk__in=hits).annotate(likeness=likeness)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(LEAST_LIKENESS)])
        near = alike.filter(likeness__gte=LEAST_LIKENESS)
        return list(near.order_by("-likeness", "pk")[:ALIKE_AT_MOST])


def _digits(text: str) -> str:
    """The digits of a text that is a number, however it is written."""
    try:
        plain = bare(text)
    except ValueError:
        return ""
    return plain if len(plain) >= 4 else ""
