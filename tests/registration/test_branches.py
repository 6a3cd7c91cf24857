"""Branches open, move and close; businesses end, come back and change hands; nobody's insurance has a gap."""

from datetime import date
from threading import Thread
from time import sleep

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from integrations.simulators.data import by_role
from registration import public
from registration.establishments import open_branches, places_of, province_on, provinces_on
from registration.models import (
    Branch,
    Coverage,
    Employer,
    EmployerChange,
    Employment,
    FormerPlace,
    LateReport,
)
from registration.selectors import branch as branch_of
from registration.services import branches, closing, reopening
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import inbox_of
from tests.registration.factories import enrolled, make_employer, make_person, officer, officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield


def opened(employer, since=date(2026, 3, 1), province="90", **more):
    told = {"name": "สาขาสงขลา", "address": "2 ถนนสอง", "province": province, **more}
    return branches.open_branch(employer.account_no, **told, opened_on=since, by=SYSTEM)


def refused(act, *args, **more):
    with pytest.raises(Refused) as caught:
        act(*args, **more, by=SYSTEM)
    return [finding.code for finding in caught.value.findings]


def decide(case, by, outcome="approve"):
    cases.take(case.reference, by)
    return cases.propose(case.reference, outcome, "ตรวจแล้ว", by)


def at_branch(person, employer, branch_no, since):
    line = public.Enrol(
        person.national_id, person.first_name, person.last_name, employer.account_no, branch_no, since
    )
    return public.enrol(line, by=SYSTEM).enrolled[0]


class TestOpening:
    def test_the_next_number_and_a_remark_when_it_is_told_late(self):
        employer = make_employer()
        first = opened(employer)
        assert (first.branch.branch_no, [f.code for f in first.findings]) == ("000001", ["late_change"])
        late = LateReport.objects.get()
        assert (late.kind, late.due_on, late.reported_on) == (
            "change",
            date(2026, 4, 15),
            date(2026, 11, 23),
        )
        second = opened(employer, date(2026, 11, 1), name="สาขาสอง")
        assert (second.branch.branch_no, second.findings) == ("000002", ())

    def test_told_twice_it_is_one_branch(self):
        employer = make_employer()
        assert opened(employer).branch == opened(employer).branch
        assert Branch.objects.filter(employer=employer).count() == 2

    @pytest.mark.parametrize(
        ("change", "code"),
        [({"since": date(2026, 12, 1)}, "change_in_future"), ({"province": "99"}, "province_unknown")],
    )
    def test_what_cannot_be_is_refused(self, change, code):
        with pytest.raises(Refused, match=code):
            opened(make_employer(), **change)

    def test_nobody_works_there_before_it_opened(self):
        employer, person = make_employer(), make_person()
        number = opened(employer).branch.branch_no
        with pytest.raises(Refused, match="branch_not_open"):
            at_branch(person, employer, number, date(2026, 2, 28))
        at_branch(person, employer, number, date(2026, 3, 1))


class TestMoving:
    def test_the_province_of_any_day_is_known(self):
        employer = make_employer(province="10")
        number = opened(employer).branch.branch_no
        move = {"name": "สาขาสงขลา", "address": "3 ถนนสาม", "province": "96"}
        done = branches.change_branch(employer.account_no, number, **move, on=date(2026, 11, 5), by=SYSTEM)
        assert (done.branch.province, done.findings) == ("96", ())
        asked = [date(2020, 1, 1), date(2026, 11, 4), date(2026, 11, 5), date(2027, 1, 1)]
        found = [province_on(employer.account_no, number, day) for day in asked]
        assert found == ["90", "90", "96", "96"]
        assert provinces_on(employer.account_no, date(2026, 11, 4)) == {"000000": "10", number: "90"}
        assert province_on(employer.account_no, "000077", date(2026, 1, 1)) is None
        assert [(p.since, p.until, p.province) for p in places_of(done.branch)] == [
            (date(2026, 11, 5), None, "96"),
            (date(2026, 3, 1), date(2026, 11, 4), "90"),
        ]

    def test_a_subdistrict_gives_the_province_and_the_words_and_stays_known_after_a_move(self):
        employer = make_employer()
        place = {"address": "9 ถ.เพชรเกษม", "subdistrict": "901101", "postcode": "90110", "province": ""}
        done = opened(employer, **place)
        assert (done.branch.province, done.branch.subdistrict, done.branch.postcode) == (
            "90",
            "901101",
            "90110",
        )
        assert done.branch.address == "9 ถ.เพชรเกษม ต.หาดใหญ่ อ.หาดใหญ่ จ.สงขลา 90110"
        number = done.branch.branch_no
        words = {"name": "สาขาสงขลา", "address": "3 ถนนสาม", "province": "96"}
        moved = branches.change_branch(employer.account_no, number, **words, on=date(2026, 11, 5), by=SYSTEM)
        assert (moved.branch.subdistrict, moved.branch.postcode) == ("", "")
        assert FormerPlace.objects.values_list("subdistrict", "postcode").get() == ("901101", "90110")

    @pytest.mark.parametrize(
        ("place", "code"),
        [
            ({"subdistrict": "999999"}, "address_place"),
            ({"subdistrict": "901101", "postcode": "10110"}, "address_postcode"),
            ({"subdistrict": "901101", "address": " "}, "address_house"),
            ({"province": ""}, "province_unknown"),
        ],
    )
    def test_a_place_that_is_none_is_refused(self, place, code):
        told = {"name": "สาขา", "address": "9", "province": "90", **place}
        assert refused(
            branches.open_branch, make_employer().account_no, **told, opened_on=date(2026, 3, 1)
        ) == [code]

    def test_a_move_back_in_time_is_remarked_on_and_none_before_the_last(self):
        employer = make_employer()
        number = opened(employer).branch.branch_no
        move = {"name": "สาขาสงขลา", "address": "3 ถนนสาม", "province": "96"}
        done = branches.change_branch(employer.account_no, number, **move, on=date(2026, 6, 1), by=SYSTEM)
        assert {f.code for f in done.findings} == {"moved_in_past", "late_change"}
        move["province"] = "95"
        act = branches.change_branch
        assert refused(act, employer.account_no, number, **move, on=date(2026, 6, 1)) == ["move_before_last"]
        assert refused(act, employer.account_no, number, **move, on=date(2026, 12, 1)) == ["change_in_future"]
        assert refused(act, employer.account_no, "000000", **move, on=date(2026, 11, 1)) == [
            "head_office_by_change"
        ]

    def test_a_new_name_alone_moves_nothing(self):
        employer = make_employer()
        number = opened(employer).branch.branch_no
        told = {"name": "สาขาใหม่", "address": "2 ถนนสอง", "province": "90"}
        branches.change_branch(employer.account_no, number, **told, on=date(2026, 11, 5), by=SYSTEM)
        assert (branch_of(employer.account_no, number).name, FormerPlace.objects.count()) == ("สาขาใหม่", 0)


class TestClosing:
    def test_staff_leaves_or_moves_and_later_days_are_refused(self):
        employer, person = make_employer(), make_person()
        number = opened(employer).branch.branch_no
        at_branch(person, employer, number, date(2026, 3, 1))
        act, last = branches.close_branch, date(2026, 10, 31)
        assert refused(act, employer.account_no, number, last_day=last) == ["branch_has_staff"]
        branches.close_branch(employer.account_no, number, last_day=last, reason="3", by=SYSTEM)
        assert Employment.objects.get().ends_on == last
        assert Coverage.objects.get().ends_on == last
        assert [b.branch_no for b in open_branches(employer.account_no, date(2026, 11, 1))] == ["000000"]
        with pytest.raises(Refused, match="branch_closed"):
            at_branch(make_person(), employer, number, date(2026, 11, 1))
        at_branch(make_person(), employer, number, last)

    def test_staff_that_moves_to_another_branch_stays_insured(self):
        employer, person = make_employer(), make_person()
        number = opened(employer).branch.branch_no
        at_branch(person, employer, number, date(2026, 3, 1))
        branches.close_branch(
            employer.account_no, number, last_day=date(2026, 10, 31), to_branch="000000", by=SYSTEM
        )
        rows = Employment.objects.order_by("starts_on").values_list("branch__branch_no", "ends_on", "reason")
        assert list(rows) == [(number, date(2026, 10, 31), "7"), ("000000", None, "")]
        assert Coverage.objects.values_list("starts_on", "ends_on").get() == (date(2026, 3, 1), None)

    @pytest.mark.parametrize("fate", [{"reason": "3"}, {"to_branch": "000000"}], ids=["leave", "move"])
    def test_a_hundred_people_need_no_more_statements_than_ten(self, fate, django_assert_max_num_queries):
        for staff in (10, 100):
            employer = make_employer()
            number = opened(employer).branch.branch_no
            for _ in range(staff):
                at_branch(make_person(), employer, number, date(2026, 3, 1))
            with django_assert_max_num_queries(70):
                branches.close_branch(
                    employer.account_no, number, last_day=date(2026, 10, 31), **fate, by=SYSTEM
                )
            rows = Employment.objects.filter(branch__employer=employer)
            assert rows.filter(ends_on=date(2026, 10, 31)).count() == staff
            covered = Coverage.objects.filter(person__employments__branch__employer=employer, ends_on=None)
            assert covered.distinct().count() == (staff if "to_branch" in fate else 0)

    def test_nobody_worked_after_the_closing(self):
        employer, person = make_employer(), make_person()
        number = opened(employer).branch.branch_no
        at_branch(person, employer, number, date(2026, 11, 10))
        told = {"last_day": date(2026, 11, 5), "reason": "3"}
        assert refused(branches.close_branch, employer.account_no, number, **told) == ["staff_after_closing"]
        assert refused(branches.close_branch, employer.account_no, "000000", **told) == ["head_office_stays"]

    def test_the_database_refuses_an_employment_at_a_closed_branch(self):
        employer, person = make_employer(), make_person()
        number = opened(employer).branch.branch_no
        branches.close_branch(employer.account_no, number, last_day=date(2026, 10, 31), by=SYSTEM)
        branch = Branch.objects.get(branch_no=number)
        told = {"person": person, "branch": branch, "reported_on": date(2026, 11, 23)}
        with pytest.raises(IntegrityError, match="closed before"), transaction.atomic():
            Employment.objects.create(**told, starts_on=date(2026, 11, 1))
        Employment.objects.create(**told, starts_on=date(2026, 10, 31))


class TestTheWholeBusiness:
    def test_it_ends_with_everybody_and_names_the_last_filing(self):
        employer, person = make_employer(), make_person()
        with time_machine.travel("2024-01-05 09:00+07:00"):
            Employer.objects.filter(pk=employer.pk).update(registered_on=date(2024, 1, 1))
        enrolled(person, employer, date(2024, 1, 5))
        account, last = employer.account_no, date(2026, 10, 31)
        assert refused(closing.close_business, account, last_day=last) == ["branch_has_staff"]
        done = closing.close_business(account, last_day=last, reason="3", by=SYSTEM)
        assert (done.left, str(done.last_period), done.employer.closed_on) == (1, "2026-10", last)
        assert Coverage.objects.get().ends_on == last
        assert Branch.objects.get(employer=employer).closed_on == last
        with pytest.raises(Refused, match="employer_closed"):
            enrolled(make_person(), employer, date(2026, 10, 1))
        assert any("เลิกกิจการ" in one.title for one in inbox_of(f"employer:{account}"))

    def test_one_officer_asks_another_opens_it_again(self):
        employer = make_employer()
        by = officer_actor(officer())
        with pytest.raises(Refused, match="not_closed"):
            reopening.ask_reopening(employer.account_no, reason="เปิดอยู่", by=by)
        closing.close_business(employer.account_no, last_day=date(2026, 11, 23), by=SYSTEM)
        with pytest.raises(Refused, match="reopening_reason"):
            reopening.ask_reopening(employer.account_no, reason=" ", by=by)
        assert refused(reopening.ask_reopening, employer.account_no, reason="ระบบ") == ["only_an_officer"]
        case = reopening.ask_reopening(employer.account_no, reason="แจ้งเลิกผิดบัญชี", by=by)
        with pytest.raises(Refused, match="reopening_open"):
            reopening.ask_reopening(employer.account_no, reason="อีกครั้ง", by=by)
        with pytest.raises(Refused, match="applicant_decides"):
            decide(case, by)
        assert Employer.objects.get().closed_on == date(2026, 11, 23)
        decide(case, officer_actor(officer()))
        kept = EmployerChange.objects.get(fact="reopening")
        assert (kept.asked_by, kept.case_reference) == (by.user_id, case.reference)
        enrolled(make_person(), employer, date(2026, 11, 23))

    def test_refused_it_stays_closed(self):
        employer = make_employer()
        closing.close_business(employer.account_no, last_day=date(2026, 11, 23), by=SYSTEM)
        case = reopening.ask_reopening(employer.account_no, reason="กลับมา", by=officer_actor(officer()))
        decide(case, officer_actor(officer()), "reject")
        assert Employer.objects.get().closed_on == date(2026, 11, 23)

    @pytest.mark.parametrize("pair", ["null, null", "7, null", "7, 7"])
    def test_the_database_refuses_an_opening_by_one_alone(self, pair):
        make_employer()
        insert = (
            "insert into registration_employerchange (employer_id, fact, before, after, changed_on, reported_on,"
            f" case_reference, asked_by, decided_by) select id, 'reopening', '', '', now(), now(), '', {pair}"
            " from registration_employer"
        )
        with (
            pytest.raises(IntegrityError, match="four_eyes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(insert)

    def test_not_while_the_same_owner_has_another_account(self):
        employer = make_employer()
        closing.close_business(employer.account_no, last_day=date(2026, 11, 23), by=SYSTEM)
        case = reopening.ask_reopening(employer.account_no, reason="กลับมา", by=officer_actor(officer()))
        make_employer(tax_id=employer.tax_id)
        with pytest.raises(Refused, match="check_failed"):
            decide(case, officer_actor(officer()))
        with pytest.raises(Refused, match="employer_exists"):
            reopening.ask_reopening(employer.account_no, reason="กลับมา", by=officer_actor(officer()))

    def test_a_branch_handed_over_takes_its_staff_without_a_gap(self):
        giver, receiver = make_employer(name="ผู้โอน"), make_employer(name="ผู้รับโอน")
        stays, came, left = make_person(), make_person(), make_person()
        for person, since in (
            (stays, date(2025, 1, 1)),
            (came, date(2026, 11, 10)),
            (left, date(2025, 1, 1)),
        ):
            enrolled(person, giver, since)
        leave = {"last_day": date(2026, 11, 15), "reason": "1"}
        public.leave(giver.account_no, left.national_id, **leave, by=SYSTEM)
        on = date(2026, 11, 1)
        done = closing.hand_over(giver.account_no, "000000", receiver.account_no, on=on, by=SYSTEM)
        assert (done.branch.account_no, done.branch.opened_on) == (receiver.account_no, on)
        spans = Coverage.objects.order_by("person_id").values_list("person_id", "starts_on", "ends_on")
        assert list(spans) == [
            (stays.pk, date(2025, 1, 1), None),
            (came.pk, date(2026, 11, 10), None),
            (left.pk, date(2025, 1, 1), date(2026, 11, 15)),
        ]
        now = public.staff_of(receiver.account_no)
        assert {(e.person_id, e.starts_on, e.reason) for e in now} == {
            (stays.pk, on, ""),
            (came.pk, date(2026, 11, 10), ""),
            (left.pk, on, "1"),
        }
        assert Branch.objects.get(employer=giver).closed_on == date(2026, 10, 31)

    def test_the_newcomer_at_a_branch_that_closed_is_told_the_day(self, simulators):
        employer, one = make_employer(), by_role("newcomer")[0]
        number = opened(employer).branch.branch_no
        branches.close_branch(employer.account_no, number, last_day=date(2026, 10, 31), by=SYSTEM)
        line = public.Enrol(
            one["national_id"],
            one["first_name"],
            one["last_name"],
            employer.account_no,
            number,
            date(2026, 11, 2),
        )
        with pytest.raises(Refused) as caught:
            public.enrol(line, by=SYSTEM)
        assert caught.value.findings[0].params["day"] == "31 ต.ค. 2569"


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_who_enrols_at_that_moment():
    """The enrolment is not committed when the branch is to be closed before it: the closing must see it."""
    employer, person = make_employer(), make_person()
    number = opened(employer).branch.branch_no
    outcome = []

    def close():
        try:
            branches.close_branch(
                employer.account_no, number, last_day=date(2026, 11, 5), reason="3", by=SYSTEM
            )
            outcome.append("closed")
        except Refused as refused:
            outcome.append(str(refused))
        finally:
            connection.close()

    with transaction.atomic():
        at_branch(person, employer, number, date(2026, 11, 10))
        closing_one = Thread(target=close)
        closing_one.start()
        while closing_one.is_alive() and not waits_for_us():
            sleep(0.01)
    closing_one.join()
    assert outcome == ["staff_after_closing"]
    assert Branch.objects.get(branch_no=number).closed_on is None


def waits_for_us():
    """Whether another session waits for this one. Without the clearing a transaction sees its first look only."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute(
            "select exists(select from pg_stat_activity a where pg_backend_pid() = any(pg_blocking_pids(a.pid)))"
        )
        return cursor.fetchone()[0]
