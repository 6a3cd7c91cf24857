"""Staff come and go, and coverage follows."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrations.simulators.data import by_role
from registration import public
from registration.models import Check, Coverage, Employment, Person
from registration.rules.coverage import section33_spans
from registration.tasks import retry_checks
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from tests.registration.factories import enrolled, make_employer, make_person

TODAY = "2026-11-23 09:00+07:00"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def line(one, account, starts=date(2026, 11, 2), **more):
    values = {"first_name": one["first_name"], "last_name": one["last_name"], "branch_no": "000000", **more}
    return public.Enrol(national_id=one["national_id"], account=account, starts_on=starts, **values)


class TestEnrolling:
    def test_coverage_begins_on_the_first_day_of_work(self, simulators):
        newcomer = by_role("newcomer")[0]
        done = public.enrol(line(newcomer, make_employer().account_no), by=SYSTEM)
        found = public.coverage_on(done.enrolled[0].person_id, date(2026, 11, 2))
        assert (found.section, found.since, found.until) == (33, date(2026, 11, 2), None)
        assert public.coverage_on(done.enrolled[0].person_id, date(2026, 11, 1)) is None

    def test_the_same_line_twice_enrols_once(self, simulators):
        newcomer, account = by_role("newcomer")[0], make_employer().account_no
        first = public.enrol(line(newcomer, account), by=SYSTEM)
        again = public.enrol(line(newcomer, account), by=SYSTEM)
        assert first.enrolled == again.enrolled
        assert Employment.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"first_name": "ชื่ออื่น"}, "dopa_name"),
            ({"starts_on": date(2026, 12, 1)}, "start_in_future"),
            ({"starts_on": date(1980, 1, 1)}, "start_too_early"),
            ({"starts_on": date(2010, 1, 1)}, "too_young"),
            ({"branch_no": "000009"}, "branch_unknown"),
            ({"national_id": "1234567890123"}, "id_invalid"),
        ],
    )
    def test_what_is_wrong_is_refused_with_its_reason(self, simulators, change, code):
        newcomer = by_role("newcomer")[0]
        given_line = line(newcomer, make_employer().account_no)
        with pytest.raises(Refused) as refused:
            public.enrol(replace(given_line, **change), by=SYSTEM)
        assert code in [f.code for f in refused.value.findings]
        assert not Employment.objects.exists()

    def test_the_dead_are_not_enrolled(self, simulators):
        with pytest.raises(Refused, match="dopa_dead"):
            public.enrol(line(by_role("dead")[0], make_employer().account_no), by=SYSTEM)

    def test_late_reports_and_second_employers_are_remarked_on(self, simulators):
        newcomer = by_role("newcomer")[0]
        public.enrol(line(newcomer, make_employer().account_no), by=SYSTEM)
        done = public.enrol(line(newcomer, make_employer().account_no, date(2026, 9, 1)), by=SYSTEM)
        assert {f.code for f in done.findings} == {"late_enrolment", "insured_elsewhere"}
        assert Coverage.objects.get().starts_on == date(2026, 9, 1)

    def test_while_dopa_is_down_the_person_is_enrolled_and_checked_later(self, simulators):
        simulators.fault("dopa", "down")
        newcomer = by_role("newcomer")[0]
        done = public.enrol(line(newcomer, make_employer().account_no), by=SYSTEM)
        assert [f.code for f in done.findings] == ["dopa_pending"]
        assert not done.enrolled[0].is_checked
        simulators.fault("dopa", "ok")
        with time_machine.travel("2026-11-23 12:00+07:00", tick=False):
            from django.core.cache import cache

            cache.delete("breaker:dopa")
            assert retry_checks() == 1
        assert Person.objects.get().verified_at is not None
        assert Check.objects.get().state == "passed"


class TestLeaving:
    def test_coverage_ends_and_rights_last_six_months(self):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2026, 1, 5))
        public.leave(
            employer.account_no, person.national_id, last_day=date(2026, 10, 31), reason="1", by=SYSTEM
        )
        assert public.coverage_on(person.pk, date(2026, 10, 31)).extended_until is None
        after = public.coverage_on(person.pk, date(2027, 4, 30))
        assert (after.section, after.extended_until) == (33, date(2027, 4, 30))
        assert public.coverage_on(person.pk, date(2027, 5, 1)) is None

    def test_with_a_second_employer_coverage_goes_on(self):
        person, first, second = make_person(), make_employer(), make_employer()
        enrolled(person, first, date(2026, 1, 5))
        enrolled(person, second, date(2026, 3, 1))
        public.leave(first.account_no, person.national_id, last_day=date(2026, 6, 30), reason="1", by=SYSTEM)
        assert Coverage.objects.get(person=person).ends_on is None

    @pytest.mark.parametrize(
        ("last_day", "code"),
        [(date(2025, 1, 1), "end_before_start"), (date(2026, 12, 1), "end_in_future")],
    )
    def test_impossible_days_are_refused(self, last_day, code):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2026, 1, 5))
        with pytest.raises(Refused, match=code):
            public.leave(employer.account_no, person.national_id, last_day=last_day, reason="1", by=SYSTEM)

    def test_a_leaver_never_enrolled_is_refused(self):
        with pytest.raises(Refused, match="not_employed"):
            public.leave(make_employer().account_no, make_person().national_id,
                         last_day=date(2026, 1, 1), reason="1", by=SYSTEM)  # fmt: skip

    def test_the_same_report_twice_is_one(self):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2026, 1, 5))
        for _ in range(2):
            public.leave(
                employer.account_no, person.national_id, last_day=date(2026, 6, 30), reason="2", by=SYSTEM
            )
        assert Employment.objects.get().reason == "2"


class TestSection39:
    def test_entry_needs_twelve_months_and_six_months_since(self):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2025, 1, 5))
        public.leave(
            employer.account_no, person.national_id, last_day=date(2026, 10, 31), reason="1", by=SYSTEM
        )
        with pytest.raises(Refused, match="condition_unmet"):
            public.enter_section39(person.pk, applied_on=date(2026, 11, 23), months_contributed=11, by=SYSTEM)
        found = public.enter_section39(
            person.pk, applied_on=date(2026, 11, 23), months_contributed=12, by=SYSTEM
        )
        assert (found.section, found.since) == (39, date(2026, 11, 23))
        ended = public.resign_section39(person.pk, on=date(2026, 11, 23), by=SYSTEM)
        assert ended.end_reason == "resigned"

    def test_a_new_job_ends_it_the_day_before(self):
        person, first, second = make_person(), make_employer(), make_employer()
        enrolled(person, first, date(2024, 1, 5))
        public.leave(first.account_no, person.national_id, last_day=date(2026, 9, 30), reason="1", by=SYSTEM)
        public.enter_section39(person.pk, applied_on=date(2026, 10, 5), months_contributed=30, by=SYSTEM)
        enrolled(person, second, date(2026, 11, 2))
        rows = [(c.section, c.since, c.until) for c in public.coverages(person.pk)]
        assert rows[:2] == [(33, date(2026, 11, 2), None), (39, date(2026, 10, 5), date(2026, 11, 1))]

    def test_a_job_reported_late_cuts_a_status_that_ended_meanwhile(self):
        person, first, second = make_person(), make_employer(), make_employer()
        enrolled(person, first, date(2024, 1, 5))
        public.leave(first.account_no, person.national_id, last_day=date(2026, 8, 31), reason="1", by=SYSTEM)
        public.enter_section39(person.pk, applied_on=date(2026, 9, 10), months_contributed=30, by=SYSTEM)
        public.resign_section39(person.pk, on=date(2026, 10, 31), by=SYSTEM)
        enrolled(person, second, date(2026, 10, 1))
        rows = [(c.section, c.since, c.until, c.end_reason) for c in public.coverages(person.pk)]
        assert rows[0] == (33, date(2026, 10, 1), None, "")
        assert rows[1] == (39, date(2026, 9, 10), date(2026, 9, 30), "became33")


class TestTheDatabaseRefuses:
    def refused(self, constraint, sql, *values):
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)

    def test_two_employments_at_a_branch_at_once(self):
        person, employer = make_person(), make_employer()
        one = enrolled(person, employer, date(2026, 1, 5))
        sql = """insert into registration_employment (person_id, branch_id, starts_on, reason, reported_on)
                 select person_id, branch_id, '2026-05-01', '', '2026-05-01'
                   from registration_employment where id = %s"""
        with (
            pytest.raises(IntegrityError, match="employment_not_twice"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(sql, [one.id])

    def test_two_sections_on_a_day(self):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2026, 1, 5))
        sql = """insert into registration_coverage (person_id, section, starts_on, end_reason)
                 values (%s, 39, '2026-06-01', '')"""
        with (
            pytest.raises(IntegrityError, match="coverage_one_section"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(sql, [person.pk])


days = st.dates(date(2020, 1, 1), date(2022, 12, 31))


# A busy machine may pause while an input is drawn.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(days, st.none() | days).filter(lambda s: s[1] is None or s[0] <= s[1]), max_size=8))
def test_stretches_are_the_union_of_employments(spans):
    merged = section33_spans(spans)

    def covered(rows, day):
        return any(start <= day and (end is None or day <= end) for start, end in rows)

    for day in {d for span in spans for d in span if d} | {date(2023, 1, 1), date(2019, 12, 31)}:
        assert covered(merged, day) == covered(spans, day)
    assert all(a[1] is not None and (b[0] - a[1]).days > 1 for a, b in pairwise(merged))
