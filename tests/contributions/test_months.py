"""Counts and bases: SQL for one, SQL for all and the plain rule agree; plans stay on index and partitions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions import public as contributions
from contributions.models import Filing, FilingLine
from contributions.rules import months as rule
from contributions.selectors.counts import one
from sso_core import clock
from sso_core.kernel.period import Period, months
from sso_core.law.public import NoLaw, current
from tests.contributions.factories import ACCOUNT

pytestmark = pytest.mark.django_db
FIRST, LAST = Period(2023, 6), Period(2026, 9)
EMPLOYERS = (ACCOUNT, "2000000013", "1200000024")


@dataclass(frozen=True)
class Month:
    """What a person has at one employer in one month."""

    period: Period
    section: int
    account_no: str
    base: Decimal
    filed_only: bool


a_period = st.integers(0, LAST.minus(FIRST)).map(lambda n: FIRST + n)
a_month = st.one_of(
    st.builds(Month, a_period, st.just(33), st.sampled_from(EMPLOYERS),
              st.sampled_from([Decimal(n) for n in (1650, 9000, 14999, 15000, 16000, 17500, 20000)]), st.booleans()),
    st.builds(Month, a_period, st.just(39), st.just(""), st.just(Decimal(4800)), st.just(False)),
)  # fmt: skip
a_gap = st.tuples(a_period, st.integers(0, 5))
a_history = st.tuples(
    st.lists(a_month, max_size=40, unique_by=lambda m: (m.period, m.section, m.account_no)),
    st.lists(a_gap, max_size=1),
)


@contextmanager
def undone() -> Iterator[None]:
    """The rows of one example are gone before the next: accounts are append-only."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def make_filing(*, submitted: bool = True) -> Filing:
    return Filing.objects.create(
        account_no=ACCOUNT, employer_name="ตัวอย่าง", period=date(2026, 1, 1), format="text135", sha256=str(submitted),
        status="submitted" if submitted else "checked", uploaded_by="ก", uploaded_at=clock.now(),
        submitted_at=clock.now() if submitted else None, employee=1, employer=1,
    )  # fmt: skip


def file_line(person_id: int, filing: Filing, month: Month, line: int) -> None:
    FilingLine(
        period=month.period.first, filing_id=filing.pk, branch_no="000000", line=line, account_no=month.account_no,
        national_id=f"{person_id:013d}", person_id=person_id, title_code="003", first_name="ก", last_name="ข",
        wage=month.base, base=month.base, employee=1, employer=1, government=1,
    ).save(force_insert=True)  # fmt: skip


def keep(person_id: int, rows: list[Month], gaps: list[tuple[Period, int]], filing: Filing) -> None:
    contributions.load_history(
        contributions.HistoryRow(
            person_id,
            m.period,
            m.section,
            m.base,
            Decimal(1),
            Decimal(1),
            Decimal(1),
            account_no=m.account_no,
        )
        for m in rows
        if not m.filed_only
    )
    for n, month in enumerate(rows):
        if month.filed_only:
            file_line(person_id, filing, month, person_id * 1000 + n)
    for since, more in gaps:
        contributions.note_gap(person_id, since, since + more, reason="ยังไม่ย้าย")


def gap_months(gaps: list[tuple[Period, int]]) -> set[Period]:
    return {month for since, more in gaps for month in months(since, since + more)}


@settings(max_examples=60, deadline=None)
@given(
    histories=st.lists(a_history, min_size=1, max_size=4),
    until=a_period,
    most=st.sampled_from([1, 3, 12, 60]),
)
def test_one_all_and_the_rule_agree(histories, until, most):
    since = until - 14
    with undone():
        filing = make_filing()
        for person_id, (rows, gaps) in enumerate(histories, start=1):
            keep(person_id, rows, gaps, filing)
        window = contributions.gather(
            f"select n, date '{since.first}', date '{until.first}' from generate_series(1, {len(histories)}) n"
        )
        counted = dict(contributions.months_of_all(window))
        counted33 = dict(contributions.months_of_all(window, sections=(33,)))
        best = dict(contributions.best_of_all(window, most=most))
        life = contributions.gather(
            f"select n, date '1991-03-01', date '{until.first}' from generate_series(1, {len(histories)}) n"
        )
        average = dict(contributions.average_of_all(life, most=most))
        for person_id, (rows, gaps) in enumerate(histories, start=1):
            plain = [rule.BaseOfMonth(m.period, m.section, m.base) for m in rows]
            unknown = gap_months(gaps)
            found = rule.count_months(plain, unknown, since=since, until=until)
            assert found == counted[person_id] == contributions.months_paid(person_id, since, until)
            found = rule.count_months(plain, unknown, since=since, until=until, sections=(33,))
            assert (
                found
                == counted33[person_id]
                == contributions.months_paid(person_id, since, until, section=33)
            )
            expected = rule.best_bases(plain, unknown, since=since, until=until, most=most, law=current())
            assert expected == best[person_id] == contributions.best_bases(person_id, since, until, most=most)
            expected = rule.last_bases(plain, unknown, until=until, most=most, law=current())
            assert expected == average[person_id] == contributions.average_base(person_id, most, until=until)


def row(
    period: Period, base: int = 15000, *, section: int = 33, at: str = ACCOUNT
) -> contributions.HistoryRow:
    amounts = (Decimal(base), Decimal(1), Decimal(1), Decimal(1))
    return contributions.HistoryRow(7, period, section, *amounts, account_no=at if section == 33 else "")


class TestTheRule:
    def test_two_employers_in_a_month_are_one_month_up_to_the_ceiling_of_that_month(self):
        december, january = Period(2025, 12), Period(2026, 1)
        contributions.load_history(
            row(month, 10_000, at=at) for month in (december, january) for at in EMPLOYERS[:2]
        )
        assert contributions.months_paid(7, december, january) == contributions.MonthCount(2, 0)
        assert contributions.average_base(7, 60).average == Decimal("16250.00")  # (15,000 + 17,500) / 2
        assert contributions.wage_bases(7, december, january) == {
            december: Decimal(15000), january: Decimal(17500)
        }  # fmt: skip

    def test_the_ceiling_steps_up_again(self):
        steps = {
            Period(2028, 12): 17500,
            Period(2029, 1): 20000,
            Period(2031, 12): 20000,
            Period(2032, 1): 23000,
        }
        contributions.load_history(row(month, 50_000) for month in steps)
        assert contributions.wage_bases(7, Period(2028, 1), Period(2032, 12)) == steps
        found = contributions.best_bases(7, Period(2028, 1), Period(2032, 12), most=3)
        assert found == contributions.BaseSum(Decimal(63000), 3, 0)

    def test_the_sections_are_named(self):
        contributions.load_history([row(Period(2026, 1)), row(Period(2026, 2), 4800, section=39)])
        window = (7, Period(2026, 1), Period(2026, 6))
        found = [contributions.months_paid(*window, section=section).count for section in (None, 33, 39, 40)]
        assert found == [2, 1, 1, 0]

    def test_a_gap_before_the_months_that_are_averaged_does_not_matter(self):
        contributions.load_history(row(Period(2026, n)) for n in range(1, 7))
        contributions.note_gap(7, Period(2025, 1), Period(2025, 12), reason="ยังไม่ย้าย")
        assert contributions.average_base(7, 6) == contributions.BaseSum(Decimal(90000), 6, 0)
        assert contributions.average_base(7, 7) == contributions.BaseSum(Decimal(90000), 6, 12)

    def test_nothing_is_not_zero_baht(self):
        contributions.note_gap(7, Period(2026, 1), Period(2026, 3), reason="ยังไม่ย้าย")
        assert contributions.average_base(7, 60) == contributions.BaseSum(None, 0, 3)
        assert contributions.average_base(7, 60).average is None
        assert contributions.months_ever(7) == contributions.MonthCount(0, 3)

    def test_only_a_submitted_filing_counts(self):
        month = Month(Period(2026, 1), 33, ACCOUNT, Decimal(9000), True)
        file_line(7, make_filing(submitted=False), month, 1)
        assert contributions.months_ever(7).count == 0
        file_line(8, make_filing(), month, 2)
        assert contributions.months_ever(8).count == 1

    def test_a_month_without_a_ceiling_in_law_is_refused_for_one_and_not_known_for_all(self):
        contributions.load_history([row(Period(1993, 1))])
        with pytest.raises(NoLaw):
            contributions.average_base(7, 60)
        people = contributions.gather("values (7, date '1991-03-01', date '2026-01-01')")
        assert dict(contributions.average_of_all(people, most=60))[7].average is None

    def test_a_person_stands_once_in_a_population(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            contributions.gather(
                "values (7, date '2026-01-01', date '2026-02-01'), (7, '2026-01-01', '2026-03-01')"
            )


class TestPlans:
    @pytest.fixture
    def plan(self):
        def explain(query: contributions.Query) -> str:
            with connection.cursor() as cursor:
                # Empty partitions are read from end to end for nothing: what is asked is whether an index can serve.
                cursor.execute("set local enable_seqscan = off")
                cursor.execute("explain (analyze, timing off) " + query.sql, query.params)
                return "\n".join(line for (line,) in cursor.fetchall())

        return explain

    def test_one_person_is_read_by_index_from_the_months_asked_for(self, plan):
        contributions.load_history([row(Period(2026, 2))])
        file_line(7, make_filing(), Month(Period(2026, 3), 33, EMPLOYERS[1], Decimal(9000), True), 1)
        found = plan(contributions.counted_query(one(7, Period(2026, 1), Period(2026, 3))))
        for table in ("contributions_account", "contributions_line"):
            assert f"{table}_202602" in found
            assert f"Seq Scan on {table}_2026" not in found
        other = [line for line in found.splitlines() if "_202512" in line and "never executed" not in line]
        assert other == []

    def test_a_whole_life_is_read_by_index(self, plan):
        query = contributions.average_query(one(7, Period(1991, 3), Period(2026, 9)), most=60)
        assert "Seq Scan on contributions_account_" not in plan(query)
        assert "Seq Scan on contributions_line_" not in plan(query)

    def test_a_few_are_read_by_index_and_only_the_months_of_the_population(self, plan):
        people = contributions.gather(
            "select n, date '2026-01-01', date '2026-03-01' from generate_series(1, 50) n"
        )
        found = plan(contributions.counted_query(people))
        assert "contributions_account_202602" in found
        assert "Seq Scan on contributions_account_" not in found

    def test_each_count_is_one_query(self, django_assert_num_queries):
        since, until = Period(2025, 1), Period(2026, 3)
        for ask in (
            lambda: contributions.months_paid(7, since, until),
            lambda: contributions.months_ever(7),
            lambda: contributions.average_base(7, 60),
            lambda: contributions.best_bases(7, since, until, most=3),
            lambda: contributions.wage_bases(7, since, until),
        ):
            with django_assert_num_queries(1):
                ask()
