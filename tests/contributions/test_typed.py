"""A month typed on the page, or taken over from the last one: lines, drafts, and what survives a crash."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection

from contributions.models import (
    Bill,
    Filing,
    FilingFinding,
    FilingLine,
    FilingStatus,
    StagedLine,
    TypedLine,
    TypedSheet,
)
from contributions.public import submit_filing
from contributions.services import corrections, enrolling
from contributions.services.amending import NewWage
from contributions.services.changing import change_people
from contributions.services.drafts import clear_expired, kept_until
from contributions.services.sheets import begin
from contributions.services.typed_lines import Newcomer, Wage, add_person, save_wages
from contributions.services.uploads import discard, ensure_staged
from registration.models import Branch, Employment
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.contributions.factories import ACCOUNT, CLERK, employ, make_employer, make_person
from tests.contributions.filings import national_id

pytestmark = pytest.mark.django_db
JUNE, JULY = Period(2026, 6), Period(2026, 7)
NAMES = ("กนก", "ขวัญ", "คมสัน", "งามตา", "จันทร์")


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def staff():
    """Five people at the head office."""
    make_employer()
    people = [make_person(national_id(n), name, "ใจดี") for n, name in enumerate(NAMES, 1)]
    for person in people:
        employ(person)
    return people


def opened(period: Period = JUNE, **more: object) -> Filing:
    return Filing.objects.get(pk=begin(ACCOUNT, period, by=CLERK, **more).filing_id)


def typed(filing: Filing, **wages: str) -> Filing:
    """Wages by the first name's place: ``_1="15000"``."""
    save_wages(filing.pk, {int(name[1:]): Wage(text) for name, text in wages.items()})
    filing.refresh_from_db()
    return filing


def codes(filing: Filing) -> list[tuple[int, str]]:
    rows = FilingFinding.objects.filter(filing=filing).order_by("line", "code")
    return [(row.line, row.code.removeprefix("filing.")) for row in rows]


def whole(period: Period = JUNE) -> Filing:
    return typed(opened(period), _1="10000", _2="17500", _3="20,000.50", _4="1000", _5="12345.67")


def submitted(filing: Filing) -> Filing:
    submit_filing(filing.pk, seen_total=None, by=CLERK)
    filing.refresh_from_db()
    return filing


def other_branch(number: str = "000001", province: str = "90") -> Branch:
    head = Branch.objects.get(employer__account_no=ACCOUNT, branch_no="000000")
    return Branch.objects.create(
        employer=head.employer, branch_no=number, name="สาขา", address="9", province=province,
        opened_on=date(2024, 1, 1),
    )  # fmt: skip


class TestTyping:
    def test_the_staff_of_the_month_stand_there_with_open_wages(self, staff):
        leave_on(staff[0], date(2026, 5, 31))
        employ(make_person(national_id(9), "ฉลอง", "ใจดี"), since=date(2026, 7, 1))
        filing = opened()
        assert [row.first_name for row in filing.typed.order_by("line")] == list(NAMES[1:])
        assert codes(filing) == [(line, "wage_open") for line in (1, 2, 3, 4)]
        assert (filing.format, filing.status, filing.lines) == ("typed", FilingStatus.CHECKED, 4)

    def test_who_left_within_the_month_is_of_it(self, staff):
        leave_on(staff[0], date(2026, 6, 1))
        assert opened().typed.count() == 5

    def test_wages_are_worked_by_the_law(self, staff):
        filing = whole()
        paid = list(StagedLine.objects.order_by("line").values_list("contribution", flat=True))
        assert paid == [Decimal(500), Decimal(875), Decimal(875), Decimal(83), Decimal(617)]
        assert (codes(filing), filing.employee) == ([], Decimal(2950))

    def test_a_month_without_wage_is_told(self, staff):
        filing = whole()
        save_wages(filing.pk, {2: Wage("", none=True)})
        assert codes(filing) == [(2, "wage_zero")]
        assert TypedLine.objects.get(line=2).wage == 0

    @pytest.mark.parametrize(
        ("wage", "code"),
        [
            (Wage("abc"), "amount_not_number"),
            (Wage("-5"), "amount_negative"),
            (Wage("1.234"), "amount_not_number"),
            (Wage("9" * 20), "amount_not_number"),
            (Wage("100", none=True), "wage_and_none"),
            (Wage("100", seen=Decimal(7), told_seen=True), "line_changed"),
        ],
    )
    def test_one_wrong_wage_keeps_the_page_from_being_saved(self, staff, wage, code):
        filing = opened()
        with pytest.raises(Refused) as refused:
            save_wages(filing.pk, {1: Wage("15000"), 2: wage})
        assert [(f.code, f.line) for f in refused.value.findings] == [(f"filing.{code}", 2)]
        assert not TypedLine.objects.exclude(wage=None).exists()

    def test_a_line_that_is_not_there(self, staff):
        with pytest.raises(Refused, match="line_unknown"):
            save_wages(opened().pk, {77: Wage("1")})

    def test_begun_again_it_is_gone_on_with(self, staff):
        first = typed(opened(), _1="15000")
        again = begin(ACCOUNT, JUNE, by=CLERK)
        assert (again.filing_id, again.is_new) == (first.pk, False)
        assert begin(ACCOUNT, JUNE, take_over=True, by=CLERK).filing_id == first.pk
        assert begin(ACCOUNT, Period(2026, 5), by=CLERK).is_new

    @pytest.mark.parametrize(
        ("period", "more", "code"),
        [
            (Period(2026, 8), {}, "period_future"),
            (Period(1990, 1), {}, "period_too_old"),
            (Period(1995, 6), {}, "period_long_closed"),
            (JUNE, {"branch_no": "000009"}, "branch_unknown"),
            (JUNE, {"take_over": True}, "nothing_to_take_over"),
        ],
    )
    def test_what_cannot_be_begun(self, staff, period, more, code):
        with pytest.raises(Refused, match=code):
            begin(ACCOUNT, period, by=CLERK, **more)
        assert not Filing.objects.exists()

    def test_too_many_are_led_to_excel(self, staff, settings):
        settings.TYPED_MOST_PEOPLE = 4
        with pytest.raises(Refused, match="too_many_to_type"):
            begin(ACCOUNT, JUNE, by=CLERK)

    def test_submitted_it_is_a_filing_like_others(self, staff):
        filing = submitted(whole())
        assert (filing.status, Bill.objects.get().contribution) == (FilingStatus.SUBMITTED, Decimal(5900))
        assert FilingLine.objects.filter(filing_id=filing.pk, person_id=None).count() == 0
        assert not TypedLine.objects.exists()
        assert not TypedSheet.objects.exists()
        with pytest.raises(Refused, match="filing_closed"):
            save_wages(filing.pk, {1: Wage("1")})

    def test_those_filed_already_are_left_out(self, staff):
        filing = whole()
        corrections.remove_lines(filing.pk, [("000000", 5)], by=CLERK)
        submitted(filing)
        later = opened()
        assert [row.first_name for row in later.typed.all()] == [NAMES[4]]

    def test_a_line_mended_on_its_own_page_is_mended_on_the_sheet(self, staff):
        filing = whole()
        values = {"national_id": national_id(2), "title_code": "004", "first_name": "ขวัญ", "last_name": "ใจดี",
                  "wage": "16000"}  # fmt: skip
        corrections.edit_line(filing.pk, "000000", 2, values, by=CLERK)
        typed(filing, _1="10001")
        row = StagedLine.objects.get(line=2)
        assert (row.title_code, row.wage, row.contribution) == ("004", Decimal(16000), Decimal(800))


def leave_on(person, day: date) -> None:
    Employment.objects.filter(person=person).update(ends_on=day, reason="1", leave_reported_on=day)


class TestPeople:
    def test_one_of_the_register_needs_a_number_only(self, staff):
        make_person(national_id(8), "สมศรี", "มาใหม่")
        filing = whole()
        add_person(filing.pk, newcomer(8, first_name="ผิด"))
        assert TypedLine.objects.get(line=6).first_name == "สมศรี"
        assert codes(filing) == [(6, "not_enrolled")]

    def test_one_who_is_nowhere_waits_or_is_enrolled(self, staff):
        filing = whole()
        add_person(filing.pk, newcomer(8))
        assert [row.line for row in enrolling.unenrolled(filing.pk)] == [6]
        enrolling.let_wait(filing.pk)
        typed(filing, _1="9999")  # what was chosen stays chosen when the sheet is checked again
        assert enrolling.unenrolled(filing.pk) == []

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"national_id": "123"}, "id_not_13_digits"),
            (
                {"national_id": national_id(8)[:12] + str((int(national_id(8)[12]) + 1) % 10)},
                "id_check_digit",
            ),
            ({"national_id": national_id(1)}, "id_twice"),
            ({"first_name": ""}, "first_name_missing"),
            ({"last_name": "@@"}, "name_characters"),
            ({"title_code": "x"}, "title_bad"),
            ({"branch_no": "000007"}, "branch_unknown"),
            ({"wage": "many"}, "amount_not_number"),
        ],
    )
    def test_what_cannot_be_added(self, staff, changes, code):
        filing = opened()
        with pytest.raises(Refused, match=code):
            add_person(filing.pk, newcomer(8, **changes))
        assert filing.typed.count() == 5

    def test_a_file_takes_no_typing(self, staff):
        from tests.contributions.test_filing_path import upload

        with pytest.raises(Refused, match="not_typed"):
            add_person(upload().pk, newcomer(8))


def newcomer(n: int, **changes: str) -> Newcomer:
    values = {
        "national_id": national_id(n), "title_code": "003", "first_name": "ใหม่", "last_name": "มาก",
        "branch_no": "000000", "wage": "12000",
    }  # fmt: skip
    return Newcomer(**(values | changes))


class TestTakingOver:
    def test_leavers_go_newcomers_come_and_wages_stay(self, staff):
        submitted(whole())
        leave_on(staff[1], date(2026, 6, 30))
        employ(make_person(national_id(8), "ใหม่", "ใจดี"), since=date(2026, 7, 1))
        filing = opened(JULY, take_over=True)
        rows = [(r.first_name, r.wage, r.before, r.is_new) for r in filing.typed.order_by("line")]
        assert rows == [
            ("กนก", Decimal(10000), Decimal(10000), False),
            ("คมสัน", Decimal("20000.50"), Decimal("20000.50"), False),
            ("งามตา", Decimal(1000), Decimal(1000), False),
            ("จันทร์", Decimal("12345.67"), Decimal("12345.67"), False),
            ("ใหม่", None, None, True),
        ]
        assert (filing.sheet.gone, filing.sheet.taken_from) == (["ขวัญ ใจดี"], JUNE.first)
        assert codes(filing) == [(5, "wage_open")]
        typed(filing, _5="15000")
        submitted(filing)
        assert FilingLine.objects.filter(period=JULY.first).count() == 5

    def test_what_was_changed_since_is_taken_over_as_it_stands(self, staff):
        submitted(whole())
        wages = [
            NewWage(national_id(1), "000000", Decimal(11000)),
            NewWage(national_id(2), "000000", Decimal(0)),
        ]
        change_people(ACCOUNT, JUNE, wages, seen=None, by=CLERK)
        rows = {r.first_name: r.wage for r in opened(JULY, take_over=True).typed.all()}
        assert (rows["กนก"], rows["ขวัญ"], rows["จันทร์"]) == (Decimal(11000), None, Decimal("12345.67"))

    def test_no_wage_last_month_is_asked_again(self, staff):
        filing = whole()
        save_wages(filing.pk, {1: Wage("0")})
        submitted(filing)
        row = opened(JULY, take_over=True).typed.get(line=1)
        assert (row.wage, row.before) == (None, Decimal(0))

    def test_who_waits_for_the_enrolment_is_taken_over(self, staff):
        filing = whole()
        add_person(filing.pk, newcomer(8))
        submitted(filing)
        assert opened(JULY, take_over=True).typed.filter(national_id=national_id(8)).exists()

    def test_the_last_month_may_be_some_months_ago_but_not_a_year(self, staff):
        submitted(whole(Period(2025, 12)))
        assert opened(JULY, take_over=True).sheet.taken_from == date(2025, 12, 1)
        with time_machine.travel("2027-03-10T03:00:00Z", tick=False), pytest.raises(Refused):
            begin(ACCOUNT, Period(2027, 2), take_over=True, by=CLERK)


class TestBranches:
    def test_one_branch_or_all(self, staff):
        branch = other_branch()
        Employment.objects.filter(person=staff[0]).update(branch=branch)
        alone, rest = opened(branch_no="000001"), opened(branch_no="000000")
        assert [row.first_name for row in alone.typed.all()] == [NAMES[0]]
        assert rest.typed.count() == 4
        everybody = opened()
        assert everybody.typed.values("branch_no").distinct().count() == 2
        assert len({alone.pk, rest.pk, everybody.pk}) == 3

    def test_the_place_decides_the_rate(self, staff):
        branch = other_branch()
        Employment.objects.filter(person=staff[0]).update(branch=branch)
        filing = opened(Period(2026, 1), branch_no="000001")
        typed(filing, _1="15000")
        assert StagedLine.objects.get().contribution == Decimal(450)

    def test_a_person_of_another_branch_is_not_added(self, staff):
        other_branch()
        filing = opened(branch_no="000001")
        assert (codes(filing), filing.lines) == ([(0, "no_people")], 0)
        with pytest.raises(Refused, match="branch_unknown"):
            add_person(filing.pk, newcomer(8))


class TestDrafts:
    def test_a_lost_staging_table_is_made_again_from_what_was_typed(self, staff):
        filing = whole()
        with connection.cursor() as cursor:
            cursor.execute("truncate contributions_stagedline")  # what a crash of the server does to it
        ensure_staged(filing)
        assert StagedLine.objects.filter(filing_id=filing.pk).count() == 5
        with connection.cursor() as cursor:
            cursor.execute("truncate contributions_stagedline")
        assert submitted(filing).employee == Decimal(2950)

    def test_what_was_typed_is_in_a_logged_table(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "select distinct relpersistence::text from pg_class where relname like 'contributions_typed%%'"
            )
            assert cursor.fetchall() == [("p",)]

    def test_a_draft_expires_after_its_days_and_not_before(self, staff, settings):
        filing, filed = whole(), submitted(whole(Period(2026, 5)))
        last = kept_until(filing.changed_at)
        assert last == date(2026, 9, 8)
        with time_machine.travel("2026-09-08T10:00:00Z", tick=False):
            assert clear_expired() == 0
        with time_machine.travel("2026-09-10T10:00:00Z", tick=False):
            assert clear_expired() == 1
            assert clear_expired() == 0
        filing.refresh_from_db()
        filed.refresh_from_db()
        assert (filing.status, filed.status) == (FilingStatus.DISCARDED, FilingStatus.SUBMITTED)
        assert not TypedLine.objects.exists()

    def test_a_change_begins_its_days_anew(self, staff):
        filing = whole()
        with time_machine.travel("2026-09-01T10:00:00Z", tick=False):
            typed(filing, _1="9000")
        with time_machine.travel("2026-09-10T10:00:00Z", tick=False):
            assert clear_expired() == 0

    def test_discarded_a_month_can_be_begun_anew(self, staff):
        filing = whole()
        discard(filing.pk, by=CLERK)
        assert begin(ACCOUNT, JUNE, by=CLERK).is_new
