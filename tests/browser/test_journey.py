"""The whole way in the browser, each person in an own one: file and pay, claim, decide, be paid."""

import pytest

from portal.management.commands.seed_demo import seed
from tests.browser.roles import Person
from tests.stories.world import SAMPLES, certificate, settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIRECTOR, MEMBER = "1990000000078", "1990000000019"
FACTORY = "1000000016"


@pytest.fixture
def someone(browser, live_server, simulators, settings):
    """Open a browser for somebody; closed at the end."""
    settings.DEBUG = False
    seed()
    people = []

    def make(username: str, width: int = 390) -> Person:
        person = Person(browser, live_server.url, width)
        people.append(person)
        return person.log_in(username)

    yield make
    for person in people:
        person.context.close()


def test_an_employer_files_the_month_and_pays(someone, simulators):
    boss = someone(DIRECTOR, 1280)
    boss.go(f"/employer/{FACTORY}/").shot("employer-home")
    boss.go(f"/employer/{FACTORY}/filings/upload/").shot("filing-upload")
    boss.page.locator("#id_period_0").select_option("6")
    boss.page.locator("#id_period_1").fill("2569")
    boss.page.set_input_files("input[type=file]", SAMPLES / "1-10_clean_2569-06.txt")
    boss.press("ตรวจ").shot("filing-result")
    assert "17,455.00" in boss.text
    boss.page.goto(boss.page.url.rstrip("/") + "/submit/")
    boss.shot("filing-submit")
    boss.page.locator("main input[type=checkbox]").first.check()
    boss.press("ยื่นแบบ สปส.1-10")
    boss.shot("bill")
    assert "QR" in boss.page.content() or boss.page.locator("svg").count() > 0
    from contributions import public as contributions
    from tests.stories.world import pay

    bill = contributions.bills_of(f"employer:{FACTORY}")[0]
    pay(simulators.url("bank"), bill.ref1, bill.ref2, bill.total)
    settle_everything()
    boss.go(f"/employer/{FACTORY}/filings/").shot("filings")
    assert contributions.bills_of(f"employer:{FACTORY}")[0].receipt_number


def test_a_member_claims_on_a_phone_and_is_paid(someone, simulators, tmp_path):
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(certificate().read())
    member = someone(MEMBER)
    member.go("/me/").shot("home")
    member.go("/me/contributions/").shot("contributions")
    member.go("/me/rights/").shot("rights").go("/me/claims/sickness/").shot("sickness-start")
    member.follow("เริ่มยื่นคำขอ")
    for part, value in zip(("0", "1", "2"), ("3", "11", "2569"), strict=True):
        member.page.locator(f"#id_first_day_{part}").fill(value)
    member.page.get_by_label("แพทย์สั่งให้หยุดกี่วัน").fill("๑๒")
    member.press("ดำเนินการต่อ")
    member.page.get_by_label("สถานพยาบาลที่ออกใบรับรองแพทย์").fill("โรงพยาบาลบ้านสวน")
    member.press("ดำเนินการต่อ").shot("sickness-employer")
    member.page.get_by_label("จ่ายบางวัน").check()
    member.page.get_by_label("จ่ายกี่วัน").fill("2")
    member.press("ดำเนินการต่อ")
    member.press("ดำเนินการต่อ")
    assert "เลือกไฟล์" in member.text
    member.page.set_input_files("input[type=file]", paper)
    member.press("ดำเนินการต่อ").shot("sickness-pay")
    member.page.locator("input[name=way][value=keep]").check()
    member.press("ดำเนินการต่อ").shot("sickness-check")
    assert "2,800.00" in member.text
    member.page.locator("input[name=declare]").check()
    member.press("ส่งคำขอรับเงินเจ็บป่วย").shot("sickness-done")
    from benefits import public as benefits
    from finance.selectors.payments import orders

    claim = _newest_claim(benefits)
    member.go(f"/me/cases/{claim.reference}/").shot("tracker")

    maker = someone("maker", 1280)
    maker.go("/office/").shot("queue")
    maker.go(f"/office/cases/{claim.reference}/").press("รับงานนี้")
    maker.go(f"/office/cases/{claim.reference}/").shot("case")
    maker.page.locator("input[value=approve]").first.check()
    maker.page.locator("textarea[name=reason]").first.fill("ใบรับรองแพทย์ถูกต้อง ครบตามเงื่อนไข")
    maker.page.locator("form:has(textarea[name=reason]) button[type=submit]").first.click()
    checker = someone("checker", 1280)
    checker.go(f"/office/cases/{claim.reference}/").shot("case-checker")
    checker.page.locator("form[action*=confirm] button[type=submit]").first.click()
    settle_everything()

    clerk = someone("finance", 1280)
    clerk.go("/office/finance/").shot("finance-home")
    order = next(iter(orders(state="ordered")))
    clerk.go(f"/office/finance/orders/{order.reference}/").shot("order")
    clerk.page.locator("form[action*=approve] button[type=submit]").first.click()
    clerk.go("/office/finance/batches/new/").shot("batch-new")
    clerk.page.locator("main form[method=post] button[type=submit]").first.click()
    clerk.shot("batch")
    releaser = someone("finance2", 1280)
    releaser.page.goto(clerk.page.url)
    releaser.page.locator("form[action*=release] button[type=submit]").first.click()
    settle_everything()
    assert benefits.claim(claim.reference).pay_state == "paid"
    member.go("/me/inbox/").shot("inbox")
    assert "เงินเข้าบัญชีแล้ว" in member.text
    member.go("/me/access/").shot("access")


def _newest_claim(benefits):
    from registration import public as registration

    person = registration.person_by_national_id(MEMBER)
    return benefits.claims_of(person.id)[0]
