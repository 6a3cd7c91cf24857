"""What changes a month after it was filed, by one way for every cause, and never by editing what was filed.

A cause fills ``contributions_delta`` with what each person's month is to change by, signed. ``write`` then makes
the adjustments (a cause once), the differences, their division by fund, and the ledger entries; ``rebilling``
asks for more or gives back. Bills and refunds are of both payers together; the government's share is only posted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Adjustment, AdjustmentShare, Assessment, Cause, Filing, WaitingLine
from contributions.rules.section33 import PAYERS
from contributions.services.assessing import split
from contributions.services.parts import Parts, added, negated
from finance.public import Posting, post_many
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import current

_TABLE = """
create temporary table if not exists contributions_delta (
    account_no char(10), national_id char(13), branch_no char(6), origin_id bigint, line integer, person_id bigint,
    wage numeric, base numeric, employee numeric, employer numeric, government numeric
) on commit drop;
truncate contributions_delta"""
_ADJUSTMENTS = """
insert into contributions_adjustment (account_no, period, cause, cause_key, filing_id, reason, people, wages, employee,
    employer, government, law_then, law_now, known_then, known_now, by_id, by_name, at)
select a.account_no, %(period)s, %(cause)s, %(key)s, %(filing)s, %(reason)s, coalesce(d.people, 0),
       coalesce(d.wages, 0), coalesce(d.employee, 0), coalesce(d.employer, 0), coalesce(d.government, 0),
       %(law_then)s, %(law_now)s, %(known_then)s, %(known_now)s, %(by_id)s, %(by_name)s, %(now)s
  from unnest(%(accounts)s::bpchar[]) a(account_no)
  left join (select account_no, count(distinct national_id) as people, sum(wage) as wages, sum(employee) as employee,
                    sum(employer) as employer, sum(government) as government
               from contributions_delta group by account_no) d using (account_no)
 where %(empty)s or d.account_no is not null
 order by a.account_no
on conflict do nothing
returning id"""
_DIFFERENCES = """
insert into contributions_difference (period, adjustment_id, origin_id, account_no, branch_no, line, national_id,
    person_id, wage, base, employee, employer, government)
select %(period)s, a.id, d.origin_id, d.account_no, d.branch_no, d.line, d.national_id, d.person_id, d.wage, d.base,
       d.employee, d.employer, d.government
  from contributions_delta d
  join contributions_adjustment a on a.account_no = d.account_no and a.id = any(%(ids)s)"""
# What a branch stands at after the differences, for the branches that were touched.
_STANDING = """
select s.account_no, s.branch_no, sum(s.employee), sum(s.employer), sum(s.government)
  from contributions_standing s
 where s.period = %(period)s and s.account_no = any(%(accounts)s::bpchar[])
   and exists (select from contributions_delta d where d.account_no = s.account_no and d.branch_no = s.branch_no)
 group by s.account_no, s.branch_no"""
# People who are not enrolled yet: their money stands aside, so what changes of it does too.
_HELD = """
select d.account_no, d.national_id, min(d.origin_id), min(d.line), sum(d.employee), sum(d.employer), sum(d.government),
       max(s.base), max(s.employee), max(s.employer), max(s.government)
  from contributions_delta d
  cross join lateral (
      select sum(x.base) as base, sum(x.employee) as employee, sum(x.employer) as employer,
             sum(x.government) as government
        from contributions_standing x
       where x.period = %(period)s and x.account_no = d.account_no and x.national_id = d.national_id) s
 where d.person_id is null and d.account_no = any(%(accounts)s::bpchar[])
 group by d.account_no, d.national_id"""


@dataclass(frozen=True, slots=True)
class Why:
    """The cause of a change; ``key`` makes it once at an employer and month."""

    cause: Cause
    key: str
    by: Actor
    reason: str = ""
    filing: Filing | None = None
    known_then: date | None = None
    law_then: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An adjustment that was made now, with what both payers' parts change by."""

    adjustment: Adjustment
    parts: Parts


def fill(query: str, params: Mapping[str, Any]) -> int:
    """Put what is to change into ``contributions_delta``; returns how many rows. The query's text is code."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute(
            "insert into contributions_delta (account_no, national_id, branch_no, origin_id, line, person_id, wage, "
            f"base, employee, employer, government) {query}",
            params,
        )
        count = int(cursor.rowcount)
        cursor.execute("analyze contributions_delta")
        return count


def write(period: Period, accounts: Iterable[str], why: Why, *, even_empty: bool = False) -> list[Written]:
    """Make what ``contributions_delta`` says permanent, once a cause; returns what was made now."""
    ids = adjust(period, accounts, why, even_empty=even_empty)
    if not ids:
        return []
    made = {a.account_no: a for a in Adjustment.objects.filter(pk__in=ids).select_related("filing")}
    shares = _shares(period, made)
    AdjustmentShare.objects.bulk_create(
        AdjustmentShare(adjustment=made[account], branch_no=branch, payer=payer, fund=fund, amount=amount)
        for account, parts in shares.items()
        for (branch, payer, fund), amount in parts.items()
    )
    _post(made.values(), shares)
    hold(period, made)
    return [Written(one, _paying(shares.get(account, {}))) for account, one in made.items()]


def adjust(period: Period, accounts: Iterable[str], why: Why, *, even_empty: bool = False) -> list[int]:
    """Write the adjustments and their differences alone; returns the numbers of the adjustments made now."""
    values = _values(period, accounts, why, even_empty=even_empty)
    with connection.cursor() as cursor:
        cursor.execute(_ADJUSTMENTS, values)
        ids = [number for (number,) in cursor.fetchall()]
        if ids:
            cursor.execute(_DIFFERENCES, {**values, "ids": ids})
    return ids


def _values(period: Period, accounts: Iterable[str], why: Why, *, even_empty: bool) -> dict[str, Any]:
    return {
        "period": period.first,
        "accounts": list(accounts),
        "cause": why.cause.value,
        "key": why.key,
        "filing": why.filing.pk if why.filing else None,
        "reason": why.reason[:500],
        "law_then": why.law_then,
        "law_now": current().hash,
        "known_then": why.known_then,
        "known_now": clock.today(),
        "by_id": why.by.user_id,
        "by_name": why.by.name,
        "now": clock.now(),
        "empty": even_empty,
    }


def _shares(period: Period, made: Mapping[str, Adjustment]) -> dict[str, Parts]:
    """By fund: what a branch stands at now, divided as one sum, less what was taken up before.

    So that however often a month changes, its funds have what one filing of its last state would give them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"period": period.first, "accounts": list(made)})
        rows = cursor.fetchall()
    before = _taken_up(period, list(made))
    found: dict[str, Parts] = {}
    for account, branch, *sums in rows:
        now = split(period, dict(zip(PAYERS, sums, strict=True)))
        was = {key: a for key, a in before.get(account, {}).items() if key[0] == branch}
        change = added({(branch, payer, fund): a for (payer, fund), a in now.items()}, negated(was))
        found[account] = added(found.get(account, {}), change)
    return found


def _taken_up(period: Period, accounts: list[str]) -> dict[str, Parts]:
    """What the ledger has of each employer's month, by branch, payer and fund."""
    of_filings = Assessment.objects.filter(filing__account_no__in=accounts, filing__period=period.first)
    of_changes = AdjustmentShare.objects.filter(
        adjustment__account_no__in=accounts, adjustment__period=period.first
    )
    found: dict[str, Parts] = {}
    for owner, rows in (("filing", of_filings), ("adjustment", of_changes)):
        columns = (f"{owner}__account_no", "branch_no", "payer", "fund", "amount")
        for account, branch, payer, fund, amount in rows.values_list(*columns):
            found[account] = added(found.get(account, {}), {(branch, payer, fund): amount})
    return found


def _paying(parts: Parts) -> Parts:
    return {key: amount for key, amount in parts.items() if key[1] != "government"}


def _post(made: Iterable[Adjustment], shares: Mapping[str, Parts]) -> None:
    postings = [p for one in made for p in _postings(one, shares.get(one.account_no, {}))]
    if postings:
        post_many(postings)


def _postings(one: Adjustment, parts: Parts) -> Iterator[Posting]:
    sums: dict[str, Decimal] = {}
    for (_, payer, fund), amount in parts.items():
        sums[f"{payer}.{fund}"] = sums.get(f"{payer}.{fund}", ZERO) + amount
    for what, rule, sign in (("more", "contribution_assessed", 1), ("less", "contribution_reduced", -1)):
        amounts = {key: sign * amount for key, amount in sums.items() if sign * amount > 0}
        if amounts:
            yield posting_of(one, what, rule, amounts)


def posting_of(one: Adjustment, what: str, rule: str, amounts: Mapping[str, Decimal]) -> Posting:
    """An entry of an adjustment; ``what`` makes it once."""
    return Posting(
        event_key=f"adjustment:{one.pk}:{what}",
        rule=rule,
        on=clock.today(),
        amounts=amounts,
        ref=f"adjustment:{one}",
        subject=f"employer:{one.account_no}",
        memo=f"{one.get_cause_display()} {one}",
    )


def hold(period: Period, made: Mapping[str, Adjustment]) -> None:
    """What changes of people who are not enrolled yet changes what stands aside for them."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"period": period.first, "accounts": list(made)})
        rows = cursor.fetchall()
    postings: list[Posting] = []
    for account, national_id, filing_id, line, *sums in rows:
        change, (base, *now) = sums[:3], sums[3:]
        _note_waiting(period, account, national_id, filing_id, line, base=base, amount=now[0] + now[1])
        before = [after - d for after, d in zip(now, change, strict=True)]
        postings += _held_postings(made[account], national_id, _difference(period, before, now))
    if postings:
        post_many(postings)


def _difference(period: Period, before: Iterable[Decimal], now: Iterable[Decimal]) -> dict[str, Decimal]:
    was, becomes = (split(period, dict(zip(PAYERS, sums, strict=True))) for sums in (before, now))
    return {f"{payer}.{fund}": becomes[payer, fund] - was[payer, fund] for payer, fund in becomes}


def _held_postings(one: Adjustment, national_id: str, change: Mapping[str, Decimal]) -> Iterator[Posting]:
    for what, rule, sign in (("held", "waiting_for_enrolment", 1), ("freed", "enrolment_settled", -1)):
        amounts = {key: sign * amount for key, amount in change.items() if sign * amount > 0}
        if amounts:
            yield posting_of(one, f"{national_id}:{what}", rule, amounts)


def _note_waiting(
    period: Period,
    account: str,
    national_id: str,
    filing_id: int,
    line: int,
    *,
    base: Decimal,
    amount: Decimal,
) -> None:
    """Keep the sum that waits beside the line; a line without wage that gets one begins to wait."""
    waits = WaitingLine.objects.filter(
        account_no=account, national_id=national_id, period=period.first, settled_at=None
    )
    if waits.update(amount=amount) or not base:
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN_WAITING, {"period": period.first, "filing": filing_id, "line": line,
                                        "national_id": national_id, "amount": amount})  # fmt: skip


_BEGIN_WAITING = """
insert into contributions_waitingline (filing_id, period, branch_no, line, account_no, national_id, name, amount)
select filing_id, period, branch_no, line, account_no, national_id, first_name || ' ' || last_name, %(amount)s
  from contributions_line
 where period = %(period)s and filing_id = %(filing)s and line = %(line)s and national_id = %(national_id)s"""
