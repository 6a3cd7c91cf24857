"""Addresses by subdistrict, with days. The office that looks after a person follows the contact address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from registration.models import Address, AddressKind, Person
from registration.services.people import lock_person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.localities import Locality, locality
from sso_core.kernel.places import office_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AddressView:
    kind: str
    house: str
    place: Locality
    postcode: str
    since: date
    until: date | None

    @property
    def place_in_words(self) -> str:
        """The subdistrict in the language of the page."""
        return self.place.in_words(self.postcode, english=get_language() == "en")

    @property
    def on_letters(self) -> str:
        """The whole address in Thai, as the post reads it."""
        return f"{self.house} {self.place.in_words(self.postcode)}"


@transaction.atomic
def set_address(
    person_id: int,
    kind: str,
    *,
    house: str,
    subdistrict: str,
    postcode: str = "",
    since: date | None = None,
    by: Actor,
) -> AddressView:
    """The address of a kind from ``since`` (today) on; the one before ends the day before. Raises ``Refused``.

    Without ``postcode`` it is the subdistrict's, where it has only one.
    """
    place, code = _checked(kind, house, subdistrict, postcode)
    lock_person(person_id)
    begins = since or clock.today()
    if begins > clock.today():
        raise Refused(Finding("address_in_future", field="since"))
    rows = Address.objects.filter(person_id=person_id, kind=kind)
    present = rows.filter(until__isnull=True).first()
    if present is not None and (present.house, present.subdistrict, present.postcode) == (
        house,
        subdistrict,
        code,
    ):
        return _view(present)
    if rows.filter(since__gt=begins).exists():
        raise Refused(Finding("address_before_last", field="since"))
    # What began on the same day was a slip of that day: it is written over.
    rows.filter(since=begins).delete()
    rows.filter(Q(until__isnull=True) | Q(until__gte=begins)).update(until=begins - DAY)
    made = Address.objects.create(
        person_id=person_id, kind=kind, house=house, subdistrict=subdistrict, postcode=code, since=begins
    )
    if kind == AddressKind.CONTACT:
        Person.objects.filter(pk=person_id).update(
            address=_view(made).on_letters[:300], province=place.province, office=office_of(place.province)
        )
    record("address_changed", by=by, subject=f"person:{person_id}", params={"kind": kind})
    return _view(made)


def _checked(kind: str, house: str, subdistrict: str, postcode: str) -> tuple[Locality, str]:
    if kind not in AddressKind.values:
        raise Refused(Finding("address_kind", field="kind"))
    return checked_place(house, subdistrict, postcode)


def checked_place(house: str, subdistrict: str, postcode: str) -> tuple[Locality, str]:
    """The subdistrict of a code and its postcode. Raises ``Refused`` for what does not fit together."""
    if not house.strip():
        raise Refused(Finding("address_house", field="house"))
    place = locality(subdistrict)
    if place is None:
        raise Refused(Finding("address_place", field="subdistrict"))
    if not postcode and len(place.postcodes) == 1:
        postcode = place.postcodes[0]
    if postcode not in place.postcodes:
        told = {"place": place.subdistrict_th, "right": " ".join(place.postcodes)}
        raise Refused(Finding("address_postcode", field="postcode", params=told))
    return place, postcode


def addresses_of(person_id: int, *, on: date | None = None) -> tuple[AddressView, ...]:
    """Every address, newest first; with ``on``, those of that day."""
    rows = Address.objects.filter(person_id=person_id).order_by("kind", "-since")
    found = [_view(row) for row in rows if locality(row.subdistrict) is not None]
    if on is not None:
        found = [one for one in found if one.since <= on and (one.until is None or one.until >= on)]
    return tuple(found)


def _view(row: Address) -> AddressView:
    place = locality(row.subdistrict)
    assert place is not None
    return AddressView(row.kind, row.house, place, row.postcode, row.since, row.until)
