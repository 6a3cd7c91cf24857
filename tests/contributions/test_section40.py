"""Section 40 on the pages and over the API: enter, change the option, give it up, and a job that begins."""

from datetime import date

import pytest
import time_machine

from contributions.services import section40
from registration.models import Coverage
from registration.public import coverage_on, leave
from sso_core.audit.models import Event
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.models import Message
from tests.registration.factories import enrolled, make_employer, make_person

pytestmark = pytest.mark.django_db
PAGE = "/me/section40/"
ENTER = {"option": "2", "declare": "on"}


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def vendor():
    return make_person(birth_date=date(1990, 1, 1))


@pytest.fixture
def page(as_member, vendor):
    return as_member(vendor)


def text(response):
    return response.content.decode()


def held(person):
    rows = Coverage.objects.filter(person=person, section=40).order_by("starts_on")
    return list(rows.values_list("option", "starts_on", "ends_on", "end_reason"))


class TestEntering:
    def test_every_option_with_its_price_and_what_it_insures(self, page):
        shown = text(page.get(PAGE))
        for words in ("70.00", "100.00", "300.00", "150.00", "สงเคราะห์บุตร", "ไม่ใช่ข้าราชการ"):
            assert words in shown

    def test_from_today(self, page, vendor):
        shown = text(page.post(PAGE, ENTER, follow=True))
        assert "มาตรา 40 ของฉัน" in shown
        assert held(vendor) == [(2, date(2026, 7, 10), None, "")]
        assert coverage_on(vendor.pk, date(2026, 7, 10)).section == 40
        assert Message.objects.filter(subject=f"person:{vendor.pk}").count() == 1

    def test_twice_is_once(self, page, vendor):
        page.post(PAGE, ENTER)
        assert page.post(PAGE, ENTER).status_code == 302
        assert len(held(vendor)) == 1

    @pytest.mark.parametrize("told", [{"option": "2"}, {"declare": "on"}, {"option": "4", "declare": "on"}])
    def test_a_form_that_is_not_whole(self, page, vendor, told):
        assert page.post(PAGE, told).status_code == 422
        assert held(vendor) == []

    def test_too_old(self, as_member):
        person = make_person(birth_date=date(1955, 1, 1))
        client = as_member(person)
        assert "ยังสมัครไม่ได้" in text(client.get(PAGE))
        refused = client.post(PAGE, ENTER)
        assert refused.status_code == 422
        assert "อายุ 15 ถึง 65 ปี" in text(refused)
        assert held(person) == []

    def test_not_beside_a_job(self, page, vendor):
        enrolled(vendor, make_employer(), date(2026, 7, 1))
        assert "เป็นมาตรา 33 อยู่" in text(page.get(PAGE))
        assert page.post(PAGE, ENTER).status_code == 422


class TestChange:
    @pytest.fixture(autouse=True)
    def _entered(self, page):
        page.post(PAGE, ENTER)

    def test_from_the_first_of_next_month(self, page, vendor):
        shown = text(page.post(f"{PAGE}change/", {"option": "3"}, follow=True))
        assert "เปลี่ยนเป็นทางเลือก 3" in shown
        assert held(vendor) == [
            (2, date(2026, 7, 10), date(2026, 7, 31), "option"),
            (3, date(2026, 8, 1), None, ""),
        ]
        assert coverage_on(vendor.pk, date(2026, 7, 31)).option == 2
        assert coverage_on(vendor.pk, date(2026, 8, 1)).option == 3

    def test_again_changes_nothing_and_another_is_refused(self, page, vendor):
        page.post(f"{PAGE}change/", {"option": "3"})
        assert page.post(f"{PAGE}change/", {"option": "3"}).status_code == 302
        refused = page.post(f"{PAGE}change/", {"option": "1"})
        assert refused.status_code == 422
        assert "ปีละ 1 ครั้ง" in text(refused)
        assert len(held(vendor)) == 2

    def test_the_option_held_is_not_offered(self, page):
        assert 'value="2"' not in text(page.get(f"{PAGE}change/"))
        assert page.post(f"{PAGE}change/", {"option": "2"}).status_code == 422

    def test_giving_up_takes_the_coming_option_along(self, page, vendor):
        page.post(f"{PAGE}change/", {"option": "3"})
        page.post(f"{PAGE}resign/")
        assert held(vendor) == [(2, date(2026, 7, 10), date(2026, 7, 10), "resigned")]
        assert Event.objects.filter(verb="section40_resigned", subject=f"person:{vendor.pk}").exists()
        assert page.get(f"{PAGE}resign/").status_code == 302

    def test_a_job_ends_it_and_after_the_job_it_is_open_again(self, page, vendor):
        employer = make_employer()
        with time_machine.travel("2026-07-20T03:00:00Z", tick=True):
            enrolled(vendor, employer, date(2026, 7, 15))
            assert held(vendor) == [(2, date(2026, 7, 10), date(2026, 7, 14), "became33")]
            leave(employer.account_no, vendor.national_id, last_day=date(2026, 7, 18), reason="1", by=SYSTEM)
        told = Message.objects.filter(subject=f"person:{vendor.pk}").order_by("-pk").first()
        assert "ออกจากงาน" in told.title
        with time_machine.travel("2026-07-21T03:00:00Z", tick=True):
            section40.apply(vendor.pk, 2, excluded=False, by=SYSTEM)
        assert held(vendor)[-1] == (2, date(2026, 7, 21), None, "")


def test_section_39_takes_the_place_of_section_40(vendor):
    from registration.services import coverage

    coverage.begin(vendor.pk, section=40, on=date(2026, 6, 1), option=1)
    coverage.begin(vendor.pk, section=39, on=date(2026, 7, 1))
    assert held(vendor) == [(1, date(2026, 6, 1), date(2026, 6, 30), "became39")]


class TestApi:
    def post(self, client, path, body, key="key-00001"):
        return client.post(
            f"/api/v1/me/section40{path}", body, content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    def test_a_life_in_section_40(self, page, vendor):
        found = page.get("/api/v1/me/section40").json()
        assert found["may_apply"] is True
        assert found["options"][0]["member"] == "70.00"
        made = self.post(page, "", {"option": 1, "declares_not_excluded": True})
        assert made.json()["option"] == 1
        changed = self.post(page, "/option", {"option": 3}, "key-00002").json()
        assert (changed["coming_option"], changed["coming_since"]) == (3, "2026-08-01")
        assert (
            self.post(page, "/resign", {}, "key-00003").json()["option"] is None
            or held(vendor)[0][3] == "resigned"
        )

    def test_what_is_refused(self, page, vendor):
        refused = self.post(page, "", {"option": 1, "declares_not_excluded": False})
        assert refused.status_code == 422
        assert (
            self.post(page, "", {"option": 9, "declares_not_excluded": True}, "key-00002").status_code == 400
        )
        assert self.post(page, "/resign", {}, "key-00003").status_code == 422
        assert page.post("/api/v1/me/section40", {}).status_code == 400
        assert held(vendor) == []
