"""The e-Receipt: what it says, its lists and downloads, what a cancelled one proves, and the steps of an allocation."""

import io
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from contributions.models import ActKind, Allocation, Bill, MoneyIn, Receipt, SuspenseAct
from contributions.services import papers, suspense
from contributions.services.bouncing import Bounce, take_back
from contributions.services.receipt_content import branch_shares, receipt_content
from contributions.services.suspense import Wish
from registration.models import Employment, Person
from sso_core import clock
from sso_core.documents.models import Document
from sso_core.documents.public import open_document
from sso_core.kernel import bank_account
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import ACCOUNT, OFFICER, make_person, pay
from tests.contributions.test_filing_path import employer, submitted
from tests.contributions.test_suspense import other_bill, told
from tests.contributions.test_typed import NAMES, other_branch, staff, whole
from tests.contributions.test_typed import submitted as submitted_typed

__all__ = ["employer", "staff"]

pytestmark = pytest.mark.django_db
D = Decimal
API = f"/api/v1/employers/{ACCOUNT}/receipts"
PAGE = f"/employer/{ACCOUNT}/receipts/"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def bill(employer):
    submitted()
    return Bill.objects.get()


@pytest.fixture
def paid(bill):
    pay(bill, line="L1")
    return Receipt.objects.get()


@pytest.fixture
def cancelled(paid):
    take_back(Bounce("L1", date(2026, 7, 20), "เช็คคืน"), by=OFFICER)
    deliver_all()
    paid.refresh_from_db()
    return paid


def words(receipt) -> str:
    _, content = open_document(receipt.document_id, SYSTEM)
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "".join(unicodedata.normalize("NFKD", read).split())


def code_of(receipt) -> str:
    return Document.objects.get(pk=receipt.document_id).verification_code


def own_bill(person, **more):
    """A member's bill of Section 39, paid."""
    bill = Bill.objects.create(**{
        "kind": "section39", "subject": f"person:{person.pk}", "person_id": person.pk, "payer_name": person.full_name,
        "ref1": person.national_id, "ref2": "39690600001", "period": date(2026, 6, 1), "contribution": D(432),
        "due_on": date(2026, 7, 15), "worked_on": date(2026, 7, 10), "issued_at": clock.now(), **more,
    })  # fmt: skip
    pay(bill, line=f"L-{bill.ref2}")
    return bill.receipts.get()


class TestPaper:
    def test_it_names_account_branch_time_parties_and_total(self, paid):
        text = words(paid)
        for part in (paid.number, "10-0000001-6", "000000", "11:00", "17,455.00", "34,910.00", "0.00"):
            assert part in text, part
        content = receipt_content(paid)
        assert [amount for _, _, amount in content["rows"]] == [D(17455), D(17455), D(0)]
        assert len(content["branches"]) == 1

    def test_it_names_bank_and_channel(self, paid, bill):
        assert unicodedata.normalize("NFKD", "คิวอาร์พร้อมเพย์") in words(paid)
        assert receipt_content(paid)["channel"] == f"{bank_account.name('006')} · คิวอาร์พร้อมเพย์"

    def test_paid_in_two_ways_it_names_both(self, bill):
        pay(bill, D("30000.00"), line="L1")
        MoneyIn.objects.update(bank="014", channel="ZZ")
        pay(bill, D("4910.00"), line="L2")
        channel = receipt_content(Receipt.objects.get())["channel"]
        assert channel == f"{bank_account.name('014')} · ZZ และ {bank_account.name('006')} · คิวอาร์พร้อมเพย์"

    def test_late_it_names_the_surcharge(self, bill):
        pay(bill, D("35259.10"), on=date(2026, 7, 30), line="L1")
        receipt = Receipt.objects.get()
        assert receipt_content(receipt)["rows"][-1][2] == receipt.surcharge == D("349.10")
        assert "349.10" in words(receipt)

    def test_several_branches_are_divided(self, staff):
        Employment.objects.filter(person__first_name=NAMES[0]).update(branch=other_branch(province="10"))
        submitted_typed(whole())
        pay(Bill.objects.get(), line="L1")
        receipt = Receipt.objects.get()
        shares = branch_shares(receipt)
        assert [one.branch_no for one in shares] == ["000000", "000001"]
        assert sum(one.total for one in shares) == receipt.contribution
        for one in shares:
            kept = Allocation.objects.filter(branch_no=one.branch_no, payer="employer")
            assert one.employer == sum(part.amount for part in kept)
            assert f"{one.total:,.2f}" in words(receipt)

    def test_the_rows_are_the_total_whatever_the_kind(self, employer):
        receipt = own_bill(Person.objects.first())
        rows = receipt_content(receipt)["rows"]
        assert sum(amount for _, _, amount in rows) == receipt.amount
        assert unicodedata.normalize("NFKD", "เลขประจำตัวประชาชน") in words(receipt)

    def test_printed_twice_is_one_paper(self, paid):
        before = paid.document_id
        papers.issue_receipt(paid)
        assert (paid.document_id, Document.objects.filter(kind=papers.RECEIPT_KIND).count()) == (before, 1)


class TestLists:
    def test_an_employer_finds_and_downloads_the_same_bytes(self, paid, clerk):
        page = clerk.get(PAGE).content.decode()
        assert paid.number in page
        address = f"/documents/{paid.document_id}/?download=1"
        assert address in page
        listed = clerk.get(API).json()
        assert [(one["number"], one["status"], one["is_printed"]) for one in listed] == [
            (paid.number, "issued", True)
        ]
        by_page = [clerk.get(address).content for _ in range(2)]
        by_api = [clerk.get(f"{API}/{paid.number}/pdf").content for _ in range(2)]
        assert by_page[0].startswith(b"%PDF")
        assert len({*by_page, *by_api}) == 1
        assert "attachment" in clerk.get(address)["Content-Disposition"]

    def test_a_cancelled_one_says_what_replaced_it(self, cancelled, clerk):
        assert "ยังไม่มีใบที่ออกแทน" in clerk.get(PAGE).content.decode()
        bill = Bill.objects.get()
        pay(bill, on=clock.today(), line="L2")
        new = bill.receipt
        page = clerk.get(PAGE).content.decode()
        assert "เช็คคืน" in page
        assert "ยังไม่มีใบที่ออกแทน" not in page
        listed = {one["number"]: one for one in clerk.get(API).json()}
        assert (listed[cancelled.number]["status"], listed[cancelled.number]["replaced_by"]) == (
            "cancelled",
            new.number,
        )
        assert listed[new.number]["replaced_by"] == ""
        assert clerk.get(f"{API}/{cancelled.number}/pdf").status_code == 200

    def test_the_receipt_of_the_bill_that_replaced_it(self, cancelled, clerk):
        old = Bill.objects.get()
        new = other_bill(old, "100", ref2="69060123459")
        Bill.objects.filter(pk=old.pk).update(status="cancelled", replaced_by=new)
        pay(new, line="L3")
        listed = {one["number"]: one for one in clerk.get(API).json()}
        assert listed[cancelled.number]["replaced_by"] == new.receipt.number

    def test_another_employer_is_refused(self, paid, stranger, client):
        assert stranger.get(PAGE).status_code in (403, 404)
        assert stranger.get(API).status_code in (403, 404)
        assert stranger.get(f"{API}/{paid.number}/pdf").status_code in (403, 404)
        assert stranger.get(f"/api/v1/employers/2000000013/receipts/{paid.number}/pdf").status_code == 404
        assert stranger.get(f"/documents/{paid.document_id}/?download=1").status_code == 404
        assert client.get(API).status_code in (401, 403)

    def test_a_member_has_own_receipts_and_no_others(self, paid, as_member):
        owner, other = Person.objects.first(), make_person("1101700203450")
        receipt = own_bill(owner)
        mine, others = as_member(owner), as_member(other)
        assert receipt.number in mine.get("/me/receipts/").content.decode()
        assert [one["number"] for one in mine.get("/api/v1/me/receipts").json()] == [receipt.number]
        path = f"/api/v1/me/receipts/{receipt.number}/pdf"
        assert mine.get(path).content == mine.get(f"/documents/{receipt.document_id}/").content
        assert "ยังไม่มีใบเสร็จ" in others.get("/me/receipts/").content.decode()
        assert others.get("/api/v1/me/receipts").json() == []
        assert others.get(path).status_code == 404
        assert mine.get(f"/api/v1/me/receipts/{paid.number}/pdf").status_code == 404

    def test_not_printed_yet_is_not_found(self, paid, clerk):
        Receipt.objects.update(document_id="")
        assert "กำลังออกใบเสร็จ" in clerk.get(PAGE).content.decode()
        assert clerk.get(f"{API}/{paid.number}/pdf").status_code == 404
        assert clerk.get(API).json()[0]["is_printed"] is False


class TestVerification:
    def test_one_that_counts(self, paid, client):
        code = code_of(paid)
        assert "เป็นเอกสารจริง" in client.get(f"/verify/{code}/").content.decode()
        told_ = client.get(f"/api/v1/verify/{code}").json()
        assert (told_["genuine"], told_["counts"]) == (True, True)

    def test_a_cancelled_one_no_longer_counts_and_tells_no_more(self, cancelled, client):
        code = code_of(cancelled)
        page = client.get(f"/verify/{code}/").content.decode()
        assert "เอกสารนี้ถูกยกเลิกแล้ว" in page
        assert "เป็นเอกสารจริง" not in page
        for secret in (cancelled.number, cancelled.payer_name, "เช็คคืน", "34,910", ACCOUNT):
            assert secret not in page
        told_ = client.get(f"/api/v1/verify/{code}").json()
        assert set(told_) == {"genuine", "counts", "title", "issued_on"}
        assert (told_["genuine"], told_["counts"]) == (True, False)
        pay(Bill.objects.get(), on=clock.today(), line="L2")
        new = Receipt.objects.get(status="issued")
        assert client.get(f"/api/v1/verify/{code_of(new)}").json()["counts"] is True
        assert client.get(f"/api/v1/verify/{code}").json()["counts"] is False


class TestAllocationSteps:
    def test_shown_before_anything_is_done(self, bill, treasurer):
        item = told("999", "888", "600")
        first = other_bill(bill, "200", ref2="69060123459", due=date(2026, 7, 15))
        second = other_bill(bill, "300", ref2="69060123467")
        url = reverse("contributions:suspense_item", args=[item.pk])
        asked = {"bill": [second.pk, first.pk], "show": "1"}
        page = treasurer.post(f"{url}?q={ACCOUNT}", asked).content.decode()
        steps = page.split('class="worked"')[1].split("</ol>")[0]
        assert steps.index(first.ref2) < steps.index(second.ref2)
        assert "100.00" in steps  # left
        assert not SuspenseAct.objects.exists()
        treasurer.post(f"{url}?q={ACCOUNT}", {"bill": [first.pk, second.pk]})
        assert 'class="worked"' in treasurer.get(url).content.decode()

    def test_without_a_bill_chosen_there_is_an_error_and_no_steps(self, bill, treasurer):
        url = reverse("contributions:suspense_item", args=[told("999", "888", "600").pk])
        page = treasurer.post(f"{url}?q={ACCOUNT}", {"show": "1"}).content.decode()
        assert "govuk-error-summary" in page
        assert 'class="worked"' not in page

    def test_the_second_officer_sees_them(self, bill, second_treasurer):
        item = told("999", "888", "34910")
        suspense.propose(
            item.pk, Wish(ActKind.APPLY, {"bills": suspense.divided(item, [bill.pk])}), by=OFFICER
        )
        page = second_treasurer.get(reverse("contributions:suspense_item", args=[item.pk])).content.decode()
        assert bill.ref2 in page.split('class="worked"')[1]

    def test_what_a_caller_says_of_the_steps_is_not_believed(self, bill):
        item = told("999", "888", "34910")
        params = {"bills": [[bill.pk, "100"]], "worked": {"steps": []}}
        act = suspense.propose(item.pk, Wish(ActKind.APPLY, params), by=OFFICER)
        assert "worked" not in act.params

    def test_only_an_officer_of_finance(self, bill, clerk):
        url = reverse("contributions:suspense_item", args=[told("999", "888", "600").pk])
        assert clerk.post(url, {"show": "1", "bill": [bill.pk]}).status_code in (302, 403, 404)
