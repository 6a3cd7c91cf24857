"""Many filings at once: read, staged, checked, and those without a fault filed, assessed, posted and billed.

A filing goes the same way as one that is uploaded and submitted by its employer; a property test holds the
two equal, row by row. What blocks one filing leaves the others alone: it waits, checked, for its employer.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction

from contributions.files.reader import open_filing
from contributions.files.records import Reading
from contributions.models import FilingStatus
from contributions.rules.surcharge import SurchargeTerms, due_date
from contributions.services.bulk import staging
from contributions.services.bulk.statements import run, text
from contributions.services.bulk.telling import tell_unbilled, tell_waiting
from contributions.services.bulk.weights import columns, weights_of
from contributions.services.context import context, terms_of
from contributions.services.law_sql import BASE, province_terms, shares_sql, sort_in_memory
from contributions.services.locking import lock_months
from contributions.services.uploads import LARGEST, told_period
from finance.public import post_selected
from registration.public import Establishment, establishments
from sso_core import clock
from sso_core.audit.public import record_each
from sso_core.cases.calendar import office_calendar
from sso_core.kernel import case_reference
from sso_core.kernel.actor import Actor
from sso_core.kernel.period import Period
from sso_core.law.public import RateRow, in_force

_BRANCHES = "select filing_id, branch_no, 0 as line, employee, employer, government from bulk_sum"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it came. ``account`` and ``period`` are what its sender said; else the file must tell.

    ``packed`` is the deflate stream of the same bytes, where it came in a zip.
    """

    name: str
    content: bytes
    account: str | None = None
    period: Period | None = None
    packed: bytes | None = None


@dataclass(slots=True)
class Taken:
    """What became of a chunk. ``refused`` are files that are nobody's filing, with the reason."""

    lines: int = 0
    filed: int = 0
    waiting: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count the seconds of a step, for those who look for what takes long."""
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


@dataclass(slots=True)
class One:
    """A file that is a filing: whose, of which month, and its number."""

    file: Incoming
    account: str
    period: Period
    digest: str
    place: Establishment
    filing_id: int = 0
    ref2: str = ""

    def province_of(self, account: str, branch_no: str) -> str | None:
        return self.place.provinces.get(branch_no)


def take(files: Iterable[Incoming], *, by: Actor) -> Taken:
    """Take in files, in order. What came before is counted as known and left as it is."""
    taken = Taken()
    ones = _identified(files, taken)
    while ones:
        now, ones = _first_of_each(ones)
        with transaction.atomic():
            _Pass(now, by, taken).run()
    return taken


def _identified(files: Iterable[Incoming], taken: Taken) -> list[One]:
    """Who files for which month; a file that does not say, or says nobody, is refused."""
    told: list[tuple[Incoming, str, Period]] = []
    today = clock.today()
    for file in files:
        account, period = (
            file.account or _told_account(file.content),
            file.period or told_period(file.content, file.name, today),
        )
        if len(file.content) > LARGEST:
            taken.refused.append((file.name, "file_too_big"))
        elif account is None:
            taken.refused.append((file.name, "employer_unknown"))
        elif period is None:
            taken.refused.append((file.name, "period_missing"))
        else:
            told.append((file, account, period))
    places = {
        period: establishments({account for _, account, month in told if month == period}, period.last)
        for period in {month for _, _, month in told}
    }
    ones: list[One] = []
    for file, account, period in told:
        place = places[period].get(account)
        if place is None:
            taken.refused.append((file.name, "employer_unknown"))
        else:
            ones.append(One(file, account, period, hashlib.sha256(file.content).hexdigest(), place))
    return ones


def _told_account(content: bytes) -> str | None:
    head = content.removeprefix(b"\xef\xbb\xbf")[:11].decode("ascii", "replace")
    return head[1:] if head[:1] == "1" and head[1:].isdigit() and len(head) == 11 else None


def _first_of_each(ones: Sequence[One]) -> tuple[list[One], list[One]]:
    """One month, and of each employer the first filing: what it files the next one must see."""
    period, seen = ones[0].period, set[str]()
    now: list[One] = []
    later: list[One] = []
    for one in ones:
        if one.period == period and one.account not in seen:
            now.append(one)
        else:
            later.append(one)
        seen.add(one.account)
    return now, later


class _Pass:
    """One filing of each of many employers, for one month, in one transaction."""

    def __init__(self, ones: list[One], by: Actor, taken: Taken) -> None:
        self.ones, self.by, self.taken = ones, by, taken
        self.period = ones[0].period
        self.today = clock.today()
        self.law = in_force()
        self.rates = terms_of(self.period)
        self.asked = replace(context(period=self.period), rates_of=cache(terms_of))
        self.terms: dict[str, tuple[date, RateRow | None]] = {}
        self.params: dict[str, Any] = {
            "first": self.period.first, "last": self.period.last, "before": self.period.prev().first,
            "today": self.today, "now": clock.now(), "user": by.user_id, "name": by.name,
            "law": self.law.hash, "known": bool(self.rates),
        }  # fmt: skip
        shares = (
            shares_sql(self.period, self.law)
            if self.rates
            else "0::numeric as employee, 0::numeric as employer, 0::numeric as government"
        )
        self.parts = {"base": BASE.format(wage="s.wage"), "shares": shares}

    def run(self) -> None:
        sort_in_memory()
        run("tables")
        self._lock()
        self._leave_known()
        if not self.ones:
            return
        with self.taken.phase("read, staged"):
            self._number()
            self._read()
        with self.taken.phase("checked"):
            self._check()
        self._file()
        with self.taken.phase("kept"):
            self._keep()

    def _lock(self) -> None:
        """The same lock that a single submission takes; in order, so that two chunks cannot wait for each other."""
        lock_months([one.account for one in self.ones], self.period)

    def _leave_known(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select f.account_no, f.sha256 from unnest(%s::text[], %s::text[]) as x(account_no, sha256)"
                " join contributions_filing f using (account_no, sha256) where f.period = %s and f.status <> %s",
                [
                    [one.account for one in self.ones], [one.digest for one in self.ones], self.period.first,
                    FilingStatus.DISCARDED,
                ],
            )  # fmt: skip
            known = set(cursor.fetchall())
        new = [one for one in self.ones if (one.account, one.digest) not in known]
        self.taken.known += len(self.ones) - len(new)
        self.ones = new

    def _number(self) -> None:
        """Numbers of filings and of bills; a filing that is not billed yet leaves its bill's number unused."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select nextval(pg_get_serial_sequence('contributions_filing', 'id')),"
                " nextval('contributions_bill_reference') from generate_series(1, %s)",
                [len(self.ones)],
            )
            for one, (filing_id, number) in zip(self.ones, cursor.fetchall(), strict=True):
                one.filing_id = filing_id
                one.ref2 = case_reference.make("B", self.period.first, number)[1:].replace("-", "")

    def _read(self) -> None:
        staging.stage(self.ones, self._readings(), self._section_terms)
        with connection.cursor() as cursor:
            cursor.execute("analyze bulk_filing, bulk_line (filing_id, branch_no, line, national_id)")

    def _readings(self) -> Iterator[tuple[One, Reading]]:
        for one in self.ones:
            asked = replace(self.asked, province_of=one.province_of, account=one.account)
            yield one, open_filing(one.file.content, asked)

    def _section_terms(self, province: str) -> tuple[date, RateRow | None]:
        if province not in self.terms:
            self.terms[province] = self._terms_in(province)
        return self.terms[province]

    def _terms_in(self, province: str) -> tuple[date, RateRow | None]:
        works = office_calendar().is_working
        due = due_date(self.period, law=self.law, province=province or None, is_working=works)
        if not self.rates:
            return due, None
        return due, province_terms(self.period, {"": province}, law=self.law)[""]

    def _check(self) -> None:
        run("roll", self.params)
        with connection.cursor() as cursor:
            cursor.execute("analyze bulk_roll (filing_id, national_id)")
        for name in ("check_branches", "check_ids", "check_register", "check_already_filed"):
            run(name, self.params)
        with connection.cursor() as cursor:
            cursor.execute(text("has_given_up"))
            if cursor.fetchone()[0]:
                run("check_person_twice", self.params)
        run("check_wage_halved", self.params)

    def _file(self) -> None:
        with self.taken.phase("assessed"):
            self.taken.lines += run_count("move", self.params, self.parts)
            self._surcharges()
            weights = weights_of(self.period, self.law) if self.rates else columns([])
            run("split", weights, source=_BRANCHES)
            run("split", weights, source="table bulk_waiting")
            run("filings", self.params, **self.parts)
            run("assessments")
        with self.taken.phase("posted"):
            post_selected(text("post_assessed"), self.params)
            if run("waiting", self.params):
                post_selected(text("post_held"), self.params)
        with self.taken.phase("billed"):
            run("bills", self.params)

    def _surcharges(self) -> None:
        """Who files after the last day owes a surcharge from the first bill on (s.49)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select s.filing_id, s.branch_no, s.employee + s.employer, t.due_on"
                " from bulk_sum s join bulk_section t using (filing_id, branch_no) where t.due_on < %s",
                [self.today],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            terms = {
                due: SurchargeTerms.of(due, self.today, law=self.law) for due in {due for *_, due in rows}
            }
            cursor.execute(
                "update bulk_sum s set surcharge = x.amount"
                " from unnest(%s::bigint[], %s::text[], %s::numeric[]) as x(filing_id, branch_no, amount)"
                " where s.filing_id = x.filing_id and s.branch_no = x.branch_no",
                [
                    [filing for filing, *_ in rows], [branch for _, branch, *_ in rows],
                    [terms[due].on(amount) for *_, amount, due in rows],
                ],
            )  # fmt: skip

    def _keep(self) -> None:
        for name in ("sections", "findings", "keep_staged"):
            run(name)
        with connection.cursor() as cursor:
            cursor.execute("select distinct filing_id from bulk_sum")
            filed = {filing for (filing,) in cursor.fetchall()}
        things = (
            (f"employer:{one.account}", {"filing": staging.reference(one)})
            for one in self.ones
            if one.filing_id in filed
        )
        record_each("contributions.filing_submitted", by=self.by, things=things)
        staging.keep_content(self.ones)
        tell_waiting(self.period, [one for one in self.ones if one.filing_id not in filed])
        tell_unbilled()
        self.taken.filed += len(filed)
        self.taken.waiting += len(self.ones) - len(filed)


def run_count(name: str, params: dict[str, Any], parts: dict[str, str]) -> int:
    """Run ``move``; returns how many lines went into the book."""
    run(name, params, **parts)
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(lines), 0) from bulk_sum")
        return int(cursor.fetchone()[0])
