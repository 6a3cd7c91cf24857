"""The calendar of an employer: what is due when, what is filed, what a delay costs, and as a file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Bill
from contributions.public import HistoryRow, load_history
from contributions.selectors.deadlines import State, calendar_of
from registration.models import Branch, Employment
from sso_core import clock
from sso_core.kernel.period import Period
from tests.contributions.factories import ACCOUNT, make_employer, pay
from tests.contributions.test_delay import unfolded
from tests.contributions.test_pages import BASE, text
from tests.contributions.test_typed import NAMES, opened, other_branch, staff, submitted, typed, whole

__all__ = ["staff"]
pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


def month(period: Period = JUNE):
    return next(m for m in calendar_of(ACCOUNT, clock.today()).months if m.period == period)


class TestCalendar:
    def test_a_month_not_filed_and_not_late(self, staff):
        june = month()
        assert (june.state, june.due_on, june.staff, june.filed) == (State.OPEN, date(2026, 7, 15), 5, 0)
        assert (june.unpaid, june.delay) == (None, None)  # nothing is known of the amount
        assert not june.is_late(clock.today())

    def test_the_months_before_are_missing_and_those_to_come_are_told(self, staff):
        found = calendar_of(ACCOUNT, clock.today()).months
        assert [m.period for m in found] == [Period(2026, 9) - n for n in range(15)]
        assert {m.state for m in found[:2]} == {State.COMING}
        assert {m.state for m in found[4:]} == {State.MISSING}
        assert month(Period(2026, 9)).due_on == date(2026, 10, 15)

    def test_filed_unpaid_then_paid(self, staff):
        submitted(whole())
        june = month()
        assert (june.state, june.unpaid, june.filed) == (State.FILED, Decimal(5900), 5)
        assert (june.delay.a_day, june.delay.a_month) == (Decimal("3.93"), Decimal("121.93"))
        assert june.delay.most == Decimal(5900)
        assert june.delay.capped_on == june.due_on + timedelta(days=1500)
        pay(Bill.objects.get())
        june = month()
        assert (june.unpaid, june.needs_doing, june.delay) == (Decimal(0), False, None)

    def test_the_next_month_is_estimated_and_said_to_be(self, staff):
        submitted(whole())
        with time_machine.travel("2026-08-20T03:00:00Z", tick=True):
            july = month(Period(2026, 7))
        assert (july.state, july.basis, july.is_estimate) == (State.MISSING, Decimal(5900), True)

    def test_one_branch_of_two_is_part_of_a_month(self, staff):
        branch = other_branch(province="10")
        Employment.objects.filter(person__first_name=NAMES[0]).update(branch=branch)
        submitted(typed(opened(branch_no="000001"), _1="10000"))
        june = month()
        assert (june.state, [(p.branch_no, p.filed, p.staff) for p in june.places]) == (
            State.PARTLY, [("000000", 0, 4), ("000001", 1, 1)],
        )  # fmt: skip

    def test_an_extension_follows_the_place(self, staff):
        Branch.objects.update(province="90")
        april = month(Period(2026, 4))
        assert (april.due_on, april.is_extended) == (date(2026, 11, 15), True)

    def test_nobody_worked_and_a_draft_waits(self, staff):
        filing = opened()
        assert month().draft == filing.pk
        Employment.objects.update(starts_on=date(2026, 6, 1))
        assert [m.period for m in calendar_of(ACCOUNT, clock.today()).months][-1] == JUNE

    def test_months_from_before_this_system_are_not_missing(self, staff):
        may = Period(2026, 5)
        load_history(
            [HistoryRow(staff[0].pk, may, 33, Decimal(15000), Decimal(750), Decimal(750), Decimal(1),
                        account_no=ACCOUNT)]
        )  # fmt: skip
        assert month(may).state == State.LOADED

    def test_a_due_date_on_a_holiday_stays_and_is_said_to(self, staff):
        july = month(Period(2026, 7))  # 15 August 2026 is a Saturday
        assert (july.due_on, july.on_holiday) == (date(2026, 8, 15), True)
        found = calendar_of(ACCOUNT, clock.today())
        assert (found.moves, found.moves_confidence, found.extra_days) == (False, "L", None)


class TestPages:
    def test_the_calendar_tells_what_is_not_certain(self, staff, clerk):
        submitted(whole())
        page = text(clerk.get(f"{BASE}calendar/"))
        assert "ยื่นแล้ว ยังไม่ชำระ" in page
        assert "วันละ 3.93 บาท" in page
        assert "ไม่พบการยื่น" in page
        assert "เรายังไม่ทราบประกาศ" in page
        assert "ไม่เลื่อน" in page

    def test_the_home_shows_what_waits(self, staff, clerk):
        page = text(clerk.get(f"/employer/{ACCOUNT}/"))
        assert "กำหนดยื่นเงินสมทบ" in page
        assert "เกินกำหนด 15 มิ.ย. 2569" in page

    def test_a_panel_that_fails_is_unknown_and_the_page_stays(self, staff, clerk, monkeypatch):
        from contributions import panels

        monkeypatch.setattr(panels, "calendar_of", lambda *args, **more: 1 / 0)
        assert "ยังไม่ทราบ ลองใหม่ภายหลัง" in text(clerk.get(f"/employer/{ACCOUNT}/"))

    def test_others_see_nothing(self, staff, stranger):
        for path in ("calendar/", "calendar.ics"):
            assert stranger.get(f"{BASE}{path}").status_code == 404


class TestFile:
    def test_what_is_due_as_a_calendar(self, staff, clerk):
        sent = clerk.get(f"{BASE}calendar.ics")
        assert sent["Content-Type"].startswith("text/calendar")
        lines = unfolded(sent.content)
        assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
        assert "DTSTART;VALUE=DATE:20260715" in lines
        assert f"UID:contributions-{ACCOUNT}-2026-06@sso-core" in lines
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 15
        assert any(
            "มิถุนายน 2569" in line.replace("\xa0", " ") for line in lines if line.startswith("SUMMARY:")
        )


def test_an_employer_without_staff(db):
    make_employer()
    found = calendar_of(ACCOUNT, clock.today()).months
    assert {m.state for m in found} == {State.NOBODY, State.COMING}
    assert not any(m.needs_doing for m in found)
