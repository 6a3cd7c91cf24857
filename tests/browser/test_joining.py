"""Steps 1 and 2 in the browser: an employer joins, a second person is given rights, staff are enrolled."""

from io import BytesIO

import openpyxl
import pytest

from integrations.simulators.data import by_role, companies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTOR, SECOND = "1990000000078", "1990000000086"
NEWCOMERS = by_role("newcomer")
INSURED_ELSEWHERE = by_role("member138")[0]


def apply(boss) -> str:
    """The three questions of form 1-01; the reference of the application."""
    company = companies()[3]
    boss.go("/register-employer/").look("1-join-number")
    boss.fill("เลขนิติบุคคล 13 หลัก", "0905569000049").press("ดำเนินการต่อ").look("1-join-number-wrong")
    boss.fill("เลขนิติบุคคล 13 หลัก", "๐-๙๐๕๕-๖๙๐๐๐-๐๔-๘").press("ดำเนินการต่อ")
    boss.sees(company["name_th"], "ตรวจกับทะเบียนแล้ว").look("1-join-details")
    boss.fill("อีเมลของนายจ้าง", "hr@new.example.co.th").fill("โทรศัพท์ของนายจ้าง", "081 234 5678")
    boss.fill_date("first_employee_on", "2", "11", "2569").fill("ลูกจ้างทั้งหมดกี่คน", "๓")
    boss.press("ดำเนินการต่อ").sees("2 พ.ย. 2569", "จาก DBD").look("1-join-check")
    boss.press("ส่งคำขอขึ้นทะเบียน").sees("รับคำขอแล้ว").look("1-join-received")
    return boss.path.strip("/").rpartition("/")[2]


def enrol(clerk, account, one, *, wage="15000"):
    clerk.go(f"/employer/{account}/staff/new/").fill("เลขประจำตัวประชาชน", one["national_id"])
    clerk.page.locator("#id_title_code").select_option(one["title_code"])
    clerk.page.locator("#id_first_name").fill(one["first_name"])
    clerk.fill("นามสกุล", one["last_name"]).fill_date("starts_on", "2", "11", "2569")
    return clerk.fill("ค่าจ้างต่อเดือน", wage).press("ขึ้นทะเบียนคนนี้")


def staff_file(clerk, account) -> bytes:
    """The template as the site gives it, filled with two people, one of whom does not exist."""
    answer = clerk.context.request.get(f"{clerk.base}/employer/{account}/staff/template.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.body()))
    sheet = book.worksheets[0]
    for row, number in ((2, NEWCOMERS[2]["national_id"]), (3, "1990000000125")):
        told = (number, NEWCOMERS[2]["title"], NEWCOMERS[2]["first_name"], NEWCOMERS[2]["last_name"])
        for column, value in enumerate((*told, "", "02/11/2569", "14000"), 1):
            sheet.cell(row, column, value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_employer_joins_and_enrols_its_staff(someone, office):
    boss = someone(DIRECTOR)
    reference = apply(boss)
    office.decide(reference, "ตรวจกับกรมพัฒนาธุรกิจการค้าแล้ว", shots="1-join")
    boss.go(f"/register-employer/{reference}/").sees("ขึ้นทะเบียนนายจ้างแล้ว").look("1-join-approved")
    boss.go("/employer/").look("1-choose-employer")
    boss.follow(companies()[3]["name_th"]).look("1-employer-home-new")
    account = boss.path.split("/")[2]

    boss.go(f"/employer/{account}/people/")
    boss.fill("เลขประจำตัวหรือชื่อผู้ใช้ของคนที่จะทำแทน", SECOND).pick("ยื่นแบบ ขึ้นทะเบียน และชำระ")
    boss.press("ให้สิทธิ").sees("ให้สิทธิแล้ว").look("1-delegates")
    boss.go(f"/employer/{account}/inbox/").look("1-employer-inbox")

    clerk = someone(SECOND).go(f"/employer/{account}/staff/").look("2-staff-empty")
    clerk.go(f"/employer/{account}/staff/new/").look("2-enrol")
    enrol(clerk, account, {**NEWCOMERS[1], "first_name": "ไม่ตรง"}).look("2-enrol-wrong-name")
    enrol(clerk, account, NEWCOMERS[1]).sees("ขึ้นทะเบียนแล้ว", "คุ้มครองตั้งแต่ 2 พ.ย. 2569")
    enrol(clerk, account, INSURED_ELSEWHERE).sees(INSURED_ELSEWHERE["first_name"]).look(
        "2-enrolled-elsewhere"
    )
    clerk.go(f"/employer/{account}/staff/upload/").look("2-enrol-upload")
    clerk.attach("พนักงาน.xlsx", staff_file(clerk, account)).press("ตรวจ").look("2-enrol-result")
    clerk.main.locator("form[method=post] button").first.click()
    clerk.sees("บันทึกแล้ว 1 คน").look("2-enrol-kept")
    clerk.follow("ดูลูกจ้างทั้งหมด").look("2-staff")


def test_the_company_register_is_silent_and_the_application_is_kept(someone, simulators):
    simulators.stop("dbd")
    boss = someone(DIRECTOR)
    boss.go("/register-employer/").fill("เลขนิติบุคคล 13 หลัก", companies()[3]["juristic_id"])
    boss.press("ดำเนินการต่อ").sees("ทะเบียนยังไม่ตอบ กรอกต่อได้เลย").look("1-join-register-silent")
    boss.fill("ชื่อนายจ้าง", "บริษัท เพิ่งตั้งใหม่ จำกัด").fill("ที่อยู่สำนักงานใหญ่", "1 ถนนสงขลา")
    boss.page.locator("#id_province").select_option("90")
    boss.fill("อีเมลของนายจ้าง", "hr@new.example.co.th").fill("โทรศัพท์ของนายจ้าง", "0812345678")
    boss.fill_date("first_employee_on", "2", "11", "2569").fill("ลูกจ้างทั้งหมดกี่คน", "3")
    boss.press("ดำเนินการต่อ").press("ส่งคำขอขึ้นทะเบียน")
    boss.sees("รับคำขอแล้ว", "เราเก็บคำขอไว้และตรวจให้เอง").look("1-join-received-unchecked")
