"""The pages of branches, facts, contractors, deadlines and acts, for employers and officers."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from integrations.simulators.data import by_role, companies
from registration.models import Branch, ContractorLink, Employer, Employment, LateReport
from registration.services import branches, closing
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    officer,
    officer_actor,
    staff,
    strong_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield


def as_user(user):
    return strong_session(Client(), user)


def day(name, told):
    return {f"{name}_0": str(told.day), f"{name}_1": str(told.month), f"{name}_2": str(told.year + 543)}


def text(answer):
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture
def firm():
    return make_employer(name="บริษัท ทอใจพัฒนา จำกัด", email="old@example.test")


@pytest.fixture
def client(firm):
    return as_user(staff(firm))


def opened_by_officer(firm):
    """An officer who has said why the employer's record is opened."""
    office = as_user(officer())
    office.post(f"/office/employers/{firm.account_no}/", {"purpose": "enquiry"})
    return office


def branch_of(firm, **more):
    told = {"name": "สาขาสงขลา", "address": "2 ถนนสอง", "province": "90", **more}
    return branches.open_branch(firm.account_no, **told, opened_on=date(2026, 11, 2), by=SYSTEM).branch


class TestBranches:
    def test_open_move_and_close(self, firm, client):
        base = f"/employer/{firm.account_no}/branches/"
        told = {"name": "สาขาสงขลา", "address": "2 ถนนสอง", "province": "90"}
        assert client.post(f"{base}new/", told).status_code == 422
        assert client.post(f"{base}new/", {**told, **day("opened_on", date(2026, 11, 2))}).status_code == 302
        moved = {**told, "province": "96", **day("on", date(2026, 11, 10))}
        assert client.post(f"{base}000001/", moved)["Location"] == base
        page = text(client.get(f"{base}000001/"))
        assert "9 พ.ย. 2569" in page
        assert "นราธิวาส" in page
        assert client.post(f"{base}000001/close/", day("last_day", date(2026, 11, 20))).status_code == 302
        assert "ปิดแล้ว" in text(client.get(base))

    def test_a_place_is_found_by_its_subdistrict(self, firm, client):
        new = f"/employer/{firm.account_no}/branches/new/"
        assert "ไม่พบ" in text(client.get(f"{new}?q=ไม่มีที่นี่"))
        assert 'value="901101-90110"' in text(client.get(f"{new}?q=หาดใหญ่"))
        told = {"q": "หาดใหญ่", "name": "สาขาหาดใหญ่", "address": "9", **day("opened_on", date(2026, 11, 2))}
        assert client.post(new, {**told, "place": "101010-10100"}).status_code == 422
        assert client.post(new, told).status_code == 422
        assert client.post(new, {**told, "place": "901101-90110"}).status_code == 302
        made = Branch.objects.get(name="สาขาหาดใหญ่")
        assert (made.province, made.subdistrict, made.postcode) == ("90", "901101", "90110")
        assert made.address.startswith("9 ต.หาดใหญ่")
        move = f"/employer/{firm.account_no}/branches/000001/"
        moved = {**told, "q": "10500", "place": "100402-10500", **day("on", date(2026, 11, 10))}
        assert client.post(move, moved).status_code == 302
        made.refresh_from_db()
        assert (made.province, made.postcode) == ("10", "10500")

    def test_a_refusal_stays_at_its_field(self, firm, client):
        branch_of(firm)
        base = f"/employer/{firm.account_no}/branches/000001/"
        answer = client.post(f"{base}close/", day("last_day", date(2026, 12, 1)))
        assert (answer.status_code, "วันที่ต้องไม่เกินวันนี้" in text(answer)) == (422, True)
        assert client.get(f"/employer/{firm.account_no}/branches/000009/").status_code == 404

    def test_a_closed_branch_is_not_offered_for_enrolment(self, firm, client):
        branch_of(firm)
        enrol = f"/employer/{firm.account_no}/staff/new/"
        assert "สาขาสงขลา" in text(client.get(enrol))
        branches.close_branch(firm.account_no, "000001", last_day=date(2026, 11, 20), by=SYSTEM)
        assert "สาขาสงขลา" not in text(client.get(enrol))

    def test_a_filer_sees_but_does_not_change(self, firm):
        filer = as_user(staff(firm, "employer_filer"))
        assert filer.get(f"/employer/{firm.account_no}/branches/").status_code == 200
        for path in ("branches/new/", "branches/000000/", "facts/change/", "facts/close/", "facts/contact/"):
            assert filer.get(f"/employer/{firm.account_no}/{path}").status_code == 404
        assert filer.post(f"/employer/{firm.account_no}/contractors/", {}).status_code == 404

    def test_a_transfer_is_asked_agreed_to_and_decided(self, firm, client):
        receiver = make_employer(name="ผู้รับโอน")
        enrolled(make_person(), firm, date(2025, 1, 1))
        ask = f"/employer/{firm.account_no}/branches/000000/transfer/"
        told = {"to_account": receiver.account_no, "why": "ขายกิจการ", **day("on", date(2026, 11, 1))}
        assert client.post(ask, {**told, "to_account": "1"}).status_code == 422
        assert client.post(ask, told).status_code == 302
        (case,) = cases.cases_of(f"employer:{firm.account_no}")
        theirs = as_user(staff(receiver))
        base = f"/employer/{receiver.account_no}/branches/"
        assert "ตกลงรับโอน" in text(theirs.get(base))
        assert theirs.post(f"{base}accept/{case.reference}/").status_code == 302
        assert "รอเจ้าหน้าที่พิจารณา" in text(theirs.get(base))
        cases.propose(case.reference, "approve", "ครบ", by=officer_actor(officer()))
        assert Employment.objects.filter(branch__employer=receiver).count() == 1


class TestFacts:
    def test_contacts_change_at_once(self, firm, client):
        base = f"/employer/{firm.account_no}/facts/"
        assert client.post(f"{base}contact/", {"email": "x", "phone": "021234567"}).status_code == 422
        assert client.post(f"{base}contact/", {"email": "a@b.th", "phone": "021234567"}).status_code == 302
        assert "a@b.th" in text(client.get(base))

    def test_the_head_office_is_placed_in_a_subdistrict(self, firm, client):
        change = f"/employer/{firm.account_no}/facts/change/"
        assert 'value="100402-10500"' in text(client.get(f"{change}?q=สีลม"))
        told = {"q": "สีลม", "name": firm.name, "address": "9 ถ.สีลม", **day("changed_on", date(2026, 11, 10))}
        assert client.post(change, told).status_code == 422
        assert client.post(change, {**told, "place": "100402-10500"}).status_code == 302
        case, other = cases.cases_of(f"employer:{firm.account_no}")[0], officer_actor(officer())
        cases.take(case.reference, other)
        cases.propose(case.reference, "approve", "ตรวจแล้ว", other)
        head = Branch.objects.get(employer=firm)
        assert (head.subdistrict, head.postcode, head.province) == ("100402", "10500", "10")
        assert head.address.startswith("9 ถ.สีลม แขวงสีลม")

    def test_form_6_15_waits_for_an_officer(self, simulators, client, firm):
        base = f"/employer/{firm.account_no}/facts/"
        told = {"name": firm.name, "address": "1 ถนนทดสอบ", "province": "10", "directors": "นาย ก\n\n นาง ข"}
        changed = {**told, **day("changed_on", date(2026, 10, 1))}
        answer = client.post(f"{base}change/", changed, follow=True)
        assert "แจ้งเกินวันที่ 15 พ.ย. 2569" in text(answer)
        (case,) = cases.cases_of(f"employer:{firm.account_no}")
        assert case.payload["new"] == {"directors": ["นาย ก", "นาง ข"]}
        by = officer()
        assert "นาย ก, นาง ข" in text(as_user(by).get(f"/office/cases/{case.reference}/"))
        cases.propose(case.reference, "approve", "ครบ", by=officer_actor(by))
        assert "นาง ข" in text(client.get(base))
        again = client.post(f"{base}change/", changed)
        assert (again.status_code, "ยังไม่ได้แก้อะไร" in text(again)) == (422, True)

    def test_the_business_ends_and_only_an_officer_brings_it_back(self, firm, client):
        enrolled(make_person(), firm, date(2026, 11, 2))
        close = f"/employer/{firm.account_no}/facts/close/"
        last = day("last_day", date(2026, 11, 23))
        assert client.post(close, last).status_code == 422
        assert "พฤศจิกายน 2569" in text(client.post(close, {**last, "reason": "3"}, follow=True))
        office = opened_by_officer(firm)
        reopen = f"/office/employers/{firm.account_no}/reopen/"
        assert reopen in text(office.get(f"/office/employers/{firm.account_no}/"))
        assert office.post(reopen, {"reason": "เลิกผิดบัญชี"}).status_code == 302
        case, other = cases.cases_of(f"employer:{firm.account_no}")[0], officer_actor(officer())
        cases.take(case.reference, other)
        cases.propose(case.reference, "approve", "ตรวจแล้ว", other)
        assert Employer.objects.get(pk=firm.pk).closed_on is None
        assert Branch.objects.get(employer=firm).closed_on is None


class TestContractors:
    def test_both_sides_see_it_and_the_principal_ends_it(self, firm, client):
        other = make_employer(name="ผู้รับเหมา จำกัด")
        base = f"/employer/{firm.account_no}/contractors/"
        told = {"contractor": other.account_no, "work": "ประกอบ", **day("since", date(2026, 11, 1))}
        assert client.post(base, {**told, "contractor": firm.account_no}).status_code == 422
        assert client.post(base, told).status_code == 302
        assert "ผู้รับเหมา จำกัด" in text(client.get(base))
        theirs = as_user(staff(other))
        assert firm.name in text(theirs.get(f"/employer/{other.account_no}/contractors/"))
        link = ContractorLink.objects.get()
        assert theirs.get(f"/employer/{other.account_no}/contractors/{link.pk}/end/").status_code == 404
        assert client.post(f"{base}{link.pk}/end/", day("last_day", date(2026, 11, 20))).status_code == 302
        link.refresh_from_db()
        assert link.until == date(2026, 11, 20)


class TestDeadlines:
    def test_a_death_in_the_civil_register_is_due_by_the_fifteenth(self, firm, client):
        gone = make_person(first_name="สมศรี")
        one = enrolled(gone, firm, date(2026, 1, 5))
        home = f"/employer/{firm.account_no}/"
        assert "ทะเบียนราษฎรแจ้งว่าเสียชีวิต" not in text(client.get(home))
        gone.died_on = date(2026, 10, 9)
        gone.save()
        page = text(client.get(home))
        assert "เกินกำหนด 15 พ.ย. 2569" in page
        assert f"/staff/{one.id}/leave/" in page
        client.post(f"{home}staff/{one.id}/leave/", {"reason": "6", **day("last_day", date(2026, 10, 9))})
        page = text(client.get(f"{home}deadlines/"))
        assert "ไม่มีเรื่องค้างในทะเบียน" in page
        assert "ช้า 8 วัน" in page

    def test_the_owner_of_a_shop_died(self):
        owner = make_person(first_name="สมศรี", died_on=date(2026, 11, 3))
        shop = make_employer(tax_id=owner.national_id, name="ร้านสมศรี")
        page = text(as_user(staff(shop)).get(f"/employer/{shop.account_no}/"))
        assert "ทะเบียนราษฎรแจ้งว่าเจ้าของเสียชีวิต" in page
        assert "ภายใน 15 ธ.ค. 2569" in page

    def test_the_first_employee_within_thirty_days(self, client, firm):
        Employer.objects.filter(pk=firm.pk).update(obliged_since=date(2026, 11, 1))
        assert "ภายใน 1 ธ.ค. 2569" in text(client.get(f"/employer/{firm.account_no}/deadlines/"))

    def test_officers_see_the_late_ones_of_their_office_by_kind(self, firm):
        enrolled(make_person(), firm, date(2026, 9, 1))
        assert LateReport.objects.get().due_on == date(2026, 10, 1)
        page = text(as_user(officer(office="1001")).get("/office/employers/late/?kind=enrolment"))
        assert firm.name in page
        assert "53" in page
        assert firm.name not in text(as_user(officer(office="9000")).get("/office/employers/late/"))
        assert firm.name not in text(as_user(officer()).get("/office/employers/late/?kind=leaver"))


class TestWhoActedForWhom:
    def test_every_act_names_the_person_and_the_employer(self, firm, client):
        client.post(f"/employer/{firm.account_no}/facts/contact/", {"email": "a@b.th", "phone": "021234567"})
        closing.close_business(firm.account_no, last_day=date(2026, 11, 23), by=SYSTEM)
        told = "ฝ่ายบุคคล · ทำแทนนายจ้าง"
        page = text(client.get(f"/employer/{firm.account_no}/acts/"))
        assert told in page
        assert page.index("เลิกกิจการ ลูกจ้างออก 0 คน") < page.rindex("เปลี่ยนช่องทางติดต่อ")
        office = opened_by_officer(firm)
        assert told in text(office.get(f"/office/employers/{firm.account_no}/"))
        assert told in text(office.get(f"/office/employers/{firm.account_no}/acts/"))

    def test_an_enrolment_is_shown_with_the_name(self, firm, client, simulators):
        one = by_role("newcomer")[0]
        told = {key: one[key] for key in ("national_id", "title_code", "first_name", "last_name")}
        new = {**told, "branch_no": "000000", **day("starts_on", date(2026, 11, 2))}
        assert client.post(f"/employer/{firm.account_no}/staff/new/", new).status_code == 302
        page = text(client.get(f"/employer/{firm.account_no}/acts/"))
        assert f"แจ้งเข้างาน: {one['title']}{one['first_name']}" in page


class TestExOfficio:
    def test_an_inquiry_becomes_a_case_of_two_officers_then_persons_are_enrolled(self, simulators):
        office, company = as_user(officer()), companies()[3]
        told = {
            "tax_id": company["juristic_id"],
            "name": "ร้านริมทาง",
            "address": "5 ถนนตัวอย่าง",
            "province": "90",
            "evidence": "บัตรลงเวลา",
            **day("obliged_since", date(2026, 8, 3)),
        }
        assert office.post("/office/employers/inquiry/", told).status_code == 422
        assert office.post("/office/employers/inquiry/", {**told, "findings": "มีลูกจ้าง"}).status_code == 302
        (case,) = cases.open_cases("registration.ex_officio", subject_ident=company["juristic_id"])
        cases.propose(case.reference, "approve", "ครบ", by=officer_actor(officer()))
        cases.confirm(case.reference, by=officer_actor(officer("checker")))
        account = Employer.objects.get().account_no
        one = by_role("newcomer")[0]
        line = {key: one[key] for key in ("national_id", "title_code", "first_name", "last_name")}
        line |= {"branch_no": "000000", **day("starts_on", date(2026, 8, 3))}
        enrol = f"/office/employers/{account}/enrol/"
        assert office.post(enrol, line).status_code == 422
        assert office.post(enrol, {**line, "found": "บัตรลงเวลา"}).status_code == 302
        assert Employment.objects.get().starts_on == date(2026, 8, 3)
