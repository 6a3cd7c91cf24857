"""The finance desk in the browser and by API: who may, what is shown, and the way from a line to its paper."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from finance import public as finance
from finance.models import BankException, BankFile, BankReceipt, LedgerEntry
from finance.services.exchange import exchange
from finance.types import OrderState
from finance.urls import urlpatterns
from sso_core import clock
from sso_core.accounts.public import Role
from sso_core.audit.models import Access
from tests.finance.bank import Drop, camt054, pain002
from tests.finance.factories import CHECKER, MAKER, approved_orders, awarded_order, promptpay
from tests.finance.test_receipts import ONE, written

D = Decimal
pytestmark = [pytest.mark.django_db]


@pytest.fixture
def books():
    """Something of everything: an order that waits, a batch that was answered, an exception, entries."""
    waiting = awarded_order(due_on=clock.today())
    orders = approved_orders(2, due_on=clock.today()) + approved_orders(
        1, destination=promptpay(), due_on=clock.today()
    )
    batch = finance.make_batch(clock.today(), MAKER)
    finance.release_batch(batch.reference, CHECKER)
    a, b, _ = (order.reference for order in orders)
    answers = {
        "a__xml": pain002(batch.reference, {a: "ACCP", b: "RJCT:AC04", "PO-none": "ACCP"}),
        "b__xml": camt054({a: "1000.00"}),
    }
    exchange(Drop(**answers))
    exchange(Drop(BILLPAY__txt=written(ONE)))
    approved_orders(1, due_on=clock.today())
    made = finance.make_batch(clock.today(), MAKER)
    return {"waiting": waiting, "orders": orders, "batch": batch, "made": made}


def pages(books):
    """Every address of the desk that is read, with something of the books in it."""
    file, exception = BankFile.objects.earliest("pk"), BankException.objects.get()
    args = {
        "order": [books["orders"][1].reference],
        "order_cancel": [books["waiting"].reference],
        "batch": [books["batch"].reference],
        "file": [BankFile.objects.filter(kind="pain002").get().pk],
        "file_content": [file.pk],
        "exception": [exception.pk],
        "receipt": [BankReceipt.objects.get().pk],
        "take_back": [BankReceipt.objects.get().pk],
        "entry": [LedgerEntry.objects.latest("pk").pk],
        "period_reopen": ["2026-10"],
    }
    acts = {"order_approve", "batch_release", "batch_cancel", "period_close", "reversal_check"}
    return {
        p.name: reverse(f"finance:{p.name}", args=args.get(p.name, []))
        for p in urlpatterns
        if p.name not in acts
    }


def test_every_page_shows_to_the_desk(books, desk_officer):
    _, client = desk_officer(Role.finance, Role.finance_checker)
    for name, url in pages(books).items():
        response = client.get(url)
        assert response.status_code == 200, name
        if name != "file_content":
            text = response.content.decode()
            assert "style=" not in text, name
            assert "ยังไม่ทราบ" not in text, name


@pytest.mark.parametrize("role", [Role.officer, Role.checker])
def test_other_officers_see_nothing(books, desk_officer, role):
    _, client = desk_officer(role)
    assert {client.get(url).status_code for url in pages(books).values()} == {404}


def test_auditors_read_and_do_nothing(books, desk_officer, client):
    _, auditor = desk_officer(Role.auditor)
    assert auditor.get(reverse("finance:entries")).status_code == 200
    assert auditor.get(reverse("finance:batch_new")).status_code == 404
    assert auditor.get(pages(books)["file_content"]).status_code == 404
    assert (
        auditor.post(reverse("finance:order_approve", args=[books["waiting"].reference])).status_code == 404
    )
    assert auditor.post(reverse("finance:batch_release", args=[books["made"].reference])).status_code == 404
    assert client.get(reverse("finance:home")).status_code == 302
    assert desk_officer(Role.finance, aal=1)[1].get(reverse("finance:home")).status_code == 302


def test_an_order_is_approved_and_its_reading_noted(books, desk_officer):
    _, client = desk_officer(Role.finance)
    url = reverse("finance:order", args=[books["waiting"].reference])
    assert "อนุมัติคำสั่งจ่าย" in client.get(url).content.decode()
    assert Access.objects.filter(subject=books["waiting"].subject).count() == 1
    client.post(reverse("finance:order_approve", args=[books["waiting"].reference]))
    assert finance.order(books["waiting"].reference).state is OrderState.APPROVED
    assert "อนุมัติคำสั่งจ่าย</button>" not in client.get(url).content.decode()


def test_two_officers_pay_by_page(books, desk_officer):
    _, maker = desk_officer(Role.finance, Role.finance_checker)
    _, checker = desk_officer(Role.finance_checker)
    group = {
        "benefit": "sickness",
        "fund": "smid",
        "due_on": clock.today().isoformat(),
        "count": 1,
        "total": "999.00",
    }
    response = maker.post(reverse("finance:approvals"), group, follow=True)
    assert "รายการเปลี่ยนไปจากที่แสดง ตอนนี้มี 1 รายการ รวม 1000.00 บาท" in response.content.decode()
    maker.post(reverse("finance:approvals"), {**group, "total": "1000.00"})
    assert maker.post(reverse("finance:approvals"), {"benefit": "sickness"}).status_code == 404
    today = clock.today()
    day = {"value_date_0": today.day, "value_date_1": today.month, "value_date_2": today.year + 543}
    response = maker.post(reverse("finance:batch_new"), day)
    assert response.status_code == 302
    reference = response["Location"].rstrip("/").rsplit("/", 1)[1]
    own = maker.get(response["Location"]).content.decode()
    assert "คุณเป็นผู้จัดชุด" in own
    assert "ปล่อยเงินไปธนาคาร" not in own
    refused = maker.post(reverse("finance:batch_release", args=[reference]), follow=True).content.decode()
    assert "ต้องเป็นคนละคน" in refused
    assert "ปล่อยเงินไปธนาคาร" in checker.get(response["Location"]).content.decode()
    checker.post(reverse("finance:batch_release", args=[reference]))
    assert finance.batch(reference).state == "released"
    again = checker.post(reverse("finance:batch_release", args=[reference]), follow=True).content.decode()
    assert "สถานะเปลี่ยนไปแล้ว" in again
    empty = maker.post(reverse("finance:batch_new"), day)
    assert "ไม่มีคำสั่งจ่ายที่อนุมัติแล้ว" in empty.content.decode()


def test_a_line_leads_to_its_paper(books, desk_officer):
    _, client = desk_officer(Role.finance)
    finance.register_source("claim", lambda key: f"/office/cases/{key}/")
    award = finance.entries_of(f"claim:{books['waiting'].memo}")[0]
    text = client.get(reverse("finance:entry", args=[award.id])).content.decode()
    assert f'href="/office/cases/{books["waiting"].memo}/"' in text
    released = finance.entries_of(f"batch:{books['batch'].reference}")[0]
    text = client.get(reverse("finance:entry", args=[released.id])).content.decode()
    assert reverse("finance:batch", args=[books["batch"].reference]) in text
    assert finance.source_url("nobody:1") == finance.source_url("") == ""


def test_entries_are_found(books, desk_officer):
    _, client = desk_officer(Role.supervisor)
    url = reverse("finance:entries")

    def found(**query):
        return client.get(url, query).content.decode().count('scope="row"')

    assert found(text=f"claim:{books['waiting'].memo}") == 1
    assert found(text=books["waiting"].memo) == 1
    assert found(account="2103") == 1
    assert found(account="2103", fund="wcf") == 0
    assert found(since_0="1", since_1="1", since_2="2569") > 5
    assert found(since_0="1", since_1="1", since_2="2600") == 0


def test_the_reconciliation_agrees(books, desk_officer):
    _, client = desk_officer(Role.finance)
    text = client.get(reverse("finance:reconciliation")).content.decode()
    assert "ไม่ตรง" not in text
    assert "1,000.00" in text


def test_an_exception_is_closed_with_a_note(books, desk_officer):
    _, client = desk_officer(Role.finance)
    one = BankException.objects.get()
    url = reverse("finance:exception", args=[one.pk])
    assert "ข้อผิดพลาด" in client.post(url, {"note": ""}).content.decode()
    client.post(url, {"note": "ธนาคารแจ้งว่าเป็นของหน่วยงานอื่น"})
    one.refresh_from_db()
    assert one.resolved_by
    assert "ธนาคารแจ้งว่า" in client.get(reverse("finance:exceptions"), {"show": "closed"}).content.decode()


def test_a_month_is_closed_and_opened_by_two(desk_officer):
    _, one = desk_officer(Role.finance_checker)
    _, two = desk_officer(Role.finance_checker)
    month = (clock.today().replace(day=1) - date.resolution).isoformat()[:7]
    one.post(reverse("finance:period_close", args=[month]))
    assert "ปิดแล้ว" in one.get(reverse("finance:periods")).content.decode()
    own = one.post(reverse("finance:period_reopen", args=[month]), {"reason": "แก้"})
    assert "ต้องเป็นคนละคน" in own.content.decode()
    assert two.post(reverse("finance:period_reopen", args=[month]), {"reason": "แก้"}).status_code == 302
    assert two.post(reverse("finance:period_close", args=["nonsense"])).status_code == 404


def test_the_api_pays_too(books, desk_officer):
    _, maker = desk_officer(Role.finance)
    _, checker = desk_officer(Role.finance_checker)
    approve = reverse("api:finance-order-approve", args=[books["waiting"].reference])
    assert maker.post(approve).status_code == 400  # no key
    key = {"HTTP_IDEMPOTENCY_KEY": "approve-0001"}
    assert maker.post(approve, **key).json()["state"] == "approved"
    assert maker.post(approve, **key)["Idempotent-Replayed"] == "true"
    assert maker.post(approve, HTTP_IDEMPOTENCY_KEY="approve-0002").status_code == 409
    batches, day = reverse("api:finance-batches"), {"value_date": clock.today().isoformat()}
    assert checker.post(batches, day, HTTP_IDEMPOTENCY_KEY="batch-0000").status_code == 403
    made = maker.post(batches, day, HTTP_IDEMPOTENCY_KEY="batch-0001")
    assert made.status_code == 201
    release = reverse("api:finance-batch-release", args=[made.json()["reference"]])
    assert maker.post(release, HTTP_IDEMPOTENCY_KEY="release-0001").status_code == 403
    assert checker.post(release, HTTP_IDEMPOTENCY_KEY="release-0001").json()["state"] == "released"
    refused = maker.post(batches, day, HTTP_IDEMPOTENCY_KEY="batch-0002")
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "nothing_to_pay")


def test_the_api_reads(books, desk_officer):
    _, client = desk_officer(Role.auditor)
    ask = lambda name, *args, **query: client.get(reverse(f"api:finance-{name}", args=args), query)  # noqa: E731
    assert ask("orders", state="ordered").json()["count"] == 1
    assert ask("order", books["waiting"].reference).json()["amount"] == "1000.00"
    assert ask("batches").json()["count"] == 2
    assert ask("batch", books["batch"].reference).json()["counts"] == {"rejected": 1, "sent": 1, "settled": 1}
    files = ask("files").json()["results"]
    assert ask("file", files[0]["id"]).json()["findings"] == []
    entries = ask("entries", account="2103").json()
    assert entries["count"] == 1
    assert ask("entry", entries["results"][0]["id"]).json()["lines"][0]["debit"] == "1000.00"
    rows = ask("trial-balance").json()
    assert sum(D(row["debit"]) for row in rows) == sum(D(row["credit"]) for row in rows)
    for name, args in (("order", ["x"]), ("batch", ["x"]), ("file", [10**9]), ("entry", [10**9])):
        assert ask(name, *args).status_code == 404
    _, other = desk_officer(Role.officer)
    assert other.get(reverse("api:finance-orders")).status_code == 403
