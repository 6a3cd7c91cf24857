"""A filed month is changed on a phone: one wage, the difference for the person, the bill; then all of it taken back."""

import pytest

from portal.demo.people import FACTORY_ACCOUNT
from tests.browser.album import DESK
from tests.browser.test_filing import DIRECTOR, FACTORY, upload
from tests.stories.world import settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_wage_is_changed_on_a_phone_and_the_filing_taken_back(someone):
    boss = someone(DIRECTOR)
    upload(boss, "1-10_utf8_2569-06.txt")
    boss.press("ให้เงินรอการขึ้นทะเบียน")
    filing = boss.path
    boss.follow("ดูยอดแล้วยื่น").pick("ข้าพเจ้ายืนยัน").press("ยื่นแบบ สปส.1-10")
    settle_everything()

    boss.go(filing).follow("แก้ค่าจ้างของคนในงวดนี้").look("9-change-people")
    wages = boss.page.locator("input[name^='wage:']")
    wages.first.fill("หนึ่งหมื่น")
    boss.press("ดูผลต่าง").sees("ต้องเป็น 0 ถึง 10,000,000 บาท").look("9-change-refused")
    wages.first.fill("17,000")
    boss.press("ดูผลต่าง").sees("เปลี่ยน 1 คน").look("9-change-difference")
    boss.press("ยื่นแก้ไข").sees("ยืนยันก่อนยื่น")
    boss.pick("ข้าพเจ้ายืนยัน").press("ยื่นแก้ไข").sees("ยื่นแก้ไขแล้ว")
    boss.go(filing).sees("นายจ้างยื่นแก้ไข").look("9-changed")

    boss.follow("ถอนแบบนี้").look("9-withdraw").press("ถอนแบบ").sees("ถอนเพราะอะไร")
    boss.page.locator("#id_reason").fill("ยื่นผิดงวด")
    boss.press("ถอนแบบ").sees("ถอนแบบแล้ว")
    boss.go(f"/employer/{FACTORY_ACCOUNT}/refunds/").sees("ไม่มีเงินที่ต้องคืน").look("9-refunds-none")
    assert FACTORY in boss.path


def test_the_pages_on_a_desk(someone):
    boss = someone(DIRECTOR, DESK)
    upload(boss, "1-10_utf8_2569-06.txt")
    boss.press("ให้เงินรอการขึ้นทะเบียน")
    filing = boss.path
    boss.follow("ดูยอดแล้วยื่น").pick("ข้าพเจ้ายืนยัน").press("ยื่นแบบ สปส.1-10")
    boss.go(filing).follow("แก้ค่าจ้างของคนในงวดนี้").look("9-change-people-desk")
    boss.page.locator("input[name^='wage:']").first.fill("0")
    boss.press("ดูผลต่าง").look("9-change-difference-desk")
