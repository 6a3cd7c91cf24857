"""Steps 6 and 7 in the browser: leaving, going on under Section 39, resigning; pension and lump sum."""

import pytest

from benefits import public as benefits
from sso_core.batch.public import work
from tests.browser.test_filing import pay_as_shown
from tests.stories.world import settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMBER, HR = "1990000000019", "1990000000094"
PENSIONER, LUMP_SUM = "1990000000027", "1990000000035"


def test_a_leaver_goes_on_under_section_39_and_resigns(someone, simulators):
    clerk = someone(HR).go("/employer/").follow("ดูทั้งหมด")
    clerk.main.get_by_role("link", name="แจ้งออก นางสาวปาณิสรา แก้วมณีวงศ์").click()
    clerk.look("6-leave").press("แจ้งออก").look("6-leave-empty")
    clerk.fill_date("last_day", "20", "11", "2569").pick("ลาออก").press("แจ้งออก")
    clerk.sees("แจ้งออกแล้ว", "20 พ.ย. 2569").look("6-staff-after")
    settle_everything()

    member = someone(MEMBER).go("/me/").look("6-home-left").go("/me/section39/").look("6-section39-offer")
    member.press("สมัครมาตรา 39").sees("432.00").look("6-section39-bill")
    assert "432.00" in member.paper("ใบแจ้งชำระ (PDF)", "6-slip")
    assert pay_as_shown(member, simulators) == "432.00"
    member.go("/me/section39/").sees("จ่ายแล้ว").look("6-section39-paid")
    member.follow("ลาออกจากมาตรา 39").look("6-section39-resign").press("ลาออกวันนี้").look("6-resigned")
    member.go("/me/profile/").sees("มาตรา 39", "20 พ.ย. 2569").look("6-profile")


def test_a_pension_is_paid_every_month_and_a_lump_sum_once(someone, office):
    claim_pension(someone(PENSIONER), office)
    claim_lump_sum(someone(LUMP_SUM), office)


def claim_pension(member, office):
    member.go("/me/claims/old-age/").sees("3,536.25").look("7-pension")
    member.pick("ข้อมูลนี้เป็นความจริง").press("ส่งคำขอรับเงินชราภาพ").look("7-pension-done")
    reference = member.path.strip("/").split("/")[2]
    office.decide(reference, "ครบ 180 เดือน อายุครบ 55 ปี")
    maker = office["maker"].go("/office/pensions/").look("7-pensions")
    maker.page.locator("#id_period_0").select_option("11")
    maker.page.locator("#id_period_1").fill("2569")
    maker.press("เริ่มรอบจ่ายบำนาญ").look("7-run-started")
    run = maker.path
    work(int(run.strip("/").rpartition("/")[2]))
    maker.go(run).look("7-run-done").go("/office/batches/").look("7-runs")
    office["finance"].go("/office/finance/orders/approve/").look("7-approvals")
    office.pay_out()
    member.go("/me/rights/").sees("3,536.25", "พ.ย. 2569 3,536.25").look("7-rights-with-pension")


def claim_lump_sum(member, office):
    """Its yearly returns are entered by the officer before anybody can decide."""
    member.go("/me/claims/old-age/").sees("ยังไม่คิด").look("7-lump-sum")
    member.pick("ข้อมูลนี้เป็นความจริง").press("ส่งคำขอรับเงินชราภาพ")
    reference = member.path.strip("/").split("/")[2]
    maker = office["maker"].go(f"/office/cases/{reference}/").look("7-lump-sum-case").follow("ระบุยอด")
    maker.look("7-returns").page.locator("#id_returns").fill("1,234.50")
    maker.press("บันทึกและคิดเงินใหม่")
    office.decide(reference, "ครบ")
    office.pay_out()
    assert benefits.claim(reference).pay_state == "paid"


def test_who_works_for_herself_enters_section_40(someone):
    member = someone(PENSIONER).go("/me/").follow("ดูว่าคุ้มครองอะไร").look("8-insurance-after")
    member.follow("มาตรา 40").look("8-section40-offer").press("สมัครมาตรา 40 วันนี้").look("8-section40-empty")
    member.pick("ทางเลือก 2").pick("ฉันไม่ใช่ข้าราชการ").press("สมัครมาตรา 40 วันนี้")
    member.sees("มาตรา 40 ของฉัน", "คุ้มครองตั้งแต่ 23 พ.ย. 2569").look("8-section40")
    assert "ทางเลือก 2" in member.press_for_paper("หนังสืออนุมัติ (PDF)", "8-approval")
    member.follow("เปลี่ยนทางเลือก").look("8-section40-change")
    member.pick("ทางเลือก 3").press("เปลี่ยนทางเลือก")
    member.sees("เปลี่ยนเป็นทางเลือก 3 ตั้งแต่ 1 ธันวาคม 2569").look("8-section40-changed")
    member.go("/me/insurance/").sees("คุ้มครองอยู่", "มาตรา 40 ทางเลือก 2").look("8-insurance")
    assert "มาตรา 40" in member.press_for_paper("ออกหนังสือรับรอง (PDF)", "8-certificate")
    member.fill_date("on", "1", "12", "2569").press("ดูวันนั้น").sees("ทางเลือก 3").look("8-insurance-later")
    member.go("/me/section40/").follow("ลาออกจากมาตรา 40").look("8-section40-resign").press("ลาออกวันนี้")
    member.sees("ลาออกจากมาตรา 40 แล้ว").look("8-section40-ended")
