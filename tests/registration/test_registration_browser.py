"""The pages of registration in a real browser: accessible, within the width, pictures kept for looking at."""

import os
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from registration import public
from registration.models import Merge
from registration.services import merging
from registration.services.enrol_files import send
from registration.services.twins import find_twins
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member,
    member_actor,
    officer,
    officer_actor,
    staff,
    strong_session,
)
from tests.registration.rolls import come, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = (("นาย", "ธนา", "พรหมมา"), ("นางสาว", "เกษมณี", "ขวัญใจดี"), ("นาง", "สมศรี", "แก้วมณีวงศ์"))


@pytest.fixture
def world():
    """An employer with staff in every state, a member, an officer."""
    employer = make_employer(name="บริษัท ทอใจพัฒนา จำกัด")
    people = [make_person(title=t, first_name=f, last_name=n) for t, f, n in NAMES]
    made = [enrolled(person, employer, date(2024, 1, 5)) for person in people]
    account, one = employer.account_no, people[2]
    public.leave(account, one.national_id, last_day=date(2026, 6, 30), reason="1", by=SYSTEM)
    clerk, user = staff(employer), member(people[0])
    by = member_actor(people[0], user=user)
    public.request_destination(people[0].pk, "bank", bank_code="004", account="1234567890", by=by)
    told = {"address": "1 ถนนตัวอย่าง", "province": "10", "email": "a@b.th", "phone": "0812345678",
            "first_employee_on": "2026-11-02", "employees": 3}  # fmt: skip
    said = {"name": "บริษัท เพิ่งตั้งใหม่ จำกัด", "status": "ยังดำเนินกิจการอยู่", "ok": True, **told}
    cases.save_draft(user.pk, "register_employer", {"tax_id": "0905569000048", "said": said, "told": told})
    file = send(account, workbook(come(one, day="02/01/2569"), come(people[1])), "พนักงานใหม่.xlsx", by=SYSTEM)
    base = f"/employer/{account}/"
    twin = make_person(title="นาย", first_name="ธนา", last_name="พรหมมา", verified_at=None)
    find_twins(people[0].pk, twin.pk)
    merge = merged_before(people[0])
    pages = {
        "clerk": [base, f"{base}staff/?show=all", f"{base}staff/new/", f"{base}staff/upload/",
                  f"{base}staff/files/{file.pk}/", f"{base}people/", f"{base}staff/{made[0].id}/leave/",
                  f"{base}staff/{made[0].id}/name/"],
        "member": ["/me/profile/", "/me/address/?q=10500", "/me/family/", "/me/family/new/",
                   "/me/profile/email/", "/me/payout/",
                   "/employer/", "/register-employer/",
                   "/register-employer/details/", "/register-employer/check/"],
        "officer": ["/office/people/?q=พรหม", f"/office/people/{people[0].pk}/",
                    f"/office/people/{people[0].pk}/history/", f"/office/people/{people[0].pk}/correct/",
                    f"/office/people/{people[0].pk}/correct/{made[0].id}/",
                    "/office/gateways/", "/office/sharing/", "/office/twins/",
                    "/office/foreigners/new/", "/office/papers/",
                    f"/office/people/{people[0].pk}/papers/", f"/office/people/{people[0].pk}/number/",
                    f"/office/people/{people[0].pk}/merge/",
                    f"/office/people/{people[0].pk}/merge/?with={twin.pk}",
                    f"/office/people/{people[0].pk}/part/{merge.pk}/", f"/office/people/{people[0].pk}/death/",
                    "/office/employers/?q=ทอใจ", f"/office/people/?employer={account}",
                    f"/office/employers/{account}/"],
    }  # fmt: skip
    return {
        "clerk": clerk,
        "member": user,
        "officer": officer("officer", "supervisor"),
        "pages": pages,
        "person": people[0].pk,
    }


def merged_before(person):
    """A number that the person was enrolled under before."""
    given_up = make_person(title="นาย", first_name="ธนา", last_name="พรมมา", verified_at=None)
    asker, decider = officer_actor(officer()), officer_actor(officer("officer", "checker"))
    case = merging.ask_merge(given_up.pk, person.pk, reason="สะกดชื่อผิด", by=asker)
    cases.take(case.reference, decider)
    cases.propose(case.reference, "approve", "หนังสือรับรองจากนายจ้าง", decider)
    return Merge.objects.get()


def open_as(browser, live_server, user, width):
    client = strong_session(Client(), user)
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context, client


def picture(page, who, path, width):
    folder = os.environ.get("SCREENSHOTS", "")
    if folder:
        name = f"{who}{path.split('?')[0].replace('/', '-')}{width}.png"
        page.screenshot(path=Path(folder) / name, full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("who", ["clerk", "member", "officer"])
def test_every_page_is_accessible_and_within_its_width(browser, live_server, world, who, width):
    context, client = open_as(browser, live_server, world[who], width)
    page = context.new_page()
    faults = []
    for number, path in enumerate(world["pages"][who]):
        if who == "officer" and number == 1:
            page.goto(f"{live_server.url}{path}")
            picture(page, who, "/purpose/", width)
            assert client.post(path, {"purpose": "enquiry"}).status_code == 302
        answer = page.goto(f"{live_server.url}{path}")
        picture(page, who, path, width)
        faults += [(path, answer.status)] if answer.status != 200 else []
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        faults += [(path, v["id"], [node["html"][:150] for node in v["nodes"]]) for v in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((path, "sideways"))
    context.close()
    assert faults == []
