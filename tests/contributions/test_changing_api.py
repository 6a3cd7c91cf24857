"""The same acts as on the pages, by REST API."""

import pytest
import time_machine

from contributions.models import Adjustment, Bill, Refund
from sso_core.accounts.public import Role, create_user, grant
from sso_core.kernel.actor import SYSTEM, ActorKind
from tests.contributions.conftest import signed_in
from tests.contributions.factories import ACCOUNT, employ, make_employer, make_person, pay
from tests.contributions.filings import national_id
from tests.contributions.test_differences import books_agree, change, file, upload

pytestmark = pytest.mark.django_db
API = f"/api/v1/employers/{ACCOUNT}"
MONTH = f"{API}/months/2026-06"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def staff():
    make_employer()
    for n in range(1, 4):
        employ(make_person(national_id(n)))


@pytest.fixture
def boss(db):
    user = create_user("boss", "x", kind=ActorKind.EMPLOYER, display_name="วิชุดา")
    grant(user.pk, Role.employer_filer, f"employer:{ACCOUNT}", by=SYSTEM)
    return signed_in(user, aal=2)


def send(client, url, told=None, key="k1"):
    return client.post(
        url, told or {}, content_type="application/json", headers={"Idempotency-Key": f"key-0000-{key}"}
    )


def asked(*pairs):
    return {
        "people": [{"national_id": national_id(n), "branch_no": "000000", "wage": wage} for n, wage in pairs]
    }


def test_single_people_previewed_and_filed_once(staff, clerk, stranger):
    file({1: 10_000, 2: 12_000})
    assert [p["wage"] for p in clerk.get(f"{MONTH}/people").json()] == ["10000.00", "12000.00"]
    told = asked((1, "11000"))
    shown = send(clerk, f"{MONTH}/changes/preview", told).json()
    assert (shown["contribution"], shown["rows"][0]["was_wage"]) == ("100.00", "10000.00")
    assert not Adjustment.objects.exists()
    for _ in range(2):
        assert send(clerk, f"{MONTH}/changes", told | {"seen": "100.00"}).status_code == 200
    assert Adjustment.objects.count() == 1
    refused = send(clerk, f"{MONTH}/changes", asked((1, "12000")) | {"seen": "1.00"}, key="k2")
    assert refused.status_code in {400, 409, 422}
    assert send(stranger, f"{MONTH}/changes", told, key="k3").status_code == 404
    assert stranger.get(f"{MONTH}/people").status_code == 404
    assert clerk.get(f"{API}/months/nonsense/people").status_code == 404
    books_agree()


def test_the_whole_month_and_back(staff, clerk):
    file({1: 10_000, 2: 12_000})
    second = upload({1: 11_000, 3: 9_000})
    shown = send(clerk, f"{API}/filings/{second.pk}/amend").json()
    assert (shown["people"], shown["new"], shown["gone"], shown["contribution"]) == (3, 1, 1, "-200.00")
    done = send(clerk, f"{API}/filings/{second.pk}/submit", {"seen_total": "-200.00"}, key="k2")
    assert done.status_code == 200
    assert clerk.get(f"{API}/adjustments").json()[0]["cause"] == "amended"
    books_agree()


def test_withdrawn_unpaid_at_once_and_paid_by_officers(staff, clerk):
    first, second = file({1: 10_000}), file({2: 12_000})
    assert send(clerk, f"{API}/filings/{first.pk}/withdraw", {"reason": "ผิดงวด"}).json() == {"case": ""}
    pay(Bill.objects.get(filing=second))
    told = send(clerk, f"{API}/filings/{second.pk}/withdraw", {"reason": "ผิดงวด"}, key="k2").json()
    assert told["case"].startswith("CW")
    assert send(clerk, f"{API}/filings/{second.pk}/withdraw", {"reason": ""}, key="k3").status_code == 400
    books_agree()


def test_a_refund_is_claimed_approved_and_listed_by_person(staff, boss, clerk, treasurer):
    file({1: 10_000, 2: 12_000})
    pay(Bill.objects.get())
    change({2: 10_000})
    refund = Refund.objects.get()
    url, office = f"{API}/refunds/{refund.pk}", f"/api/v1/office/refunds/{refund.pk}"
    assert [one["amount"] for one in boss.get(f"{url}/people").json()] == ["100.00"]
    told = {"bank_code": "004", "account": "1112223334", "account_name": "บริษัท ตัวอย่าง"}
    assert send(clerk, f"{url}/claim", told).status_code == 403  # no second factor
    assert send(boss, f"{url}/claim", told, key="k2").json()["status"] == "claimed"
    assert send(treasurer, f"{office}/send-back", {"why": "ชื่อไม่ตรง"}, key="k3").json()["status"] == "due"
    assert send(treasurer, f"{office}/approve", key="k4").status_code in {400, 409, 422}
    send(boss, f"{url}/claim", told, key="k5")
    assert send(treasurer, f"{office}/approve", key="k6").json()["status"] == "ordered"
    assert send(boss, f"{url}/hand-on", key="k7").status_code in {400, 409, 422}  # not paid yet
    assert send(treasurer, "/api/v1/office/refunds/0/approve", key="k8").status_code == 404
    books_agree()


def test_the_office_reads_what_a_notice_changes(staff, treasurer, clerk):
    keys = [one["key"] for one in treasurer.get("/api/v1/office/relief").json()]
    assert "2025-05-27" in keys
    assert treasurer.get("/api/v1/office/relief/2025-05-27/effect").json()[0]["people"] == 0
    assert treasurer.get("/api/v1/office/relief/2020-01-01/effect").status_code == 404
    assert clerk.get("/api/v1/office/relief").status_code in {403, 404}
