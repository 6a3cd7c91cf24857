"""A month typed on a phone, submitted, and taken over for the next one."""

import pytest

from portal.demo.people import FACTORY_ACCOUNT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTOR = "1990000000078"
FILINGS = f"/employer/{FACTORY_ACCOUNT}/filings/"


def begin(boss, month: str, start: str):
    boss.go(f"{FILINGS}type/")
    boss.page.locator("#id_period_0").select_option(month)
    boss.page.locator("#id_period_1").fill("2569")
    boss.page.locator(f"input[name=start][value={start}]").check()
    boss.press("เริ่มกรอก")


def fill_open_wages(boss, wage: str) -> None:
    """Every open wage of every page, as somebody types them."""
    for _page in range(10):
        for box in boss.page.locator("input[name^=wage_]").all():
            if not box.input_value():
                box.fill(wage)
        last = boss.page.get_by_role("button", name="บันทึกและตรวจ").count()
        boss.press("บันทึกและตรวจ" if last else "บันทึกและไปหน้าถัดไป")
        if last:
            return


def test_a_month_is_typed_on_a_phone_and_taken_over(someone):
    boss = someone(DIRECTOR)
    begin(boss, "6", "register")
    boss.sees("กรอกค่าจ้าง มิถุนายน 2569").look("3-typing")
    sheet = boss.path
    boss.page.locator("input[name^=wage_]").first.fill("15,00o")
    boss.page.locator("form[novalidate] button.govuk-button").first.click()
    boss.sees("ไม่ใช่ตัวเลข").look("3-typing-wrong")
    boss.page.locator("input[name^=wage_]").first.fill("15,000")
    boss.press("บันทึกไว้ทำต่อภายหลัง").sees("ทำต่อได้จากเครื่องใดก็ได้", "เก็บไว้ถึง").look("3-drafts")
    boss.go(sheet)
    fill_open_wages(boss, "12,500")
    boss.sees("ผลตรวจ").look("3-typed-result")
    boss.follow("ใบสรุปยอดตามสาขา").look("3-summary").page.go_back()
    boss.page.get_by_role("link", name="ดูยอดแล้วยื่น").click()
    boss.pick("ข้าพเจ้ายืนยัน").press("ยื่นแบบ สปส.1-10").sees("ยอดที่ประเมิน").look("3-typed-submitted")
    boss.go(f"{FILINGS}calendar/").sees("ยื่นแล้ว ยังไม่ชำระ").look("3-deadlines")

    begin(boss, "7", "last")
    boss.sees("คัดลอกจากงวด มิถุนายน 2569").look("3-taken-over")
    assert boss.page.locator("input[name^=wage_]").first.input_value() == "15,000.00"
