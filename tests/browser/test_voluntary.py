"""Section 40 on a phone: pay by QR, several months at once, an extra saving, a standing debit, its file and answer."""

import pytest

from contributions.services.debiting import start_debit_run
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from tests.browser.album import DESK
from tests.browser.test_filing import pay_as_shown
from tests.stories.world import settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VENDOR = "1990000000027"


def test_a_vendor_pays_section_40_and_lets_the_bank_pay(someone, simulators):
    member = someone(VENDOR).go("/me/section40/")
    member.pick("ทางเลือก 2").pick("ฉันไม่ใช่ข้าราชการ").press("สมัครมาตรา 40 วันนี้")
    member.sees("จ่ายเดือน", "100.00").look("9-section40-bill")
    assert pay_as_shown(member, simulators) == "100.00"
    member.go("/me/section40/").sees("เดือนนี้จ่ายแล้ว").look("9-section40-paid")

    member.follow("จ่ายหลายเดือน").look("9-pay-months").pick("3 เดือน").press("ดูคิวอาร์")
    member.sees("จ่าย 3 เดือน", "300.00").look("9-pay-group")
    assert "300.00" in member.paper("ใบแจ้งชำระ (PDF)", "9-group-slip")
    group = member.path
    assert pay_as_shown(member, simulators) == "300.00"
    member.go(group).sees("จ่ายครบแล้ว").look("9-pay-group-paid")
    member.go("/me/contributions/").sees("มาตรา 40", "จ่ายล่วงหน้าแล้ว").look("9-account-section40")

    member.go("/me/section40/").follow("ออมเพิ่ม").look("9-saving")
    member.fill("ออมเพิ่มเดือนนี้", "500").press("ดูคิวอาร์").sees("500.00").look("9-saving-bill")
    set_up_a_standing_debit(member)
    clerk = someone("finance", DESK).go("/office/debits/").look("9-office-debits-none")
    run = start_debit_run(by=SYSTEM)
    work(run.pk)
    settle_everything()
    member.go("/me/debit/").sees("ใช้อยู่").look("9-debit-active")
    clerk.go("/office/debits/").look("9-office-debits")
    member.follow("เลิกหักบัญชี").look("9-debit-stop").press("เลิกหักบัญชี").sees("เลิกหักบัญชีแล้ว")


def set_up_a_standing_debit(member):
    member.go("/me/debit/").look("9-debit-none").press("ตั้งหักบัญชี").look("9-debit-form")
    member.press("ส่งให้ธนาคารยืนยัน").look("9-debit-form-empty")
    member.page.locator("#id_bank_code").select_option("006")
    member.fill("เลขบัญชี", "123-4-56789-0").pick("ยอมให้หัก").press("ส่งให้ธนาคารยืนยัน")
    member.sees("รอธนาคารยืนยัน").look("9-debit-asked")
