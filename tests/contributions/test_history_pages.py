"""Officers watch a load and decide about totals that differ, by page and by API."""

from decimal import Decimal

import pytest

from contributions.models import HistoryLoad, LoadStatus
from contributions.services import history
from sso_core.accounts.public import Role, create_user, grant
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.period import Period, months
from tests.contributions.conftest import signed_in
from tests.contributions.factories import OFFICER, make_person
from tests.contributions.filings import national_id
from tests.contributions.past import Past, control, lines, write
from tests.contributions.test_history import work_through

pytestmark = pytest.mark.django_db


def officer(name: str, role: Role = Role.supervisor):
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name=f"สมหญิง {name}")
    grant(user.pk, role, "office:1001", by=SYSTEM)
    return signed_in(user, aal=2)


@pytest.fixture
def differing(tmp_path) -> HistoryLoad:
    person = make_person(national_id(1))
    rows = [Past(person.national_id, month) for month in months(Period(2004, 1), Period(2004, 12))]
    rows.append(Past(national_id(5), Period(2004, 3), name="=ไม่มี ในทะเบียน"))
    path = write(tmp_path / "past.txt", lines(rows, since=Period(2004, 1), until=Period(2004, 12)))
    totals = control(tmp_path / "totals.txt", rows, off=Decimal(50))
    return work_through(history.begin([path], totals, by=OFFICER))


class TestPages:
    def test_the_load_its_totals_and_what_was_kept_aside(self, differing):
        client = officer("one")
        assert differing.reference in client.get("/office/history/").content.decode()
        text = client.get(f"/office/history/{differing.pk}/").content.decode()
        for told in ("ยอดไม่ตรงกับระบบเดิม", "ไม่พบเลขนี้ในทะเบียน", "13,050.00", "13,000.00"):
            assert told in text
        file = b"".join(client.get(f"/office/history/{differing.pk}/findings.csv").streaming_content).decode()
        assert national_id(5) in file
        assert "past.txt" in file

    def test_two_people_take_it(self, differing):
        address = f"/office/history/{differing.pk}/decide/"
        first, second = officer("one"), officer("two")
        assert "govuk-error-summary" in first.post(address, {"act": "ask", "reason": ""}).content.decode()
        first.post(address, {"act": "ask", "reason": "ยอดของระบบเดิมรวมเงินเพิ่ม"})
        assert "คนที่สองตัดสิน" in first.post(address, {"act": "accept"}).content.decode()
        assert second.post(address, {"act": "accept"}).status_code == 302
        assert work_through(differing).status == LoadStatus.LOADED
        text = second.get(f"/office/history/{differing.pk}/").content.decode()
        assert "ยอดของระบบเดิมรวมเงินเพิ่ม" in text
        assert "สมหญิง two" in text

    def test_who_may(self, differing, as_member, clerk):
        for address in ("/office/history/", f"/office/history/{differing.pk}/"):
            assert officer(f"auditor{len(address)}", Role.auditor).get(address).status_code == 200
            assert officer(f"finance{len(address)}", Role.finance).get(address).status_code == 404
            assert clerk.get(address).status_code in (302, 403, 404)
        assert (
            officer("auditor", Role.auditor)
            .post(f"/office/history/{differing.pk}/decide/", {"act": "refuse"})
            .status_code
            == 404
        )
        assert officer("one").post(f"/office/history/{differing.pk}/decide/", {"act": "x"}).status_code == 404


class TestApi:
    def test_the_same_by_api(self, differing):
        first, second = officer("one"), officer("two")
        address = f"/api/v1/office/history/{differing.pk}"
        told = first.get(address).json()
        assert (told["status"], told["differences"], told["aside"]) == ("differs", 1, 1)
        assert told["differing"][0]["found_contributions"] == "13000.00"
        assert first.get("/api/v1/office/history").json()[0]["reference"] == differing.reference

        def decide(client, key: str, **body):
            return client.post(
                f"{address}/decision",
                body,
                content_type="application/json",
                headers={"Idempotency-Key": f"decide-{key}-0123456789"},
            )

        assert decide(first, "a", act="ask").status_code == 422
        assert decide(first, "b", act="ask", reason="ยอดของระบบเดิมรวมเงินเพิ่ม").status_code == 200
        assert decide(first, "c", act="accept").status_code == 422
        assert decide(second, "d", act="accept").json()["status"] == "loading"
        assert decide(second, "d", act="accept").json()["status"] == "loading"  # answered again
        assert decide(second, "e", act="refuse").status_code == 422
