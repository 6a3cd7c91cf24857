"""Telling an employer or a person what concerns them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from integrations.public import DopaPerson
from registration.models import Coverage, Employment, Person
from registration.rules.insurance import MONTHS_AFTER_END
from registration.selectors import employer_recipient, recipient, recipient_of
from sso_core.kernel import bank_account
from sso_core.kernel.finding import Finding
from sso_core.kernel.thai_calendar import add_months
from sso_core.law.public import current
from sso_core.messaging.public import sentence, tell, tell_many


def tell_employers(person: Person, template: str, *, code: str) -> None:
    """Tell every present employer of ``person`` what was found; ``code`` is that of a finding."""
    for account in _present_employers(person):
        context = {
            "name": person.full_name,
            "why": sentence(Finding(code), "th"),
            "action_url": f"/employer/{account}/staff/?show=check",
            "action_label": "ดูและแก้",
        }
        tell(employer_recipient(account), template, context)


def tell_employer(account: str, template: str, path: str = "", /, **context: Any) -> None:
    """Tell an employer; ``path`` is the page below the employer's own that the message leads to."""
    to = employer_recipient(account)
    tell(to, template, {**context, "action_url": f"/employer/{account}/{path}"})


def tell_of_account(person_id: int, template: str, **context: str) -> None:
    """Tell a person about the way of being paid; accounts are shown by their last digits only."""
    shown = {k: bank_account.mask(v) if k in ("account", "before") and v else v for k, v in context.items()}
    tell(
        recipient_of(person_id), template, {**shown, "action_url": "/me/payout/", "action_label": "ดูวิธีรับเงิน"}
    )


def tell_of_leaving(gone: Iterable[tuple[int, date]]) -> None:
    """Who left the last job hears how long rights go on, and what may follow (s.38, s.39, s.40).

    ``gone`` are persons with their last days.
    """
    last_days = dict(gone)
    ended = Coverage.objects.filter(section=33, person_id__in=last_days, ends_on__isnull=False)
    over = {
        person_id
        for person_id, ends_on in ended.values_list("person_id", "ends_on")
        if last_days[person_id] == ends_on
    }
    words = {day: _after_leaving(day) for day in {last_days[person_id] for person_id in over}}
    people = Person.objects.filter(pk__in=over).order_by("pk")
    tell_many("registration/left_work", [(recipient(one), words[last_days[one.pk]]) for one in people])


def _after_leaving(last_day: date) -> dict[str, Any]:
    law = current()
    return {
        "last_day": last_day,
        "rights_until": add_months(last_day, int(law.at(MONTHS_AFTER_END, last_day).value)),
        "apply_until": add_months(
            last_day, int(law.at("contributions.s39.apply_within_months", last_day).value)
        ),
        "action_url": "/me/section39/",
        "action_label": "ดูว่าสมัครมาตรา 39 ได้ไหม",
    }


def tell_of_civil_change(person: Person, found: DopaPerson) -> None:
    """A death is told to the present employers, who report the leaver; a new name to the person."""
    if found.died_on is not None:
        tell_of_death(person, found.died_on)
    elif (person.first_name, person.last_name) != (found.first_name, found.last_name):
        context = {
            "before": person.full_name,
            "after": f"{found.title}{found.first_name} {found.last_name}".strip(),
            "action_url": "/me/profile/",
            "action_label": "ดูข้อมูลของฉัน",
        }
        tell(recipient_of(person.pk), "registration/name_changed", context)


def tell_of_merge(source: Person, target: Person) -> None:
    """The person and the present employers hear under which number everything stands now."""
    numbers = {"number": source.national_id, "stays": target.national_id}
    own = {**numbers, "action_url": "/me/insurance/", "action_label": "ดูข้อมูลของฉัน"}
    tell(recipient_of(target.pk), "registration/merged", own)
    for account in _present_employers(target):
        tell_employer(account, "registration/number_changed", "staff/", name=target.full_name, **numbers)


def tell_of_death(person: Person, died_on: date) -> None:
    """The present employers report the leaver."""
    for account in _present_employers(person):
        tell_employer(account, "registration/died", "staff/", name=person.full_name, died_on=died_on)


def _present_employers(person: Person) -> list[str]:
    present = Employment.objects.filter(person=person, ends_on__isnull=True)
    return sorted(set(present.values_list("branch__employer__account_no", flat=True)))
