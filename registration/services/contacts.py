"""What a person may change alone: how the office reaches the person."""

from django.db import transaction

from registration.models import Person
from registration.selectors import recipient_of
from registration.values import PersonView, person_view
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.places import office_of
from sso_core.messaging.public import tell


@transaction.atomic
def set_contacts(
    person_id: int, *, phone: str, email: str, address: str, province: str, by: Actor
) -> PersonView:
    """Keep new contacts; the office that looks after the person follows the province."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.email and person.email != email:
        # The old address hears of it, so that a change by a stranger does not stay unnoticed.
        tell(recipient_of(person_id), "registration/contacts_changed", {"action_url": "/me/profile/"})
    person.phone, person.email, person.address = phone, email, address
    if province:
        person.province, person.office = province, office_of(province)
    person.save()
    record("contacts_changed", by=by, subject=f"person:{person_id}")
    return person_view(person)
