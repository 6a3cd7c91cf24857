"""The pages of branches, facts, contractors and deadlines in a real browser: accessible, within the width."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from registration.models import Employer
from registration.services import branches, contractors, transfers
from sso_core.audit.public import log_access
from sso_core.kernel.actor import SYSTEM
from tests.registration.factories import enrolled, make_employer, make_person, officer, officer_actor, staff
from tests.registration.test_registration_browser import RULES, open_as, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    """An employer with branches in every state, a chain on both sides, something due and something late."""
    employer = make_employer(name="บริษัท ทอใจพัฒนา จำกัด", phone="021234567", email="hr@example.test")
    account = employer.account_no
    Employer.objects.filter(pk=employer.pk).update(directors=["นาย ธนา พรหมมา", "นาง สมศรี แก้วมณีวงศ์"])
    told = {"address": "12/3 หมู่ 4 ตำบลตัวอย่าง อำเภอสมมติ", "province": "90", "by": SYSTEM}
    branches.open_branch(account, name="โรงงานสงขลา", opened_on=date(2025, 3, 1), **told)
    branches.open_branch(account, name="ร้านหาดใหญ่", opened_on=date(2025, 3, 1), **told)
    branches.change_branch(
        account, "000001", name="โรงงานสงขลา", **{**told, "province": "96"}, on=date(2026, 5, 1)
    )
    branches.close_branch(account, "000002", last_day=date(2026, 5, 31), by=SYSTEM)
    gone = make_person(first_name="สมศรี", last_name="แก้วมณีวงศ์")
    enrolled(gone, employer, date(2024, 1, 5))
    gone.died_on = date(2026, 5, 2)
    gone.save()
    other, above = make_employer(name="บริษัท รับเหมาแรงงานตัวอย่าง จำกัด"), make_employer(name="บริษัท ว่าจ้าง จำกัด")
    work = {"work": "ประกอบชิ้นส่วน", "since": date(2026, 1, 1), "by": SYSTEM}
    link = contractors.declare_contractor(account, other.account_no, **work)
    contractors.declare_contractor(above.account_no, account, **work)
    hand_over = {"on": date(2026, 6, 1), "why": "ขายกิจการ", "by": SYSTEM}
    transfers.ask_transfer(above.account_no, "000000", account, **hand_over)
    desk = officer()
    why = {"purpose": "enquiry", "what": "ข้อมูลนายจ้าง"}
    log_access(officer_actor(desk), subject=f"employer:{account}", subject_name=employer.name, **why)
    base = f"/employer/{account}/"
    office = f"/office/employers/{account}/"
    return {
        "clerk": staff(employer),
        "officer": desk,
        "pages": {
            "clerk": [base, *(f"{base}{path}" for path in CLERK), f"{base}contractors/{link.pk}/end/"],
            "officer": [office, f"{office}acts/", f"{office}enrol/", f"{office}reopen/",
                        "/office/employers/late/", "/office/employers/inquiry/", "/office/employers/"],
        },
    }  # fmt: skip


CLERK = (
    "branches/", "branches/new/", "branches/new/?q=หาดใหญ่", "branches/000001/", "branches/000001/close/",
    "branches/000001/transfer/",
    "facts/", "facts/contact/", "facts/change/", "facts/close/", "contractors/", "deadlines/", "acts/",
)  # fmt: skip


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_every_page_of_the_business_is_accessible_and_within_its_width(
    browser, live_server, world, who, width
):
    context, _ = open_as(browser, live_server, world[who], width)
    page = context.new_page()
    faults = []
    for path in world["pages"][who]:
        answer = page.goto(f"{live_server.url}{path}")
        picture(page, who, path, width)
        faults += [(path, answer.status)] if answer.status != 200 else []
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        faults += [(path, v["id"], [node["html"][:150] for node in v["nodes"]]) for v in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((path, "sideways"))
    context.close()
    assert faults == []
