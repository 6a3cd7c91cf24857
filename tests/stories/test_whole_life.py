"""One member's whole life through the services: enrol, pay, claim, be paid, leave, go on, grow old.

Each test is one step of the way; together they share one database as they would in life.
"""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from benefits import public as benefits
from contributions import public as contributions
from finance import public as finance
from integrations.simulators.data import by_role, companies
from portal.demo import people
from registration import public as registration
from sso_core.cases import public as cases
from sso_core.documents import public as documents
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all, inbox_of
from tests.registration.factories import member, member_actor, officer, officer_actor
from tests.stories.world import SAMPLES, certificate, pay, settle_everything

JUNE = Period(2026, 6)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def office():
    """Two officers of cases and two of finance."""
    names = {"maker": "officer", "checker": "checker", "finance": "finance", "finance2": "finance_checker"}
    return {name: officer_actor(officer(role, username=name)) for name, role in names.items()}


def decide(reference, office, *, outcome="approve"):
    """The maker proposes; where two are needed the checker confirms."""
    case = cases.take(reference, office["maker"])
    case = cases.propose(reference, outcome, "ครบตามเงื่อนไข", office["maker"])
    return cases.confirm(reference, office["checker"]) if case.is_open else case


def waiting_orders():
    from finance.selectors.payments import orders

    return list(orders(state="ordered"))


def pay_out(office):
    """Finance approves what was ordered, makes a batch, another releases it, and the bank answers."""
    for order in waiting_orders():
        finance.approve_order(order.reference, office["finance"])
    batch = finance.make_batch(date(2026, 11, 23), office["finance"])
    finance.release_batch(batch.reference, office["finance2"])
    settle_everything()
    return batch


def test_an_employer_joins_and_enrols(simulators, office):
    director = people.proven("director")
    user = member(director_person(director))
    by = Actor(ActorKind.MEMBER, user.pk, str(user), director.id, "", 2)
    told = companies()[3]
    case = registration.apply_employer(
        registration.EmployerApplication(
            tax_id=told["juristic_id"],
            name=told["name_th"],
            address=told["address"],
            province="90",
            email="new@example.co.th",
            phone="0800000000",
            first_employee_on=date(2026, 11, 2),
            employees=3,
        ),
        by=by,
    )
    with pytest.raises(Refused, match="application_open"):
        registration.apply_employer(
            registration.EmployerApplication(
                told["juristic_id"], "x", "x", "90", "a@b.th", "0", date(2026, 11, 2), 1
            ),
            by=by,
        )
    decide(case.reference, office)
    deliver_all()
    employer = registration.find_employers(told["juristic_id"])[0]
    assert len(employer.account_no) == 10
    second = people.proven("director", 1)
    user2 = member(director_person(second))
    registration.give_right(employer.account_no, user2.username, "employer_filer", until=None, by=by)
    newcomer = by_role("newcomer")[1]
    done = registration.enrol(
        registration.Enrol(
            national_id=newcomer["national_id"],
            first_name=newcomer["first_name"],
            last_name=newcomer["last_name"],
            account=employer.account_no,
            branch_no="000000",
            starts_on=date(2026, 11, 2),
        ),
        by=by,
    )
    assert registration.coverage_on(done.enrolled[0].person_id, date(2026, 11, 2)).section == 33


def director_person(view):
    from registration.models import Person

    return Person.objects.get(pk=view.id)


def test_the_month_is_filed_paid_and_stands_in_the_accounts(simulators, office):
    people.factory()
    by = Actor(
        ActorKind.EMPLOYER, officer("officer").pk, "ฝ่ายบุคคล", None, f"employer:{people.FACTORY_ACCOUNT}", 2
    )
    content = (SAMPLES / "1-10_clean_2569-06.txt").read_bytes()
    up = contributions.upload_filing(people.FACTORY_ACCOUNT, content, filename="june.txt", period=None, by=by)
    again = contributions.upload_filing(
        people.FACTORY_ACCOUNT, content, filename="june.txt", period=None, by=by
    )
    assert (up.filing_id, True, False) == (again.filing_id, up.is_new, again.is_new)
    filing = contributions.submit_filing(up.filing_id, seen_total=None, by=by)
    deliver_all()
    bill = contributions.bills_of_filing(filing.pk)[0]
    assert bill.contribution == Decimal("34910.00")
    assert bill.surcharge > 0
    pay(simulators.url("bank"), bill.ref1, bill.ref2, bill.total)
    settle_everything()
    settle_everything()  # the same notification again changes nothing
    bill = contributions.bills_of_filing(filing.pk)[0]
    assert bill.receipt_number
    one = registration.person_by_national_id("3792174218095")
    month = contributions.account(one.id, JUNE, JUNE)[0]
    assert (month.status, month.base, month.employee) == ("paid", Decimal("17500.00"), Decimal("875.00"))
    assert finance.verify_ledger().holds


def claim_sickness(role_person, first_day=date(2026, 11, 3)):
    person = director_person(role_person)
    by = member_actor(person)
    paper = documents.store_upload(
        certificate(), subject=f"person:{person.pk}", kind="medical_certificate", by=by
    )
    facts = benefits.SicknessFacts(first_day, 12, 2, "โรงพยาบาลบ้านสวน", (paper.id,))
    return benefits.submit_sickness(person.pk, facts, by=by, channel="web"), by, facts


def test_a_member_claims_is_paid_and_told(simulators, office):
    people.weavers()
    person = people.proven("member138")
    claim, by, facts = claim_sickness(person)
    assert claim.amount == Decimal("2800.00")  # 16,800 x 3 / 90 = 560.00; half of it 280.00; ten days
    with pytest.raises(Refused, match="sickness_days_claimed"):
        benefits.submit_sickness(person.id, facts, by=by, channel="web")
    decide(claim.reference, office)
    deliver_all()
    pay_out(office)
    found = benefits.claim(claim.reference)
    assert found.pay_state == "paid"
    assert cases.case(claim.reference).public_status == "done"
    titles = [message.title for message in inbox_of(f"person:{person.id}")]
    assert "เงินเข้าบัญชีแล้ว" in titles
    letters = [d for d in documents.documents_of(f"person:{person.id}") if d.issued]
    assert letters
    assert finance.verify_ledger().holds


def test_money_that_comes_back_is_sent_again_after_the_account_is_mended(simulators, office):
    people.weavers()
    person = people.proven("no_promptpay")
    claim, by, _ = claim_sickness(person)
    decide(claim.reference, office)
    deliver_all()
    pay_out(office)
    found = benefits.claim(claim.reference)
    assert found.pay_state == "returned"
    assert cases.case(claim.reference).public_status == "waiting_for_you"
    registration.request_destination(person.id, "bank", bank_code="004", account="1234567890", by=by)
    change = next(c for c in cases.cases_of(f"person:{person.id}") if c.type == "registration.payout")
    decide(change.reference, office)
    benefits.reissue(claim.reference, by=by)
    pay_out(office)
    assert benefits.claim(claim.reference).pay_state == "paid"
    assert finance.verify_ledger().holds


def test_a_leaver_goes_on_under_section_39_and_resigns(simulators, office):
    people.weavers()
    person = people.proven("section39")
    by = member_actor(director_person(person))
    coverage = contributions.apply_section39(person.id, by=by)
    assert coverage.section == 39
    bill = next(b for b in contributions.bills_of(f"person:{person.id}") if b.period == Period(2026, 11))
    assert bill.total == Decimal("432.00")
    pay(simulators.url("bank"), bill.ref1, bill.ref2, bill.total)
    settle_everything()
    month = contributions.account(person.id, Period(2026, 11), Period(2026, 11))[0]
    assert (month.status, month.section, month.base) == ("paid", 39, Decimal("4800.00"))
    ended = contributions.resign_section39(person.id, by=by)
    assert ended.end_reason == "resigned"
    assert registration.coverage_on(person.id, date(2027, 4, 1)).extended_until == date(2027, 5, 23)
    assert finance.verify_ledger().holds


def test_at_55_with_180_months_a_pension_is_paid_every_month(simulators, office):
    people.weavers()
    person = people.proven("pension56")
    by = member_actor(director_person(person))
    position = benefits.old_age_position(person.id)
    claim = benefits.submit_old_age(person.id, by=by, channel="web")
    with pytest.raises(Refused, match="old_age_already_claimed"):
        benefits.submit_old_age(person.id, by=by, channel="web")
    decide(claim.reference, office)
    deliver_all()
    award = benefits.awards_of(person.id)[0]
    # 213 months: 20% + 1.5% x 2; the last 60 months: 51 at 15,000 and nine at 17,500
    assert position.worked["rate"] == Decimal("0.230")
    assert award.amount == position.amount == Decimal("3536.25")
    run = benefits.start_pension_run(Period(2026, 11), by=office["maker"])
    from sso_core.batch.public import work

    work(run.pk)
    again = benefits.start_pension_run(Period(2026, 11), by=office["maker"])
    work(again.pk)
    assert len(benefits.awards_of(person.id)[0].payments) == 1
    pay_out(office)
    orders = finance.orders_of(f"person:{person.id}")
    assert [order.state for order in orders] == ["settled"]
    assert finance.verify_ledger().holds


def test_below_180_months_the_lump_sum_waits_for_the_returns(simulators, office):
    people.weavers()
    person = people.proven("lump55")
    by = member_actor(director_person(person))
    claim = benefits.submit_old_age(person.id, by=by, channel="web")
    assert claim.amount is None
    cases.take(claim.reference, office["maker"])
    benefits.record_returns(claim.reference, Decimal("1234.50"), by=office["maker"])
    cases.propose(claim.reference, "approve", "ครบ", office["maker"])
    cases.confirm(claim.reference, office["checker"])
    deliver_all()
    shares = contributions.old_age_shares(person.id)
    expected = shares.employee + shares.employer + Decimal("1234.50")
    assert benefits.awards_of(person.id)[0].amount == expected
    pay_out(office)
    assert benefits.claim(claim.reference).pay_state == "paid"


def test_months_not_loaded_are_unknown_and_never_nothing(simulators):
    people.weavers()
    person = people.proven("not_loaded")
    months = contributions.account(person.id, Period(2015, 1), Period(2015, 12))
    assert {month.status for month in months} == {"not_loaded"}
    assert {month.employee for month in months} == {None}
    position = benefits.old_age_position(person.id)
    assert position.details["unknown_months"] > 0
    assert any(check.state == "unknown" for check in position.checks)


def test_a_member_without_a_second_factor_cannot_send(simulators):
    people.weavers()
    person = director_person(people.proven("member138"))
    weak = member_actor(person, assurance=1)
    facts = benefits.SicknessFacts(date(2026, 11, 3), 3, 0, "โรงพยาบาล", ())
    with pytest.raises(Refused, match="needs_second_factor"):
        benefits.submit_sickness(person.pk, facts, by=weak, channel="web")
    with pytest.raises(Refused, match="needs_second_factor"):
        registration.request_destination(person.pk, "bank", bank_code="004", account="1234567890", by=weak)
