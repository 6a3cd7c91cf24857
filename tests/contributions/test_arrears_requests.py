"""What an employer that owes may ask, and the order of seizure: two people, days at their edges, what holds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from contributions.models import Bill, CollectionHold, InstalmentPlan, JointDebtor, Seizure, SuspenseItem
from contributions.selectors import collection as read
from contributions.services import collection_letters as letters
from contributions.services import collection_requests as requests
from contributions.services import detecting, instalments, office_assessing, seizing, suspense
from contributions.services.bouncing import Bounce, take_back
from finance.public import balance, verify_ledger
from registration.models import Employment
from registration.public import open_account
from registration.services.transfers import ask_transfer
from sso_core.accounts.public import Role, create_user, grant
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.law.public import current
from tests.contributions.collection import WORKER, detect, employer_of_june, the_case
from tests.contributions.conftest import signed_in
from tests.contributions.factories import ACCOUNT, pay
from tests.contributions.factories import CLERK as SOMEBODY

pytestmark = pytest.mark.django_db
CLERK = replace(SOMEBODY, user_id=None)  # the applicant of a case is a user that is there, or none
DAY = date(2026, 8, 14)  # June is overdue, July is not due yet


@pytest.fixture
def owing():
    with time_machine.travel(date(2026, 7, 10), tick=False):
        bill = employer_of_june()
        Employment.objects.update(starts_on=date(2026, 6, 1), reported_on=date(2026, 6, 1))
    with time_machine.travel(DAY, tick=False):
        detect()
        yield bill


def officer(name: str, role: Role) -> Actor:
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name=name)
    grant(user.pk, role, f"office:{the_case().office}", by=SYSTEM)
    return Actor(ActorKind.OFFICER, user.pk, name, assurance=2)


def ask(**changes):
    told = {"count": 3, "first_due": DAY + timedelta(days=10), "why": "ขาดสภาพคล่อง", "by": CLERK}
    return requests.ask_instalments(the_case().pk, **{**told, **changes})


def test_instalments_are_asked_decided_billed_and_paid_in_any_order(owing):
    opened = ask()
    cases.propose(opened.reference, "approve", "ชำระได้จริง", officer("maker", Role.officer))
    plan = InstalmentPlan.objects.get()
    assert (the_case().stage, plan.request) == ("instalments", opened.reference)
    parts = list(plan.parts.order_by("number"))
    assert sum(part.amount for part in parts) == plan.total
    for part in (parts[2], parts[0]):
        pay(part.bill, on=DAY)
        assert verify_ledger().holds
    owing.refresh_from_db()
    assert owing.status == "unpaid"
    pay(parts[1].bill, on=DAY)
    owing.refresh_from_db()
    plan.refresh_from_db()
    assert (owing.status, plan.state) == ("paid", "kept")
    assert owing.total == plan.total
    assert not SuspenseItem.objects.filter(status="open").exists()
    assert verify_ledger().holds
    detecting.look_again(ACCOUNT)
    assert the_case().stage == "settled"


def test_a_part_paid_too_little_stays_open_and_one_paid_too_much_counts_ahead(owing):
    instalments.agree(the_case().pk, 2, DAY + timedelta(days=10), by=WORKER)
    first, second = InstalmentPlan.objects.get().parts.order_by("number")
    pay(first.bill, first.amount - 1, on=DAY, line="short")
    first.bill.refresh_from_db()
    assert first.bill.status == "unpaid"
    pay(first.bill, Decimal(1) + second.amount, on=DAY, line="more")
    first.bill.refresh_from_db()
    owing.refresh_from_db()
    assert (first.bill.status, owing.status) == ("paid", "paid")
    # Nothing is left to pay for: the second part is asked no more.
    assert Bill.objects.get(pk=second.bill_id).status == "cancelled"
    assert verify_ledger().holds


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"count": 1}, "too_many_parts"),
        ({"count": 13}, "too_many_parts"),
        ({"first_due": DAY}, "first_part_day"),
        ({"first_due": DAY + timedelta(days=32)}, "first_part_day"),
        ({"why": " "}, "reason_missing"),
    ],
)
def test_instalments_that_cannot_be(owing, changes, code):
    with pytest.raises(Refused, match=code):
        ask(**changes)
    assert not InstalmentPlan.objects.exists()


def test_a_second_request_while_one_waits_and_a_month_without_a_sum_are_refused(owing):
    ask()
    with pytest.raises(Refused, match="request_open"):
        ask()
    with time_machine.travel(date(2026, 8, 20), tick=False):  # July is due now and not filed
        detect()
        with pytest.raises(Refused, match="unfiled_first"):
            instalments.divided(the_case(), 3, date(2026, 9, 1))


@pytest.mark.parametrize(("days", "may"), [(15, True), (16, False)])
def test_more_time_is_asked_within_fifteen_days_holds_the_office_and_not_the_surcharge(owing, days, may):
    letters.warn(the_case().pk, by=WORKER)
    told = {"necessity": "น้ำท่วม", "ended_on": DAY - timedelta(days=days), "until": DAY + timedelta(days=60)}
    if not may:
        with pytest.raises(Refused, match="extension_late"):
            requests.ask_extension(the_case().pk, **told, by=CLERK)
        return
    opened = requests.ask_extension(the_case().pk, **told, by=CLERK)
    before = read.owed(the_case(), on=DAY + timedelta(days=40)).surcharge
    cases.propose(opened.reference, "approve", "มีเหตุจำเป็น", officer("maker", Role.officer))
    assert read.owed(the_case(), on=DAY + timedelta(days=40)).surcharge == before
    with time_machine.travel(DAY + timedelta(days=60), tick=False), pytest.raises(Refused, match="held"):
        letters.warn_of_seizure(the_case().pk, by=WORKER)
    with time_machine.travel(DAY + timedelta(days=61), tick=False):
        letters.warn_of_seizure(the_case().pk, by=WORKER)


@pytest.mark.parametrize(("days", "may"), [(30, True), (31, False)])
def test_an_appeal_within_thirty_days_does_not_hold_unless_an_officer_says_so(owing, days, may):
    letter = letters.warn(the_case().pk, by=WORKER)
    with time_machine.travel(DAY + timedelta(days=days), tick=False):
        if not may:
            with pytest.raises(Refused, match="appeal_late"):
                requests.ask_appeal(the_case().pk, letter=letter.number, why="ไม่จริง", by=CLERK)
            return
        opened = requests.ask_appeal(the_case().pk, letter=letter.number, why="ไม่จริง", by=CLERK)
    hold = CollectionHold.objects.get(reference=opened.reference)
    assert (hold.kind, hold.holds) == ("appeal", False)
    with time_machine.travel(DAY + timedelta(days=31), tick=False):
        requests.set_holding(the_case().pk, hold.pk, holds=True, why="หนังสือผิดคน", by=WORKER)
        with pytest.raises(Refused, match="held"):
            letters.warn_of_seizure(the_case().pk, by=WORKER)
        maker, checker = officer("maker", Role.officer), officer("checker", Role.checker)
        cases.propose(opened.reference, "reject", "หนังสือถูกต้อง", maker)
        cases.confirm(opened.reference, checker)
        hold.refresh_from_db()
        assert (hold.ended_on, hold.outcome) == (DAY + timedelta(days=31), "ยกอุทธรณ์")
        letters.warn_of_seizure(the_case().pk, by=WORKER)
    with (
        time_machine.travel(DAY + timedelta(days=62), tick=False),
        pytest.raises(Refused, match="court_late"),
    ):
        requests.record_court(
            the_case().pk, number="ร.1/2569", filed_on=DAY + timedelta(days=62), holds=False, by=WORKER
        )


def test_more_time_that_was_agreed_is_not_an_officers_to_lift(owing):
    letters.warn(the_case().pk, by=WORKER)
    told = {"necessity": "น้ำท่วม", "ended_on": DAY, "until": DAY + timedelta(days=60)}
    opened = requests.ask_extension(the_case().pk, **told, by=CLERK)
    cases.propose(opened.reference, "approve", "มีเหตุจำเป็น", officer("maker", Role.officer))
    hold = CollectionHold.objects.get(kind="extension")
    with pytest.raises(Refused, match="hold_over"):
        requests.set_holding(the_case().pk, hold.pk, holds=False, why="เปลี่ยนใจ", by=WORKER)
    assert CollectionHold.objects.get().holds


def test_where_the_law_holds_nobody_lifts_it(owing, monkeypatch):
    letter = letters.warn(the_case().pk, by=WORKER)
    requests.ask_appeal(the_case().pk, letter=letter.number, why="ไม่จริง", by=CLERK)
    hold = CollectionHold.objects.get()
    requests.set_holding(the_case().pk, hold.pk, holds=True, why="หนังสือผิดคน", by=WORKER)
    key = "contributions.appeal_holds_collection"
    known = current().parameters[key]
    rows = tuple(replace(row, text="yes") for row in known.rows)
    law = replace(current(), parameters={**current().parameters, key: replace(known, rows=rows)})
    monkeypatch.setattr(requests, "current", lambda: law)
    with pytest.raises(Refused, match="held_by_law"):
        requests.set_holding(the_case().pk, hold.pk, holds=False, why="เปลี่ยนใจ", by=WORKER)


def test_a_reported_transfer_stands_beside_the_debt_until_it_is_taken_back_and_moves_nothing(owing):
    receiver = open_account(
        tax_id="0105561000021", name="บริษัท ผู้รับโอน จำกัด", province="10", address="2", account_no="2000000013"
    )
    told = {"on": DAY, "why": "ขายกิจการ", "by": CLERK}
    opened = ask_transfer(ACCOUNT, "000000", receiver.account_no, **told)
    desk = create_user("desk", "x", kind=ActorKind.OFFICER, display_name="desk")
    grant(desk.pk, Role.officer, f"office:{the_case().office}", by=SYSTEM)
    client = signed_in(desk, aal=2)
    client.post(f"/office/employers/{ACCOUNT}/", {"purpose": "enquiry"})
    page, panel = f"/office/arrears/{the_case().pk}/", f"/office/employers/{ACCOUNT}/"
    for path in (page, panel):
        shown = client.get(path).content.decode().replace("\u00a0", " ")
        assert "แจ้งโอนสาขา 000000 ให้ บริษัท ผู้รับโอน จำกัด ตั้งแต่ 14 ส.ค. 2569" in shown
        assert "หนี้ไม่ตามไปเอง" in shown
    (one,) = client.get(f"/api/v1{page[:-1]}").json()["handovers"]
    assert (one["to_account"], one["to_name"], one["on"], one["is_open"]) == (
        "2000000013", "บริษัท ผู้รับโอน จำกัด", "2026-08-14", True,
    )  # fmt: skip
    assert not JointDebtor.objects.exists()
    assert the_case().account_no == ACCOUNT
    cases.withdraw(opened.reference, CLERK)
    for path in (page, panel):
        assert "แจ้งโอนสาขา" not in client.get(path).content.decode()


def warned_of_seizure() -> None:
    letters.warn(the_case().pk, by=WORKER)
    with time_machine.travel(DAY + timedelta(days=31), tick=False):
        letters.warn_of_seizure(the_case().pk, by=WORKER)


@pytest.mark.parametrize(("days", "may"), [(61, False), (62, True)])
def test_a_seizure_waits_thirty_days_after_its_warning(owing, days, may):
    warned_of_seizure()
    with time_machine.travel(DAY + timedelta(days=days), tick=False):
        if may:
            assert seizing.propose(the_case().pk, by=WORKER).is_open
        else:
            with pytest.raises(Refused, match="seizure_early"):
                seizing.propose(the_case().pk, by=WORKER)


def test_a_seizure_needs_two_people_and_is_recorded_to_its_surplus(owing):
    warned_of_seizure()
    with time_machine.travel(DAY + timedelta(days=62), tick=False):
        maker, checker = officer("maker", Role.officer), officer("checker", Role.checker)
        opened = seizing.propose(the_case().pk, by=maker)
        assert seizing.propose(the_case().pk, by=maker).reference == opened.reference
        cases.propose(opened.reference, "approve", "พ้นเวลาแล้ว", maker)
        with pytest.raises(Refused, match="maker_is_checker"):
            cases.confirm(opened.reference, maker)
        assert not Seizure.objects.exists()
        cases.confirm(opened.reference, checker)
        seizure = Seizure.objects.get()
        assert (seizure.maker_id, seizure.checker_id) == (maker.user_id, checker.user_id)
        assert (the_case().stage, seizure.amount) == ("seized", read.owed(the_case()).total)
        with pytest.raises(IntegrityError), transaction.atomic():
            Seizure.objects.filter(pk=seizure.pk).update(checker_id=maker.user_id)
        asset = seizing.record_asset(
            the_case().pk, what="เงินฝากธนาคาร", held_by="ธนาคารตัวอย่าง", estimate=None,
            seized_on=DAY + timedelta(days=62), by=maker,
        )  # fmt: skip
        with pytest.raises(Refused, match="asset_unsold"):
            seizing.end(the_case().pk, result="ได้ครบ", surplus=Decimal(0), by=maker)
        sold = {"brought": Decimal(900), "sold_on": DAY + timedelta(days=62), "by": maker}
        seizing.record_sale(the_case().pk, asset.pk, **sold)
        with pytest.raises(Refused, match="asset_sold"):
            seizing.record_sale(the_case().pk, asset.pk, **sold)
        ending = {"result": "ได้ครบ", "surplus": Decimal(100), "costs": Decimal(30), "by": maker}
        with pytest.raises(Refused, match="surplus_not_in"):
            seizing.end(the_case().pk, **ending)
        pay(owing, read.owed(the_case()).total + 150, on=DAY + timedelta(days=62), line="SALE")
        ended = seizing.end(the_case().pk, **ending)
        held = sorted(SuspenseItem.objects.values_list("reason", "status", "amount"))
        assert held == [("costs", "expired", 30), ("over", "open", 20), ("surplus", "open", 100)]
        assert (balance("4203"), balance("2202")) == (30, 120)
        assert [p for p in verify_ledger().proofs if not p.holds and "2201" not in p.name] == []
        left = SuspenseItem.objects.get(reason="surplus")
        assert suspense.expires_on(left) == ended.surplus_until
        with pytest.raises(Refused, match="not_expired"):
            suspense.propose(left.pk, suspense.Wish(suspense.ActKind.EXPIRE, {}, "พ้นกำหนด"), by=maker)
    with time_machine.travel(ended.surplus_until + timedelta(days=1), tick=False):
        act = suspense.propose(left.pk, suspense.Wish(suspense.ActKind.EXPIRE, {}, "พ้นกำหนด"), by=maker)
        suspense.confirm(act.pk, by=checker)
        assert (balance("4202"), balance("2202")) == (100, 20)
        take_back(Bounce("SALE", DAY, "เช็คคืน"), by=WORKER)
        assert (balance("4203"), balance("4202"), balance("2202")) == (0, 0, 0)
    assert ended.surplus_until == date(2031, 10, 15)
    assert seizing.surpluses_of_fund(ended.surplus_until) == []
    assert seizing.surpluses_of_fund(ended.surplus_until + timedelta(days=1)) == [ended]


def test_a_debt_paid_before_the_order_leaves_nothing_to_order(owing):
    warned_of_seizure()
    with time_machine.travel(DAY + timedelta(days=62), tick=False):
        maker, checker = officer("maker", Role.officer), officer("checker", Role.checker)
        opened = seizing.propose(the_case().pk, by=maker)
        cases.propose(opened.reference, "approve", "พ้นเวลาแล้ว", maker)
        pay(owing, owing.contribution * 2, on=DAY + timedelta(days=62))
        with pytest.raises(Refused, match="not_overdue"):
            cases.confirm(opened.reference, checker)
    assert not Seizure.objects.exists()


def test_who_never_paid_is_assessed_by_the_wages_last_filed(owing):
    """June was filed and not paid: July, not filed, is worked from the wages of June (s.47bis (2))."""
    with time_machine.travel(date(2026, 8, 20), tick=False):
        detect()
        letters.warn(the_case().pk, by=WORKER)
    with time_machine.travel(date(2026, 9, 25), tick=False):
        (made,) = office_assessing.assess_case(the_case().pk, by=WORKER)
        assert verify_ledger().holds
    assert (made.way, made.amount) == ("told_wages", owing.contribution)
