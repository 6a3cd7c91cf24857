"""People with a history of contributions, for tests of benefits."""

from datetime import date
from decimal import Decimal

from contributions import public as contributions
from portal.demo.people import paid_months
from registration.models import Coverage, Person
from sso_core.documents import public as documents
from sso_core.kernel.period import Period
from tests.registration.factories import make_person
from tests.stories.world import certificate

ACCOUNT = "1000000016"


def insured(
    *,
    first: Period,
    last: Period,
    wage: str = "15000",
    until: date | None = None,
    section: int = 33,
    **person: object,
) -> Person:
    """Somebody insured from the first month on, with every month up to ``last`` paid."""
    one = make_person(**person)
    reason = "left" if until else ""
    Coverage.objects.create(
        person=one, section=section, starts_on=first.first, ends_on=until, end_reason=reason,
        option=1 if section == 40 else None,
    )  # fmt: skip
    contributions.load_history(paid_months(one.pk, ACCOUNT, first, last, Decimal(wage)))
    return one


def papers(person: Person, by: object) -> tuple[object, ...]:
    found = documents.store_upload(
        certificate(), subject=f"person:{person.pk}", kind="medical_certificate", by=by
    )
    return (found.id,)
