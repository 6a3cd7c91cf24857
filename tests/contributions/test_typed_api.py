"""A month typed by the API: the same as on the page."""

import pytest
import time_machine

from contributions.models import Filing
from tests.contributions.factories import ACCOUNT, employ, make_employer, make_person
from tests.contributions.filings import national_id
from tests.contributions.test_api import BASE, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def staff():
    make_employer()
    for n in (1, 2, 3):
        employ(make_person(national_id(n)))


def put(client, path: str, body: dict):
    return client.put(path, body, content_type="application/json")


def begun(clerk, **more: object):
    return post(clerk, f"{BASE}/typed", {"period": "2026-06", **more}, key=f"begin-{more!r:.60}")


def test_from_nothing_to_submitted_and_over_to_the_next_month(staff, clerk):
    answer = begun(clerk)
    assert (answer.status_code, answer.json()["format"], answer.json()["lines"]) == (201, "typed", 3)
    number = answer.json()["id"]
    again = post(clerk, f"{BASE}/typed", {"period": "2026-06"}, key="another-key")
    assert (again.status_code, again.json()["id"]) == (200, number)
    sheet = f"{BASE}/{number}/typed"
    assert clerk.get(sheet).json()["open"] == 3
    wages = [{"line": 1, "wage": "15000"}, {"line": 2, "wage": "0"}, {"line": 3, "wage": None}]
    body = put(clerk, sheet, {"lines": wages}).json()
    assert (body["open"], [row["contribution"] for row in body["rows"]]) == (1, ["750.00", "0.00", None])
    drafts = clerk.get(f"{BASE}/drafts").json()
    assert [(d["id"], d["kept_until"], d["is_typed"]) for d in drafts] == [(number, "2026-09-08", True)]
    put(clerk, sheet, {"lines": [{"line": 3, "wage": "9,000.50"}]})
    total = clerk.get(f"{BASE}/{number}/totals").json()["total"]
    assert post(clerk, f"{BASE}/{number}/submit", {"seen_total": total}).json()["status"] == "submitted"
    assert clerk.get(f"{BASE}/drafts").json() == []
    assert clerk.get(sheet).status_code == 404
    july = post(clerk, f"{BASE}/typed", {"period": "2026-07", "take_over": True}, key="begin-july").json()[
        "id"
    ]
    body = clerk.get(f"{BASE}/{july}/typed").json()
    assert (body["taken_from"], [row["wage"] for row in body["rows"]]) == (
        "2026-06", ["15000.00", None, "9000.50"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"period": "2026-08"}, 422, "filing.period_future"),
        ({"period": "1990-01"}, 422, "filing.period_too_old"),
        ({"take_over": True}, 422, "filing.nothing_to_take_over"),
        ({"branch_no": "000009"}, 422, "filing.branch_unknown"),
        ({"period": "2026-13"}, 400, ""),
        ({"period": "2569-06"}, 400, ""),
        ({"branch_no": "1"}, 400, ""),
    ],
)
def test_what_cannot_be_begun(staff, clerk, body, status, code):
    answer = begun(clerk, **body)
    assert answer.status_code == status
    assert not code or [f["code"] for f in answer.json()["findings"]] == [code]
    assert not Filing.objects.exists()


def test_a_wrong_wage_and_a_wrong_person_keep_nothing(staff, clerk):
    number = begun(clerk).json()["id"]
    answer = put(
        clerk, f"{BASE}/{number}/typed", {"lines": [{"line": 1, "wage": "1"}, {"line": 2, "wage": "x"}]}
    )
    assert (answer.status_code, answer.json()["findings"][0]["line"]) == (422, 2)
    people = f"{BASE}/{number}/typed/people"
    wrong = {"national_id": "1", "branch_no": "000000"}
    assert clerk.post(people, wrong, content_type="application/json").status_code == 422
    body = clerk.get(f"{BASE}/{number}/typed").json()
    assert (body["people"], body["open"]) == (3, 3)
    right = {
        "national_id": national_id(9),
        "branch_no": "000000",
        "first_name": "มา",
        "last_name": "ใหม่",
        "wage": "1",
    }
    assert clerk.post(people, right, content_type="application/json").json()["people"] == 4


def test_the_deadlines_say_what_is_not_known(staff, clerk):
    body = clerk.get(f"{BASE}/deadlines").json()
    june = next(m for m in body["months"] if m["period"] == "2026-06")
    assert (june["state"], june["due_on"], june["unpaid"], june["delay"]) == (
        "open",
        "2026-07-15",
        None,
        None,
    )
    assert (body["moves"], body["moves_confidence"], body["extra_days"]) == (False, "L", None)


def test_others_are_refused(staff, clerk, stranger, client):
    number = begun(clerk).json()["id"]
    for path in (f"{BASE}/drafts", f"{BASE}/deadlines", f"{BASE}/{number}/typed"):
        assert stranger.get(path).status_code == 404
        assert client.get(path).status_code in {401, 403}
    assert put(stranger, f"{BASE}/{number}/typed", {"lines": []}).status_code == 404
    assert stranger.get(f"/api/v1/employers/2000000013/filings/{number}/typed").status_code == 404
    assert ACCOUNT in clerk.get(BASE).json()[0]["account_no"]
