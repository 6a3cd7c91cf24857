"""Step 3 in the browser: a month is filed, mended, submitted and paid; money of a stranger waits for the enrolment."""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from portal.demo.people import FACTORY_ACCOUNT
from sso_core.kernel import promptpay
from tests.browser.album import DESK
from tests.stories.world import SAMPLES, settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTOR = "1990000000078"
FACTORY = f"/employer/{FACTORY_ACCOUNT}"
PAID_AT = "2026-11-23T10:00:00+07:00"


def upload(boss, name: str, content: bytes | None = None):
    boss.go(f"{FACTORY}/filings/upload/")
    boss.page.locator("#id_period_0").select_option("6")
    boss.page.locator("#id_period_1").fill("2569")
    return boss.attach(name, (SAMPLES / name).read_bytes() if content is None else content).press("ตรวจไฟล์")


def pay_as_shown(boss, simulators) -> str:
    """Read the bill as a person would and pay by its QR; the total."""
    ref1 = re.search(r"Ref\. 1\s+(\S+)", boss.text)[1]
    ref2 = re.search(r"Ref\. 2\s+(\S+)", boss.text)[1]
    total = re.search(r"ต้องชำระ \(บาท\)\s+([\d,.]+)", boss.text)[1]
    amount = Decimal(total.replace(",", ""))
    simulators.pay(qr=promptpay.bill_payment(settings.BILLER_ID, ref1, ref2, amount), paid_at=PAID_AT)
    settle_everything()
    return total


def test_a_month_with_two_strangers_is_filed_paid_and_settled(someone, simulators):
    boss = someone(DIRECTOR, DESK).go(f"{FACTORY}/").look("3-employer-home")
    boss.go(f"{FACTORY}/staff/").look("3-staff")
    boss.go(f"{FACTORY}/filings/").look("3-filings-none")
    boss.go(f"{FACTORY}/filings/upload/").look("3-upload")
    upload(boss, "1-10_utf8_2569-06.txt")
    boss.sees("10 คน", "2 คนยังไม่ขึ้นทะเบียนกับคุณ").look("3-result-strangers")
    filing = boss.path

    boss.follow("ขึ้นทะเบียนจากแบบนี้").look("3-enrol-from-line")
    boss.page.locator("input[name=people]").last.uncheck()
    boss.press("ขึ้นทะเบียน").sees("ขึ้นทะเบียนแล้ว 1 คน", "1 คนยังไม่ขึ้นทะเบียนกับคุณ")
    boss.press("ให้เงินรอการขึ้นทะเบียน").look("3-result-waiting")
    boss.follow("ดูยอดแล้วยื่น").sees("เงินเพิ่มเพราะช้ากว่ากำหนด").look("3-submit")
    boss.press("ยื่นแบบ สปส.1-10").sees("ยืนยันก่อนยื่น")
    boss.pick("ข้าพเจ้ายืนยัน").press("ยื่นแบบ สปส.1-10")
    settle_everything()
    boss.go(filing).sees("เงินที่รอการขึ้นทะเบียน").look("3-submitted")

    boss.follow(re.compile(r"^ชำระ [\d,.]+ บาท$")).sees("Ref. 1", "Ref. 2", "ช้ากว่ากำหนด").look("3-bill")
    assert boss.page.locator(".qr > svg").count() == boss.page.locator(".barcode-box svg").count() == 1
    slip = boss.paper("ใบแจ้งชำระ (PDF)", "3-slip")
    bill, total = boss.path, pay_as_shown(boss, simulators)
    assert total in slip
    boss.go(bill).sees("ชำระแล้ว").look("3-bill-paid")
    assert total in boss.paper("ใบเสร็จ", "3-receipt")
    boss.go(f"{FACTORY}/filings/").look("3-filings")

    boss.go(filing).follow("ขึ้นทะเบียนลูกจ้าง")
    boss.fill("เลขประจำตัวประชาชน", "1496405215771").fill("นามสกุล", _family_name("1496405215771"))
    boss.page.locator("#id_first_name").fill("พงศ์")
    boss.fill_date("starts_on", "1", "6", "2569").press("ขึ้นทะเบียนคนนี้").sees("ขึ้นทะเบียนแล้ว")
    settle_everything()
    boss.go(filing).sees("ขึ้นทะเบียนแล้ว")
    assert "รอขึ้นทะเบียน" not in boss.text


def _family_name(national_id: str) -> str:
    from integrations.simulators.data import person

    return str(person(national_id)["last_name"])


def test_faults_are_told_line_by_line_and_broken_files_at_once(someone):
    boss = someone(DIRECTOR)
    upload(boss, "1-10_faults_2569-06.txt").sees("หลักสุดท้ายควรเป็น 7", "ซ้ำกับบรรทัด 17").look("3-faults")
    faulty = boss.path
    boss.main.get_by_role("link", name="แก้แถวนี้ แถว 25").click()
    boss.look("3-line").press("บันทึกและตรวจใหม่").look("3-line-still-wrong")
    wrong = boss.page.locator("#id_national_id").input_value()
    boss.page.locator("#id_national_id").fill(f"{wrong[:12]}7")
    boss.press("บันทึกและตรวจใหม่").sees("แถว 25 ผ่านแล้ว")
    boss.press("ตัด 1 คนที่ต้องแก้ออกก่อน").look("3-faults-left")
    boss.sees("ดูยอดแล้วยื่น 24 คน")
    assert boss.path == faulty

    upload(boss, "1-10_clean_2569-06.xlsx").sees("25 คน", "17,455.00")
    upload(boss, "1-10_clean_2569-06.xlsx").sees("ไฟล์นี้ส่งมาแล้ว เราเปิดรายการเดิมให้").look("3-same-file-twice")

    upload(boss, "รูป.jpg", b"\xff\xd8\xff\xe0 not a filing").look("3-upload-wrong-kind")
    assert boss.path == f"{FACTORY}/filings/upload/"
    upload(boss, "ว่าง.txt", b"").look("3-upload-empty")
    assert boss.path == f"{FACTORY}/filings/upload/"
    upload(boss, "ขาด.txt", (SAMPLES / "1-10_clean_2569-06.txt").read_bytes()[:700]).look("3-upload-cut")
    upload(boss, "พัง.xlsx", b"PK\x03\x04 broken").look("3-upload-broken-excel")
    assert "ดูยอดแล้วยื่น" not in boss.text
