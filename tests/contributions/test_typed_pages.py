"""The pages on which a month is typed, and the list of what was begun."""

import pytest
import time_machine

from contributions.models import Filing, TypedLine
from registration.models import Employment
from tests.contributions.factories import employ, make_employer, make_person
from tests.contributions.filings import national_id
from tests.contributions.test_pages import BASE, text
from tests.contributions.test_typed import other_branch

pytestmark = pytest.mark.django_db
MONTH = {"period_0": "6", "period_1": "2569", "start": "register"}


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def staff():
    make_employer()
    for n in range(1, 24):
        employ(make_person(national_id(n), "ธนา", f"ใจดี{'ก' * n}"))


def begun(clerk, **changes: str) -> Filing:
    clerk.post(f"{BASE}type/", MONTH | changes)
    return Filing.objects.get()


def answers(filing: Filing, *, page: int = 1, wage: str = "15,000") -> dict[str, str]:
    rows = filing.typed.order_by("branch_no", "line")[(page - 1) * 20 : page * 20]
    return {f"wage_{row.line}": wage for row in rows}


class TestTyping:
    def test_from_the_first_page_to_the_result(self, staff, clerk):
        filing = begun(clerk)
        sheet = f"{BASE}{filing.pk}/type/"
        assert "23 คน ยังไม่ได้กรอก 23 คน" in text(clerk.get(sheet))
        sent = clerk.post(sheet, answers(filing))
        assert sent["Location"] == f"{sheet}?page=2"
        page = text(clerk.get(sheet))
        assert "750.00" in page
        assert "15,000.00" in page
        sent = clerk.post(f"{sheet}?page=2", answers(filing, page=2, wage="๑๖,๐๐๐"))
        assert sent["Location"] == f"{BASE}{filing.pk}/"
        page = text(clerk.get(sent["Location"]))
        assert "ผลตรวจ 23 คน" in page
        assert "กลับไปกรอกค่าจ้าง" in page

    def test_who_is_left_open_is_led_back_to(self, staff, clerk):
        filing = begun(clerk)
        sheet = f"{BASE}{filing.pk}/type/"
        clerk.post(sheet, answers(filing) | {"wage_3": ""})
        sent = clerk.post(f"{sheet}?page=2", answers(filing, page=2), follow=True)
        assert "ยังเหลือ 1 คนที่ไม่ได้กรอกค่าจ้าง" in text(sent)
        clerk.post(sheet, answers(filing) | {"wage_3": "", "none_3": "on"})
        assert TypedLine.objects.get(line=3).wage == 0

    def test_a_wrong_wage_stands_at_its_person_and_nothing_is_saved(self, staff, clerk):
        filing = begun(clerk)
        page = clerk.post(f"{BASE}{filing.pk}/type/", answers(filing) | {"wage_2": "15,00o"})
        assert page.status_code == 422
        assert "ไม่ใช่ตัวเลข" in page.content.decode()
        assert 'href="#id_wage_2"' in page.content.decode()
        assert not TypedLine.objects.exclude(wage=None).exists()

    def test_what_another_typed_meanwhile_is_not_lost(self, staff, clerk):
        filing = begun(clerk)
        sheet = f"{BASE}{filing.pk}/type/"
        clerk.post(sheet, answers(filing))
        late = clerk.post(sheet, answers(filing, wage="9,999"))  # typed on a page that showed no wages
        assert late.status_code == 422
        assert "มีคนแก้ค่าจ้าง" in late.content.decode()
        assert TypedLine.objects.get(line=1).wage == 15_000

    def test_saved_for_later_it_is_listed_with_its_day(self, staff, clerk):
        filing = begun(clerk)
        sent = clerk.post(f"{BASE}{filing.pk}/type/", answers(filing) | {"later": "1"}, follow=True)
        page = text(sent)
        assert "ทำต่อได้จากเครื่องใดก็ได้" in page
        assert "8 ก.ย. 2569" in page
        assert f"{BASE}{filing.pk}/type/" in page
        clerk.post(f"{BASE}{filing.pk}/change/", {"act": "discard"})
        assert "ยังไม่เคยยื่น" in text(clerk.get(BASE))
        assert clerk.get(f"{BASE}{filing.pk}/type/").status_code == 302

    def test_begun_twice_it_is_one(self, staff, clerk):
        begun(clerk)
        assert "กรอกค้างไว้" in text(clerk.post(f"{BASE}type/", MONTH, follow=True))
        assert Filing.objects.count() == 1

    def test_a_month_that_is_not_yet_and_one_without_a_month_before(self, staff, clerk):
        page = clerk.post(f"{BASE}type/", MONTH | {"period_0": "9"})
        assert (page.status_code, "ยังมาไม่ถึง" in page.content.decode()) == (422, True)
        page = clerk.post(f"{BASE}type/", MONTH | {"start": "last"})
        assert "ยังไม่มีงวดก่อนหน้า" in page.content.decode()

    def test_last_month_again(self, staff, clerk):
        filing = begun(clerk)
        for number in (1, 2):
            clerk.post(f"{BASE}{filing.pk}/type/?page={number}", answers(filing, page=number))
        page = text(clerk.get(f"{BASE}{filing.pk}/submit/"))
        assert "34,500.00" in page
        clerk.post(f"{BASE}{filing.pk}/submit/", {"seen_total": "34500.00", "confirmed": "on"})
        Employment.objects.filter(person__national_id=national_id(2)).update(
            ends_on="2026-06-30", reason="1", leave_reported_on="2026-06-30"
        )
        sent = clerk.post(f"{BASE}type/", MONTH | {"period_0": "7", "start": "last"}, follow=True)
        page = text(sent)
        assert "คัดลอกจากงวด มิถุนายน 2569" in page
        assert "ตัดออกเพราะไม่ได้ทำงานแล้ว: ธนา ใจดีกก" in page
        assert "22 คน ยังไม่ได้กรอก 0 คน" in page

    def test_a_person_more(self, staff, clerk):
        filing = begun(clerk)
        path = f"{BASE}{filing.pk}/type/add/"
        assert "เพิ่มคนนี้" in text(clerk.get(path))
        wrong = clerk.post(path, {"national_id": "1", "title_code": "003", "branch_no": "000000"})
        assert (wrong.status_code, TypedLine.objects.count()) == (422, 23)
        right = {"national_id": national_id(50), "title_code": "003", "first_name": "มา", "last_name": "ใหม่",
                 "branch_no": "000000", "wage": "9000"}  # fmt: skip
        assert clerk.post(path, right).status_code == 302
        assert "ยังไม่ขึ้นทะเบียนกับคุณ" in text(clerk.get(f"{BASE}{filing.pk}/"))

    def test_branches_are_asked_where_there_are_several(self, staff, clerk):
        assert "สปส.1-10/1" not in text(clerk.get(f"{BASE}type/"))
        other_branch()
        assert "สปส.1-10/1" in text(clerk.get(f"{BASE}type/"))
        filing = begun(clerk, branch_no="000001")
        assert "ไม่มีลูกจ้างของงวดนี้" in text(clerk.get(f"{BASE}{filing.pk}/type/"))

    def test_others_see_nothing(self, staff, clerk, stranger):
        filing = begun(clerk)
        for path in (f"{BASE}type/", f"{BASE}{filing.pk}/type/", f"{BASE}{filing.pk}/type/add/"):
            assert stranger.get(path).status_code == 404
        assert stranger.post(f"/employer/2000000013/filings/{filing.pk}/type/", {}).status_code == 404
