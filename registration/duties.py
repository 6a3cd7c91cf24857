"""What an employer must still report and by when, from the facts; and what came late (SSA s.34, s.44)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from registration.models import (
    ChangedFact,
    Employer,
    EmployerChange,
    EmployerKind,
    Employment,
    LateKind,
    LateReport,
    Person,
)
from registration.rules.section33 import LAW_BEGINS, change_due, report_due
from sso_core.law.public import current

LATE_A_PAGE = 50
SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to report: what, about whom, the last day, the section, and the page where it is done."""

    what: str
    about: str
    due_on: date
    section: str
    href: str

    def is_late(self, today: date) -> bool:
        return today > self.due_on


@dataclass(frozen=True, slots=True)
class Late:
    """A report that came late, as it is kept."""

    kind: str
    label: str
    account_no: str
    employer_name: str
    about: str
    happened_on: date
    due_on: date
    reported_on: date

    @property
    def days(self) -> int:
        return (self.reported_on - self.due_on).days


def duties_of(account: str, today: date) -> tuple[Duty, ...]:
    """What the register shows to be unreported, the oldest deadline first."""
    employer = Employer.objects.get(account_no=account)
    found = [*_owner(employer), *_deaths(account), *_at_closed_branches(account), *_first_staff(employer)]
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.about)))


def _owner(employer: Employer) -> list[Duty]:
    """The natural person who is the employer died: the business is handed over or closed."""
    if employer.kind != EmployerKind.PERSON or employer.closed_on is not None:
        return []
    owner = Person.objects.filter(national_id=employer.tax_id, died_on__isnull=False).first()
    if owner is None or owner.died_on is None:
        return []
    due = change_due(owner.died_on, law=current())
    href = reverse("registration:facts", args=[employer.account_no])
    return [Duty(_("โอนหรือเลิกกิจการ: ทะเบียนราษฎรแจ้งว่าเจ้าของเสียชีวิต"), owner.full_name, due, "44", href)]


def _deaths(account: str) -> list[Duty]:
    """The civil register knows of a death; the employer has not reported the leaver."""
    law = current()
    rows = _working(account).filter(person__died_on__isnull=False).order_by("person__died_on")
    return [
        Duty(
            _("แจ้งออก: ทะเบียนราษฎรแจ้งว่าเสียชีวิต"),
            one.person.full_name,
            change_due(max(one.person.died_on or one.starts_on, one.starts_on), law=law),
            "44",
            reverse("registration:leave", args=[account, one.pk]),
        )
        for one in rows[:SHOWN_AT_MOST]
    ]


def _at_closed_branches(account: str) -> list[Duty]:
    law = current()
    rows = _working(account).filter(branch__closed_on__isnull=False, person__died_on__isnull=True)
    return [
        Duty(
            _("แจ้งออก: สาขาที่ทำงานปิดแล้ว"),
            one.person.full_name,
            change_due(one.branch.closed_on or one.starts_on, law=law),
            "44",
            reverse("registration:leave", args=[account, one.pk]),
        )
        for one in rows.order_by("branch__closed_on", "pk")[:SHOWN_AT_MOST]
    ]


def _first_staff(employer: Employer) -> list[Duty]:
    """An account whose first employee is not enrolled yet."""
    since = employer.obliged_since
    if since is None or employer.closed_on is not None:
        return []
    if Employment.objects.filter(branch__employer=employer).exists():
        return []
    due = report_due(max(since, LAW_BEGINS), law=current())
    href = reverse("registration:enrol", args=[employer.account_no])
    return [Duty(_("แจ้งเข้างาน: ยังไม่มีลูกจ้างในทะเบียน"), employer.name, due, "34", href)]


def _working(account: str) -> Any:
    rows = Employment.objects.filter(branch__employer__account_no=account, ends_on__isnull=True)
    return rows.select_related("person", "branch")


def late_of(account: str, *, most: int = SHOWN_AT_MOST) -> tuple[Late, ...]:
    """What an employer reported late, newest first."""
    rows = LateReport.objects.filter(employer__account_no=account).select_related("employer")
    return _views(rows.order_by("-reported_on", "-pk")[:most])


def late_page(offices: tuple[str, ...], *, kind: str = "", number: str | int | None = 1) -> Page[Any]:
    """A page of the late reports of employers of these offices (``*`` for all), newest first."""
    rows = LateReport.objects.select_related("employer").order_by("-reported_on", "-pk")
    if "*" not in offices:
        rows = rows.filter(employer__office__in=offices)
    if kind in LateKind.values:
        rows = rows.filter(kind=kind)
    page: Page[Any] = Paginator(rows, LATE_A_PAGE).get_page(number)
    page.object_list = _views(page.object_list)
    return page


def _views(rows: Any) -> tuple[Late, ...]:
    found = list(rows)
    ids = {int(one.subject[7:]) for one in found if one.subject.startswith("person:")}
    names = {p.pk: p.full_name for p in Person.objects.filter(pk__in=ids)}
    return tuple(
        Late(
            one.kind,
            one.get_kind_display(),
            one.employer.account_no,
            one.employer.name,
            _about(one.subject, names),
            one.happened_on,
            one.due_on,
            one.reported_on,
        )
        for one in found
    )


def _about(subject: str, names: dict[int, str]) -> str:
    if subject.startswith("person:"):
        return names.get(int(subject[7:]), "")
    return str(ChangedFact(subject).label) if subject in ChangedFact.values else ""


def changes_of(account: str) -> tuple[EmployerChange, ...]:
    """The facts that changed, newest first."""
    rows = EmployerChange.objects.filter(employer__account_no=account)
    return tuple(rows.order_by("-changed_on", "-pk")[:SHOWN_AT_MOST])
