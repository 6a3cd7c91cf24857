"""Who brings labour to whom: the principal is an employer of the contractor's workers too (SSA s.35)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Q

from registration.models import ContractorLink, Employer
from registration.services.branches import lock_employer
from registration.services.telling import tell_employer
from registration.values import EmployerView, employer_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import employer_account
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import add_months, format_date

# Everybody below a contractor in the chain, on any of the days of the new link.
_BELOW = """
with recursive below(id, since, until) as (
    select contractor_id, since, until from registration_contractorlink
     where principal_id = %(contractor)s
    union
    select l.contractor_id, greatest(l.since, b.since), least(l.until, b.until)
      from registration_contractorlink l
      join below b on l.principal_id = b.id
     where l.since <= coalesce(b.until, 'infinity') and b.since <= coalesce(l.until, 'infinity')
)
select exists(select from below where id = %(principal)s and coalesce(until, 'infinity') >= %(since)s)"""


@dataclass(frozen=True, slots=True)
class Link:
    """``other`` is the contractor or the principal, whichever is not asking."""

    id: int
    other: EmployerView
    work: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Principal:
    """An employer above a contractor, and the days on which every link of the chain held."""

    account_no: str
    name: str
    since: date
    until: date | None


# Everybody above a contractor in the chain, with the days that all links between them share.
_ABOVE = """
with recursive above(id, since, until) as (
    select l.principal_id, greatest(l.since, %(first)s::date), least(coalesce(l.until, 'infinity'), %(last)s::date)
      from registration_contractorlink l join registration_employer e on e.id = l.contractor_id
     where e.account_no = %(account)s and l.since <= %(last)s and coalesce(l.until, 'infinity') >= %(first)s
    union
    select l.principal_id, greatest(l.since, a.since), least(coalesce(l.until, 'infinity'), a.until)
      from registration_contractorlink l join above a on l.contractor_id = a.id
     where l.since <= a.until and coalesce(l.until, 'infinity') >= a.since
)
select e.account_no, e.name, min(a.since), max(a.until)
  from above a join registration_employer e on e.id = a.id
 group by 1, 2 order by 1"""


def liable_with(account: str, first: date, last: date) -> tuple[Principal, ...]:
    """Who was a principal above the contractor on any day from ``first`` to the end of the month of ``last``."""
    values: dict[str, str | date] = {
        "account": account,
        "first": first,
        "last": add_months(last.replace(day=1), 1) - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, values)
        return tuple(Principal(*row) for row in cursor.fetchall())


@transaction.atomic
def declare_contractor(
    account: str, contractor_account: str, *, work: str, since: date, by: Actor
) -> ContractorLink:
    """The principal names a contractor for labour. Declared twice, nothing changes.

    Raises ``Refused``: for an unknown or closed account, oneself, the future, and where the contractor has the
    principal below it in a chain of its own.
    """
    _lock_chains()
    principal, contractor = _pair(account, contractor_account)
    if since > clock.today():
        raise Refused(Finding("change_in_future", field="since"))
    present = ContractorLink.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since), principal=principal, contractor=contractor
    ).first()
    if present is not None:
        if present.until is None and present.since <= since:
            return present
        params = {"since": format_date(present.since)}
        raise Refused(Finding("contractor_declared", field="since", params=params, section="35"))
    if _is_below(contractor, principal, since):
        raise Refused(Finding("contractor_circle", field="contractor", section="35"))
    made = ContractorLink.objects.create(
        principal=principal,
        contractor=contractor,
        work=work.strip(),
        since=since,
        declared_on=clock.today(),
    )
    told = {"principal": account, "contractor": contractor.account_no, "work": work.strip()}
    for one in (principal, contractor):
        record("contractor_declared", by=by, subject=f"employer:{one.account_no}", params=told)
    tell_employer(
        contractor.account_no,
        "registration/contractor_declared",
        "contractors/",
        principal=principal.name,
        work=work.strip(),
        since=format_date(since),
    )
    return made


@transaction.atomic
def end_contractor(account: str, link_id: int, *, last_day: date, by: Actor) -> None:
    """The work of a contractor ends. Ended for the same day already, nothing changes. Raises ``Refused``."""
    rows = ContractorLink.objects.select_for_update(of=("self",)).select_related("contractor")
    link = rows.filter(pk=link_id, principal__account_no=account).first()
    if link is None:
        raise Refused(Finding("contractor_unknown"))
    if link.until == last_day:
        return
    if link.until is not None:
        raise Refused(Finding("contractor_unknown"))
    if not link.since <= last_day <= clock.today():
        params = {"since": format_date(link.since)}
        raise Refused(Finding("contractor_end", field="last_day", params=params))
    link.until = last_day
    link.save(update_fields=["until"])
    told = {"principal": account, "contractor": link.contractor.account_no, "day": last_day.isoformat()}
    for one in (account, link.contractor.account_no):
        record("contractor_ended", by=by, subject=f"employer:{one}", params=told)


def _pair(account: str, contractor_account: str) -> tuple[Employer, Employer]:
    try:
        wanted = employer_account.normalise(contractor_account)
    except ValueError:
        raise Refused(Finding("employer_unknown", field="contractor")) from None
    if wanted == account:
        raise Refused(Finding("contractor_self", field="contractor"))
    principal = lock_employer(account)
    contractor = Employer.objects.filter(account_no=wanted).first()
    if contractor is None:
        raise Refused(Finding("employer_unknown", field="contractor"))
    if contractor.closed_on is not None:
        raise Refused(Finding("employer_closed", field="contractor"))
    return principal, contractor


def _lock_chains() -> None:
    """One declaration at a time: two that are each free of circles could close one together."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('registration.contractors'))")


def _is_below(contractor: Employer, principal: Employer, since: date) -> bool:
    values: dict[str, int | date] = {"contractor": contractor.pk, "principal": principal.pk, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, values)
        return bool(cursor.fetchone()[0])


def contractors_of(account: str) -> tuple[Link, ...]:
    """The contractors that an employer named, newest first."""
    rows = ContractorLink.objects.filter(principal__account_no=account).select_related("contractor")
    return tuple(_link(one, one.contractor) for one in rows.order_by("-since", "-pk"))


def principals_of(account: str) -> tuple[Link, ...]:
    """The employers that are jointly named for an employer's workers (s.35), newest first."""
    rows = ContractorLink.objects.filter(contractor__account_no=account).select_related("principal")
    return tuple(_link(one, one.principal) for one in rows.order_by("-since", "-pk"))


def _link(one: ContractorLink, other: Employer) -> Link:
    return Link(one.pk, employer_view(other), one.work, one.since, one.until)
