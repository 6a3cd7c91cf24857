"""What was done for an employer: who, acting for whom, when; from the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from registration.models import Person
from sso_core.accounts.public import Role
from sso_core.audit.public import events_about
from sso_core.kernel import employer_account
from sso_core.kernel.actor import ActorKind
from sso_core.kernel.finding import Finding
from sso_core.messaging.public import known_codes, sentence

ACTS_A_PAGE = 30
# What in the log's details is an employer's account.
ACCOUNTS = {"from", "to", "principal", "contractor"}


@dataclass(frozen=True, slots=True)
class Act:
    """``who`` names the person and for whom the person acted; ``verb`` is the one of the log."""

    text: str
    when: datetime
    who: str
    verb: str
    actor: str
    acting_for: str


def acts_of(account: str, *, number: str | int | None = 1) -> Page[Any]:
    """A page of acts about the employer or in its name, newest first."""
    page: Page[Any] = Paginator(events_about(f"employer:{account}"), ACTS_A_PAGE).get_page(number)
    events = list(page.object_list)
    names = _names(events)
    page.object_list = [_act(event, names) for event in events]
    return page


def _names(events: Any) -> dict[str, str]:
    """The persons that the events are about, by subject."""
    ids = {int(one.subject[7:]) for one in events if one.subject.startswith("person:")}
    return {f"person:{p.pk}": p.full_name for p in Person.objects.filter(pk__in=ids)}


def _act(event: Any, names: dict[str, str]) -> Act:
    code = f"act.{event.verb}" if f"act.{event.verb}" in known_codes() else "act"
    role = event.params.get("role", "")
    numbers = {name: employer_account.format(event.params[name]) for name in ACCOUNTS & event.params.keys()}
    told = {
        **event.params,
        **numbers,
        "verb": event.verb,
        "role": Role(role).label if role in Role.values else role,
        "person": names.get(event.subject, event.params.get("person", "")),
    }
    return Act(
        sentence(Finding(code, params=told)),
        event.at,
        event.actor_name if event.actor_kind == ActorKind.SYSTEM else f"{event.actor_name} · {_for(event)}",
        event.verb,
        event.actor_name,
        event.acting_for,
    )


def _for(event: Any) -> str:
    if event.acting_for.startswith("employer:"):
        number = employer_account.format(event.acting_for[9:])
        return _("ทำแทนนายจ้าง %(number)s") % {"number": number}
    officer = event.actor_kind == ActorKind.OFFICER
    return _("เจ้าหน้าที่สำนักงานประกันสังคม") if officer else _("ทำในนามตนเอง")
