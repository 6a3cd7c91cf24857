"""The wage month as a batch: who must file, who is told, and what closing holds together."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from contributions.models import Bill, ContributionMonth, ExpectedFiling, Filing, FilingLine
from contributions.selectors import months as read
from contributions.services import changing, months
from contributions.services.amending import NewWage
from contributions.services.month_slices import claim_government_share
from contributions.services.submitting import submit_filing
from contributions.services.uploads import upload_filing
from contributions.tasks import keep_months
from finance.public import balance, verify_ledger
from registration.models import Employment
from registration.public import open_account
from sso_core.accounts.public import Role, create_user, grant
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.models import Message
from tests.contributions.conftest import signed_in
from tests.contributions.factories import (
    ACCOUNT,
    CLEAN,
    CLERK,
    OFFICER,
    employ,
    enrol_everybody,
    make_employer,
    make_person,
    pay,
)

pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)
OTHER = "2000000013"


@pytest.fixture(autouse=True)
def _after_the_due_day():
    with time_machine.travel("2026-07-20T03:00:00Z", tick=False):
        yield


@pytest.fixture
def employers():
    """One that files for 25 people, and one with a single person that does not."""
    make_employer()
    enrol_everybody()
    open_account(
        tax_id="0105561000021", name="ร้าน ตัวอย่าง", province="80", address="2", account_no=OTHER,
        email="shop@example.test",
    )  # fmt: skip
    employ(make_person("1100000000008", "สมใจ", "ตัวอย่าง"), OTHER)


def done(run: BatchRun) -> BatchRun:
    work(run.pk)
    run.refresh_from_db()
    assert run.status == "done"
    return run


def file_june() -> Filing:
    made = upload_filing(ACCOUNT, CLEAN, filename="june.txt", period=JUNE, by=CLERK)
    return submit_filing(made.filing_id, seen_total=None, by=CLERK)


def opened() -> None:
    done(months.open_month(JUNE, by=OFFICER))


def test_who_had_staff_must_file(employers):
    opened()
    expected = {one.account_no: one for one in ExpectedFiling.objects.all()}
    assert {account: one.staff for account, one in expected.items()} == {ACCOUNT: 25, OTHER: 1}
    assert expected[ACCOUNT].due_on == date(2026, 7, 15)


def test_the_place_may_have_more_time(employers):
    march = Period(2026, 3)
    done(months.open_month(march, by=OFFICER))
    due = dict(ExpectedFiling.objects.filter(period=march.first).values_list("account_no", "due_on"))
    assert due == {ACCOUNT: date(2026, 4, 15), OTHER: date(2026, 10, 15)}


def test_staff_that_left_before_is_not_expected_and_is_forgotten_on_a_second_look(employers):
    opened()
    Employment.objects.filter(branch__employer__account_no=OTHER).update(
        ends_on=date(2026, 5, 31), reason="1"
    )
    opened()
    assert list(ExpectedFiling.objects.values_list("account_no", flat=True)) == [ACCOUNT]


def test_a_month_to_come_is_not_opened():
    with pytest.raises(Refused) as refused:
        months.open_month(Period(2026, 8), by=OFFICER)
    assert refused.value.findings[0].code == "filing.period_future"


def test_two_at_once_are_refused(employers):
    run = months.open_month(JUNE, by=OFFICER)
    for step in (months.open_month, months.close_month):
        with pytest.raises(Refused) as refused:
            step(JUNE, by=SYSTEM)
        assert refused.value.findings[0].code == "month.running"
    done(run)
    closing = months.close_month(JUNE, by=OFFICER)
    for step in (months.open_month, months.close_month):
        with pytest.raises(Refused) as refused:
            step(JUNE, by=SYSTEM)
        assert refused.value.findings[0].code == "month.not_open"
    done(closing)


def test_who_has_not_filed_is_told_once(employers):
    opened()
    file_june()
    for _ in range(2):
        done(months.chase(JUNE, by=OFFICER))
    told = Message.objects.filter(template="contributions/month_chased_at")
    assert [message.subject for message in told] == [f"employer:{OTHER}"]
    assert "15\u00a0ก.ค.\u00a02569" in told.get().body


def test_before_the_due_day_only_a_reminder(employers):
    with time_machine.travel("2026-07-12T03:00:00Z", tick=False):
        opened()
        for step in (months.chase, months.close_month):
            with pytest.raises(Refused) as refused:
                step(JUNE, by=OFFICER)
            assert refused.value.findings[0].code == "month.not_due"
        done(months.remind(JUNE, by=OFFICER))
    told = Message.objects.filter(template="contributions/month_reminded_at")
    assert {message.subject for message in told} == {f"employer:{ACCOUNT}", f"employer:{OTHER}"}


def test_closing_holds_lines_assessment_and_ledger_together_and_claims(employers):
    opened()
    filing = file_june()
    before = balance("1202")
    assert before == filing.government > 0
    done(months.close_month(JUNE, by=OFFICER))
    month = ContributionMonth.objects.get()
    figures = month.figures
    assert month.state == "closed"
    assert (figures["filings"], figures["lines"], figures["expected"], figures["missing"]) == (1, 25, 2, 1)
    assert Decimal(figures["employee"]) == filing.employee
    assert sum(Decimal(amount) for amount in figures["claimed"].values()) == before
    assert (balance("1202"), balance("1204")) == (0, before)
    assert verify_ledger().holds


def test_a_line_that_its_assessment_lacks_keeps_the_month_open(employers):
    opened()
    filing = file_june()
    with connection.cursor() as cursor:
        cursor.execute("alter table contributions_line disable trigger user")
        cursor.execute("update contributions_line set employee = employee + 1 where line = 2")
        cursor.execute("alter table contributions_line enable trigger user")
    done(months.close_month(JUNE, by=OFFICER))
    month = ContributionMonth.objects.get()
    assert (month.state, month.figures["differing"]) == ("open", [filing.pk])
    assert "claimed" not in month.figures
    with connection.cursor() as cursor:
        cursor.execute("alter table contributions_line disable trigger user")
        cursor.execute("update contributions_line set employee = employee - 1 where line = 2")
        cursor.execute("alter table contributions_line enable trigger user")
    done(months.close_month(JUNE, by=OFFICER))
    month.refresh_from_db()
    assert (month.state, month.closings) == ("closed", 2)


def test_who_files_late_still_may_and_the_next_claim_takes_it(employers):
    opened()
    done(months.close_month(JUNE, by=OFFICER))
    assert ContributionMonth.objects.get().figures["claimed"] == {}
    with time_machine.travel("2026-07-21T03:00:00Z", tick=False):
        filing = file_june()
        assert read.counts(JUNE).late == 1
    with time_machine.travel("2026-08-20T03:00:00Z", tick=False):
        july = JUNE.next()
        done(months.open_month(july, by=OFFICER))
        done(months.close_month(july, by=OFFICER))
        claimed = ContributionMonth.objects.get(period=july.first).figures["claimed"]
    assert sum(Decimal(amount) for amount in claimed.values()) == filing.government


def government_of(period: Period) -> Decimal:
    """What stands of the government's share of a month, from lines and differences."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(government), 0) from contributions_standing where period = %s",
            [period.first],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("wages", [("0",), ("40000",), ("1650",), ("0", "40000"), ("20000", "0", "1650")])
def test_a_closed_month_that_changes_raises_or_lowers_the_next_claim(employers, wages):
    """Wages of people of a closed month become others, down and up: the claims together are what stands."""
    opened()
    filing = file_june()
    done(months.close_month(JUNE, by=OFFICER))
    rows = FilingLine.objects.filter(period=JUNE.first, base__gt=2000, base__lt=15000).order_by("line")
    with time_machine.travel("2026-08-20T03:00:00Z", tick=False):
        changed = [
            NewWage(row.national_id, row.branch_no, Decimal(wage))
            for row, wage in zip(rows, wages, strict=False)
        ]
        changing.change_people(ACCOUNT, JUNE, changed, seen=None, by=CLERK)
        moved = government_of(JUNE) - filing.government
        assert moved
        assert balance("1202") == moved
        july = JUNE.next()
        done(months.open_month(july, by=OFFICER))
        done(months.close_month(july, by=OFFICER))
        claimed = ContributionMonth.objects.get(period=july.first).figures["claimed"]
        assert sum(Decimal(amount) for amount in claimed.values()) == moved
        assert balance("1202") == 0
        # Set off against what was claimed for June: together they are what stands.
        assert balance("1204") == government_of(JUNE)
        assert verify_ledger().holds
        assert claim_government_share(july, "again") == {}


def test_what_is_paid_is_not_unpaid(employers):
    opened()
    filing = file_june()
    assert read.counts(JUNE).unpaid == filing.employee + filing.employer
    pay(Bill.objects.get(), on=date(2026, 7, 20))
    counts = read.counts(JUNE)
    assert (counts.unpaid, counts.filed, counts.missing, counts.percent) == (0, 1, 1, 50)


@pytest.mark.parametrize(
    ("day", "begun"),
    [
        ("2026-07-01", "contributions.month.expect/2026-06"),
        ("2026-07-11", "contributions.month.remind/2026-06"),
        ("2026-07-16", "contributions.month.chase/2026-06"),
        ("2026-07-30", "contributions.month.close/2026-06"),
    ],
)
def test_the_clock_begins_each_step_on_its_day_once(employers, day, begun):
    steps = []
    for today in ("2026-07-01", "2026-07-11", "2026-07-16", "2026-07-30"):
        with time_machine.travel(f"{today}T03:00:00Z", tick=False):
            for _ in range(3):
                now = [one for one in keep_months() if one.endswith("2026-06")]
                steps += [(today, one) for one in now]
                for run in BatchRun.objects.filter(status="running"):
                    work(run.pk)
    assert [one for at, one in steps if at == day] == [begun]


def test_the_database_refuses_half_a_closing(employers):
    opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionMonth.objects.update(state="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpectedFiling.objects.filter(account_no=OTHER).update(period=date(2026, 6, 2))


@pytest.fixture
def supervisor(db):
    user = create_user("head", "x", kind=ActorKind.OFFICER, display_name="สมศรี หัวหน้า")
    grant(user.pk, Role.supervisor, "office:1001", by=SYSTEM)
    return signed_in(user, aal=2)


def test_the_pages_and_the_steps(employers, supervisor, treasurer):
    assert "เปิดงวด" in supervisor.get("/office/months/").content.decode()
    assert supervisor.post("/office/months/2026-06/open/").status_code == 302
    for run in BatchRun.objects.filter(status="running"):
        work(run.pk)
    page = supervisor.get("/office/months/2026-06/").content.decode()
    assert "ร้าน ตัวอย่าง" in page
    assert "ปิดงวด" in page
    assert treasurer.get("/office/months/2026-06/").status_code == 200
    assert treasurer.post("/office/months/2026-06/close/").status_code == 404
    assert supervisor.get("/office/months/1999-99/").status_code == 404
    assert supervisor.post("/office/months/2026-06/nonsense/").status_code == 404
    supervisor.post("/office/months/2026-06/close/")
    again = supervisor.post("/office/months/2026-06/close/", follow=True).content.decode()
    assert "ไม่ได้เปิดอยู่" in again


def test_over_the_api(employers, supervisor):
    begun = supervisor.post(
        "/api/v1/office/months/2026-06/open",
        content_type="application/json",
        headers={"Idempotency-Key": "month-open-1"},
    )
    assert begun.status_code == 202
    for run in BatchRun.objects.filter(status="running"):
        work(run.pk)
    month = supervisor.get("/api/v1/office/months/2026-06").json()
    assert (month["expected"], month["missing"], month["state"]) == (2, 2, "open")
    missing = supervisor.get("/api/v1/office/months/2026-06/missing?office=1001").json()
    assert [one["account_no"] for one in missing] == [ACCOUNT]
    refused = supervisor.post(
        "/api/v1/office/months/2026-09/open",
        content_type="application/json",
        headers={"Idempotency-Key": "month-open-2"},
    )
    assert refused.status_code == 422
    assert refused.json()["findings"][0]["code"] == "filing.period_future"


def test_a_month_long_closed_is_not_filed_on_the_page():
    make_employer()
    old = CLEAN.replace(b"0669", b"0659", 1)
    made = upload_filing(ACCOUNT, old, filename="old.txt", period=Period(2016, 6), by=CLERK)
    codes = set(Filing.objects.get(pk=made.filing_id).findings.values_list("code", flat=True))
    assert "filing.period_long_closed" in codes
