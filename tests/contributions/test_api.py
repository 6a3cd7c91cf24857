"""The REST API: the same path as the pages, once-only, refused to others."""

from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from contributions.models import Bill, Filing, SuspenseAct, SuspenseItem
from registration.models import Person
from sso_core.kernel import promptpay
from tests.contributions.factories import ACCOUNT, CLEAN, FAULTY, enrol_everybody, make_employer, pay

pytestmark = pytest.mark.django_db
BASE = f"/api/v1/employers/{ACCOUNT}/filings"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def employer():
    make_employer()
    enrol_everybody()


def send(client, data: bytes = CLEAN, key: str = "upload-0001", period: str = "2026-06"):
    file = SimpleUploadedFile("1-10.txt", data)
    return client.post(BASE, {"file": file, "period": period}, headers={"Idempotency-Key": key})


def post(client, path: str, body: dict | None = None, key: str = "key-00000001"):
    return client.post(path, body or {}, content_type="application/json", headers={"Idempotency-Key": key})


class TestEmployer:
    def test_from_file_to_bill(self, employer, clerk):
        sent = send(clerk)
        assert (sent.status_code, sent.json()["is_new"], sent.json()["lines"]) == (201, True, 25)
        number = sent.json()["id"]
        totals = clerk.get(f"{BASE}/{number}/totals").json()
        assert (totals["total"], totals["due_on"]) == ("34910.00", "2026-07-15")
        done = post(clerk, f"{BASE}/{number}/submit", {"seen_total": totals["total"]})
        assert (done.status_code, done.json()["status"]) == (200, "submitted")
        bills = clerk.get(f"/api/v1/employers/{ACCOUNT}/bills").json()
        bill = clerk.get(f"/api/v1/employers/{ACCOUNT}/bills/{bills[0]['id']}").json()
        fields = promptpay.parse(bill["promptpay"])
        assert (fields["30.02"], fields["30.03"], fields["54"]) == (ACCOUNT, bill["ref2"], "34910.00")
        assert clerk.get(BASE).json()[0]["id"] == number

    def test_the_same_call_and_the_same_file_are_once(self, employer, clerk):
        first, again = send(clerk), send(clerk)
        assert again.headers["Idempotent-Replayed"] == "true"
        other_key = send(clerk, key="upload-0002")
        assert (other_key.status_code, other_key.json()["is_new"]) == (200, False)
        assert first.json()["id"] == again.json()["id"] == other_key.json()["id"]
        number = first.json()["id"]
        for key in ("submit-01", "submit-01", "submit-02"):
            assert post(clerk, f"{BASE}/{number}/submit", {"seen_total": "34910.00"}, key).status_code == 200
        assert Bill.objects.count() == 1

    def test_without_a_key_nothing_happens(self, employer, clerk):
        file = SimpleUploadedFile("a.txt", CLEAN)
        assert clerk.post(BASE, {"file": file, "period": "2026-06"}).status_code == 400
        assert not Filing.objects.exists()

    def test_findings_and_mending(self, employer, clerk):
        number = send(clerk, FAULTY).json()["id"]
        found = clerk.get(f"{BASE}/{number}/findings").json()
        codes = {row["code"] for row in found["findings"] if row["severity"] == "block"}
        assert codes == {
            "filing.total_employee", "filing.contribution_wrong", "filing.id_twice", "filing.id_check_digit",
        }  # fmt: skip
        assert all(row["message_th"] and row["message_en"] for row in found["findings"])
        refused = post(clerk, f"{BASE}/{number}/submit", {"seen_total": "1.00"})
        assert (refused.status_code, refused.json()["findings"][0]["code"]) == (
            422,
            "filing.filing_has_faults",
        )
        assert clerk.post(f"{BASE}/{number}/recompute").status_code == 200
        line = {
            "national_id": "1427142734137", "title_code": "003", "first_name": "อนุชา", "last_name": "บุญมา",
            "wage": "14386.25",
        }  # fmt: skip
        left = clerk.put(f"{BASE}/{number}/lines/000000/25", line, content_type="application/json")
        assert [f["code"] for f in left.json() if f["severity"] == "block"] == []
        assert clerk.delete(f"{BASE}/{number}/lines/000000/18").status_code == 204
        assert clerk.post(f"{BASE}/{number}/wait").status_code == 200
        total = clerk.get(f"{BASE}/{number}/totals").json()["total"]
        assert post(clerk, f"{BASE}/{number}/submit", {"seen_total": total}, "again-0001").status_code == 200

    def test_a_sum_that_changed_is_a_problem_with_a_sentence(self, employer, clerk):
        number = send(clerk).json()["id"]
        answer = post(clerk, f"{BASE}/{number}/submit", {"seen_total": "1.00"})
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert "34,910.00" in answer.json()["findings"][0]["message_th"]

    def test_remove_faulty_and_discard(self, employer, clerk):
        number = send(clerk, FAULTY).json()["id"]
        assert clerk.post(f"{BASE}/{number}/remove-faulty").json()["lines"] == 23
        assert clerk.delete(f"{BASE}/{number}").status_code == 204
        assert clerk.get(f"{BASE}/{number}/totals").status_code == 404

    def test_others_are_refused(self, employer, clerk, stranger, client):
        number = send(clerk).json()["id"]
        for path in (
            BASE,
            f"{BASE}/{number}",
            f"{BASE}/{number}/findings",
            f"/api/v1/employers/{ACCOUNT}/bills",
        ):
            assert stranger.get(path).status_code == 404
            assert client.get(path).status_code in {401, 403}
        assert stranger.get(f"/api/v1/employers/2000000013/filings/{number}").status_code == 404


class TestMember:
    def test_own_months(self, employer, clerk, as_member):
        number = send(clerk).json()["id"]
        post(clerk, f"{BASE}/{number}/submit", {"seen_total": "34910.00"})
        pay(Bill.objects.get())
        member = as_member(Person.objects.get(national_id="3792174218095"))
        body = member.get("/api/v1/me/contributions?since=2026-05&until=2026-06").json()
        assert [(m["period"], m["status"], m["employee"]) for m in body["months"]] == [
            ("2026-05", "missing", None), ("2026-06", "paid", "875.00"),
        ]  # fmt: skip
        assert member.get("/api/v1/me/contributions?since=2026-13").status_code == 404
        bill = Bill.objects.get()
        assert member.get(f"/api/v1/me/bills/{bill.pk}").status_code == 404

    def test_section39_is_refused_with_its_conditions(self, employer, as_member):
        member = as_member(Person.objects.get(national_id="3792174218095"))
        body = member.get("/api/v1/me/section39").json()
        assert (body["may_apply"], bool(body["conditions"])) == (False, True)
        assert post(member, "/api/v1/me/section39").status_code == 422
        assert post(member, "/api/v1/me/section39/resign").status_code == 422


class TestOffice:
    def test_stray_money(self, employer, clerk, treasurer, second_treasurer):
        number = send(clerk).json()["id"]
        post(clerk, f"{BASE}/{number}/submit", {"seen_total": "34910.00"})
        bill = Bill.objects.get()
        pay(Bill(ref1="1", ref2="2", contribution=bill.total, surcharge=Decimal(0)), line="S")
        rows = treasurer.get("/api/v1/office/suspense").json()
        assert rows[0]["reason"] == "unmatched"
        path = f"/api/v1/office/suspense/{rows[0]['id']}/apply"
        asked = post(treasurer, path, {"bill": bill.pk})
        assert (asked.status_code, asked.json()["status"]) == (202, "unpaid")
        act = SuspenseAct.objects.get()
        check = f"/api/v1/office/suspense/acts/{act.pk}/check"
        assert post(treasurer, check, {}).status_code == 422
        assert post(second_treasurer, check, {}).json()["state"] == "done"
        bill.refresh_from_db()
        assert bill.status == "paid"
        assert post(treasurer, path, {"bill": bill.pk}, "other-key").status_code == 422
        assert SuspenseItem.objects.get().status == "applied"
        assert clerk.get("/api/v1/office/suspense").status_code == 403
