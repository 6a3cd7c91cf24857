"""The pages of what changes after filing: the employer's, at the office, and the member's account."""

import re
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Adjustment, Bill, Difference, Filing, Refund
from contributions.public import account
from contributions.services import office_changes, refunds
from registration.models import Person
from sso_core.accounts.public import Role, create_user, grant
from sso_core.batch.models import BatchRun
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.period import Period
from tests.contributions.conftest import signed_in
from tests.contributions.factories import ACCOUNT, CLERK, employ, make_employer, make_person, pay
from tests.contributions.filings import national_id
from tests.contributions.test_differences import books_agree, change, file, upload
from tests.registration.factories import officer, officer_actor

pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)
PEOPLE = f"/employer/{ACCOUNT}/months/2026-06/people/"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def staff():
    make_employer()
    people = [make_person(national_id(n)) for n in range(1, 4)]
    for person in people:
        employ(person)
    return people


@pytest.fixture
def boss(db):
    """An employer's clerk with a second factor."""
    user = create_user("boss", "x", kind=ActorKind.EMPLOYER, display_name="วิชุดา")
    grant(user.pk, Role.employer_filer, f"employer:{ACCOUNT}", by=SYSTEM)
    return signed_in(user, aal=2)


@pytest.fixture
def supervisor(db):
    user = create_user("boss2", "x", kind=ActorKind.OFFICER, display_name="หัวหน้า")
    grant(user.pk, Role.supervisor, "office:1001", by=SYSTEM)
    return signed_in(user, aal=2)


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


class TestSinglePeople:
    def test_the_difference_is_shown_and_then_filed(self, staff, clerk):
        file({1: 10_000, 2: 12_000})
        first = clerk.get(PEOPLE).content.decode()
        assert "10,000.00" in first
        typed = {f"wage:000000:{national_id(1)}": "11,000", f"wage:000000:{national_id(2)}": ""}
        shown = clerk.post(PEOPLE, typed).content.decode()
        assert "10,000.00 → 11,000.00" in shown
        assert "12,000.00" not in shown
        assert not Adjustment.objects.exists()
        told = hidden(shown)
        assert clerk.post(PEOPLE, told).status_code == 422  # not confirmed
        assert clerk.post(PEOPLE, {**told, "confirmed": "on"}).status_code == 302
        assert Bill.objects.get(kind="difference").contribution == 100
        books_agree()

    @pytest.mark.parametrize("wage", ["-5", "abc", "1.234", "99999999999"])
    def test_what_is_no_wage_is_told_and_stays_typed(self, staff, clerk, wage):
        file({1: 10_000})
        answer = clerk.post(PEOPLE, {f"wage:000000:{national_id(1)}": wage})
        assert answer.status_code == 422
        assert "10,000,000" in answer.content.decode()
        assert not Adjustment.objects.exists()

    def test_found_by_number_or_name(self, staff, clerk):
        file({1: 10_000, 2: 12_000})
        page = clerk.get(PEOPLE, {"q": national_id(2)}).content.decode()
        assert "12,000.00" in page
        assert "10,000.00" not in page

    def test_other_employers_staff_see_nothing(self, staff, stranger, clerk):
        filing = file({1: 10_000})
        for url in (
            PEOPLE,
            f"/employer/{ACCOUNT}/filings/{filing.pk}/withdraw/",
            f"/employer/{ACCOUNT}/refunds/",
        ):
            assert stranger.get(url).status_code == 404
            assert stranger.post(url, {"reason": "x"}).status_code == 404
        assert clerk.get(f"/employer/{ACCOUNT}/months/2026-05/people/").status_code == 404
        assert clerk.get(f"/employer/{ACCOUNT}/months/nonsense/people/").status_code == 404


class TestWholeMonth:
    def test_a_file_becomes_the_month_anew(self, staff, clerk):
        file({1: 10_000, 2: 12_000})
        second = upload({1: 11_000, 3: 9_000})
        url = f"/employer/{ACCOUNT}/filings/{second.pk}/"
        assert 'value="amend"' in clerk.get(url).content.decode()
        clerk.post(f"{url}change/", {"act": "amend"})
        assert clerk.get(f"{url}submit/").url == f"{url}amend/"
        page = clerk.get(f"{url}amend/").content.decode()
        assert "12,000.00 → 0.00" in page
        answer = clerk.post(f"{url}amend/", {**hidden(page), "seen": "-200.00", "confirmed": "on"})
        assert answer.status_code == 302
        assert "นายจ้างยื่นแก้ไข" in clerk.get(url).content.decode()
        books_agree()


class TestWithdrawing:
    def test_unpaid_at_once(self, staff, clerk):
        filing = file({1: 10_000})
        url = f"/employer/{ACCOUNT}/filings/{filing.pk}/withdraw/"
        assert clerk.post(url, {"reason": ""}).status_code == 200
        assert clerk.post(url, {"reason": "ยื่นผิดงวด"}).status_code == 302
        assert Bill.objects.get().status == "cancelled"
        assert clerk.get(url).status_code == 404  # nothing is left to take back

    def test_paid_by_two_officers(self, staff, clerk):
        filing = file({1: 10_000})
        pay(Bill.objects.get())
        url = f"/employer/{ACCOUNT}/filings/{filing.pk}/withdraw/"
        for _ in range(2):
            clerk.post(url, {"reason": "ยื่นซ้ำ"})
        (case,) = cases.open_cases_telling(office_changes.WITHDRAW, filing=filing.pk)
        decide(case.reference)
        assert Refund.objects.get().amount == 1000
        books_agree()


def decide(reference: str) -> None:
    maker, checker = (officer_actor(officer(role, username=role)) for role in ("officer", "checker"))
    cases.take(reference, maker)
    case = cases.propose(reference, "approve", "หลักฐานครบ", maker)
    assert case.is_open  # one officer is not enough
    cases.confirm(reference, checker)


class TestRefunds:
    @pytest.fixture
    def refund(self, staff):
        file({1: 10_000, 2: 12_000})
        pay(Bill.objects.get())
        change({2: 10_000})
        return Refund.objects.get()

    def test_claimed_sent_back_claimed_again_and_approved(self, refund, boss, treasurer):
        url, office = f"/employer/{ACCOUNT}/refunds/{refund.pk}/", f"/office/refunds/{refund.pk}/"
        assert "200.00" in boss.get(url).content.decode()
        assert (
            boss.post(
                url, {"claim": "1", "bank_code": "004", "account": "12", "account_name": "ก"}
            ).status_code
            == 422
        )
        told = {"claim": "1", "bank_code": "004", "account": "1112223334", "account_name": "บริษัท ตัวอย่าง"}
        assert boss.post(url, told).status_code == 302
        assert refund.payee_name in treasurer.get("/office/refunds/").content.decode()
        assert treasurer.post(office, {"send_back": "1", "why": ""}).status_code == 422
        treasurer.post(office, {"send_back": "1", "why": "ชื่อบัญชีไม่ตรง"})
        assert "ชื่อบัญชีไม่ตรง" in boss.get(url).content.decode()
        boss.post(url, told)
        treasurer.post(office, {"approve": "1"})
        refund.refresh_from_db()
        assert refund.status == "ordered"
        assert "PO" in treasurer.get(office).content.decode()
        books_agree()

    def test_a_second_factor_is_needed(self, refund, clerk):
        assert clerk.get(f"/employer/{ACCOUNT}/refunds/{refund.pk}/").status_code == 302
        with pytest.raises(Exception, match="needs_second_factor"):
            refunds.claim(refund.pk, bank_code="004", account="1112223334", account_name="ก",
                          by=CLERK.__class__(CLERK.kind, 7, "ก"))  # fmt: skip

    def test_after_a_year_it_is_the_funds(self, refund):
        with time_machine.travel("2027-07-10T03:00:00Z", tick=False):
            assert refunds.forfeit_expired() == 0  # the last day
        with time_machine.travel("2027-07-11T03:00:00Z", tick=False):
            assert (refunds.forfeit_expired(), refunds.forfeit_expired()) == (1, 0)
        refund.refresh_from_db()
        assert refund.status == "forfeited"
        books_agree()

    def test_asked_too_late_it_is_the_funds_at_once(self, staff):
        file({1: 10_000})
        pay(Bill.objects.get())
        with time_machine.travel("2027-07-15T03:00:00Z", tick=False):
            change({1: 9_000})
        assert Refund.objects.get().status == "forfeited"
        books_agree()


class TestMoving:
    def test_months_of_another_are_given_to_their_owner_and_both_see_why(self, staff, as_member, supervisor):
        file({1: 10_000})
        pay(Bill.objects.get())
        wrong, owner = staff[0], make_person(national_id(8))
        url = f"/office/people/{wrong.pk}/move-months/"
        told = {"account": ACCOUNT, "since_0": "6", "since_1": "2569", "until_0": "6", "until_1": "2569",
                "number": owner.national_id, "reason": "เลขประจำตัวสลับกัน"}  # fmt: skip
        assert supervisor.post(url, {**told, "number": wrong.national_id}).status_code == 422
        answer = supervisor.post(url, told)
        assert answer.status_code == 302, answer.content.decode()
        (case,) = cases.open_cases_telling(office_changes.MOVE, account=ACCOUNT)
        decide(case.reference)
        assert account(wrong.pk, JUNE, JUNE)[0].employee is None
        moved = account(owner.pk, JUNE, JUNE)[0]
        assert (moved.status, moved.base, moved.employee) == ("paid", 10_000, 500)
        assert Difference.objects.count() == 2
        page = as_member(Person.objects.get(pk=owner.pk)).get("/me/contributions/").content.decode()
        assert "เลขประจำตัวสลับกัน" in page
        assert "0.00 → 500.00" in page
        books_agree()

    def test_nothing_to_move_is_refused(self, staff, supervisor):
        told = {"account": ACCOUNT, "since_0": "6", "since_1": "2569", "until_0": "6", "until_1": "2569",
                "number": staff[1].national_id, "reason": "ก"}  # fmt: skip
        assert supervisor.post(f"/office/people/{staff[0].pk}/move-months/", told).status_code == 422


class TestRelief:
    def test_the_office_sees_then_and_now_and_starts_the_run(self, supervisor, clerk):
        page = supervisor.get("/office/relief/").content.decode()
        assert "/office/relief/2025-05-27/" in page
        notice = supervisor.get("/office/relief/2025-05-27/").content.decode()
        assert "0.05 / 0.05" in notice
        assert "0.03 / 0.03" in notice
        assert supervisor.post("/office/relief/2025-05-27/").status_code == 302
        assert supervisor.post("/office/relief/2025-05-27/").status_code == 302
        assert BatchRun.objects.count() == 1
        assert supervisor.get("/office/relief/2024-01-01/").status_code == 404
        assert clerk.get("/office/relief/").status_code in {302, 403, 404}


def test_the_filing_and_amounts_stay_as_filed(staff):
    filing = file({1: 10_000})
    change({1: 12_000})
    again = Filing.objects.get(pk=filing.pk)
    assert (again.employee, again.lines) == (Decimal("500.00"), 1)
