"""Loaded months are put right and months move to their owner: two officers, and the account afterwards."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Difference, FoundAs
from contributions.public import HistoryRow, account, load_history, months_ever, note_gap
from contributions.selectors import member_month
from contributions.services import (
    month_corrections,
    office_changes,
    voluntary,
)
from contributions.services.month_searches import Found
from finance.public import verify_ledger
from registration.models import Coverage
from sso_core.accounts.models import User
from sso_core.accounts.public import Role
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.contributions.conftest import signed_in
from tests.contributions.factories import (
    ACCOUNT,
    make_employer,
    make_person,
    pay,
)
from tests.contributions.filings import national_id
from tests.contributions.searching import MAY, OFFICE, code, decide, office_user, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-27 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    make_employer()
    found = make_person(national_id(7))
    type(found).objects.filter(pk=found.pk).update(office=OFFICE)
    note_gap(found.pk, Period(2020, 1), Period(2020, 12), reason="ยังไม่ย้าย")
    return found


class TestCorrecting:
    """An officer puts a loaded month right, or moves months of any origin; two officers decide."""

    def papers(self, **changes):
        told = {
            "base": Decimal(9000),
            "wage": Decimal(9000),
            "employee": Decimal(450),
            "employer": Decimal(450),
        }
        return Found(FoundAs.PROVEN, account=ACCOUNT, section=33, **{**told, **changes})

    def load(self, person, period=MAY, **more):
        load_history(
            [
                HistoryRow(
                    person.pk, period, 33, *map(Decimal, (15000, 750, 750, 0)), account_no=ACCOUNT, **more
                )
            ]
        )

    def correct(self, person, found, period=MAY):
        case = month_corrections.ask_correction(
            person.pk, period, found, reason="สลิปตัวจริง", by=officer("asker")
        )
        return decide(case)

    @pytest.mark.parametrize("branch", ["", "000000", "000003"])
    def test_a_loaded_month_becomes_what_the_papers_say(self, person, branch):
        self.load(person, branch_no=branch)
        self.correct(person, self.papers())
        (month,) = account(person.pk, MAY, MAY)
        assert (month.base, month.employee, month.employer) == (Decimal(9000), Decimal(450), Decimal(450))
        assert months_ever(person.pk).count == 1
        (change,) = member_month.changes(person.pk, MAY)
        assert (change.base_before, change.base_after, change.reason) == (
            Decimal(15000),
            Decimal(9000),
            "สลิปตัวจริง",
        )
        assert verify_ledger().holds

    def test_corrected_again_the_last_stands_and_the_same_twice_changes_nothing(self, person):
        self.load(person)
        self.correct(person, self.papers())
        for user in ("asker", "maker", "checker"):
            User.objects.filter(username=user).update(username=f"{user}1")
        self.correct(person, self.papers())
        assert Difference.objects.count() == 1
        for user in ("asker", "maker", "checker"):
            User.objects.filter(username=user).update(username=f"{user}2")
        self.correct(person, self.papers(base=Decimal(10000), wage=Decimal(10000), employee=Decimal(500)))
        assert account(person.pk, MAY, MAY)[0].employee == Decimal(500)

    def test_amounts_of_0_take_the_month_out(self, person):
        self.load(person)
        self.correct(
            person, self.papers(**dict.fromkeys(("base", "wage", "employee", "employer"), Decimal(0)))
        )
        assert months_ever(person.pk).count == 0
        assert account(person.pk, MAY, MAY)[0].entries == ()

    def test_a_month_that_was_never_loaded_is_brought_in(self, person):
        self.correct(person, self.papers())
        assert months_ever(person.pk).count == 1

    def test_a_month_of_this_system_is_not_corrected_so(self, person):
        Coverage.objects.create(person=person, section=33, starts_on=date(2026, 1, 1))
        with pytest.raises(Refused) as refused:
            self.correct(person, self.papers(), Period(2026, 3))
        assert code(refused) == "search.not_loaded_only"

    @pytest.mark.parametrize("origin", ["history", "section39"])
    def test_months_paid_for_oneself_move_to_their_owner_and_are_not_billed_there(self, person, origin):
        other = make_person(national_id(8), "อื่น")
        month = Period(2026, 9)
        for one in (person, other):
            Coverage.objects.create(person=one, section=39, starts_on=date(2026, 9, 1))
        if origin == "history":
            load_history([HistoryRow(other.pk, month, 39, *map(Decimal, (4800, 432, 0, 120)))])
        else:
            bill = next(b for b in voluntary.bill_months(other.pk, 39) if b.period == month.first)
            pay(bill, on=date(2026, 11, 27))
        case = office_changes.ask_move(
            other.pk, number=person.national_id, account="", since=month, until=month, reason="จ่ายผิดเลข",
            by=officer("asker"),
        )  # fmt: skip
        decide(case)
        assert [account(one.pk, month, month)[0].status for one in (person, other)] == ["paid", "missing"]
        assert month.first not in {bill.period for bill in voluntary.bill_months(person.pk, 39)}
        assert verify_ledger().holds

    def test_by_page_and_api(self, person):
        self.load(person)
        client = signed_in(office_user("worker"), aal=2)
        page = f"/office/people/{person.pk}/correct-month/"
        assert client.get(page).status_code == 200
        sent = {"period_0": "5", "period_1": "2563", "section": "33", "account": ACCOUNT, "wage": "9000",
                "base": "9000", "employee": "450", "employer": "450", "reason": "สลิป"}  # fmt: skip
        assert client.post(page, {**sent, "reason": ""}).status_code == 422
        assert client.post(page, sent).status_code == 302
        base = f"/api/v1/office/people/{person.pk}"
        body = {"period": "2020-05", "section": 33, "account": ACCOUNT, "base": "9000", "employee": "450",
                "employer": "450", "reason": "สลิป"}  # fmt: skip
        key = {"Idempotency-Key": "correct-0123456789"}
        made = client.post(f"{base}/correct-month", body, headers=key, content_type="application/json")
        assert made.json()["reference"].startswith("CH")
        other = make_person(national_id(8), "อื่น")
        body = {
            "account": ACCOUNT,
            "since": "2020-05",
            "until": "2020-05",
            "number": other.national_id,
            "reason": "ผิดคน",
        }
        key = {"Idempotency-Key": "move-01234567890"}
        moved = client.post(f"{base}/move-months", body, headers=key, content_type="application/json")
        assert moved.json()["reference"].startswith("CM")
        nobody = signed_in(office_user("finance", Role.finance), aal=2)
        assert nobody.get(page).status_code == 404
        assert (
            nobody.post(f"{base}/move-months", body, headers=key, content_type="application/json").status_code
            == 403
        )
