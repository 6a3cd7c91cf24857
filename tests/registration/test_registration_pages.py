"""The pages of joining, staff, rights, payout and the officer's search."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from integrations import client as gateway
from integrations.simulators.data import by_role, companies
from registration import public
from registration.models import Employer, Employment
from registration.services.reopening import ask_reopening
from registration.tasks import retry_checks
from sso_core.accounts.models import Grant
from sso_core.audit.models import Access
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import deliver_all
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member,
    officer,
    officer_actor,
    staff,
    strong_session,
)

pytestmark = pytest.mark.django_db
COMPANY = companies()[3]
DETAILS = {
    "address": "5 ถนนตัวอย่าง",
    "province": "90",
    "email": "hr@example.test",
    "phone": "0812345678",
    "first_employee_on_0": "2",
    "first_employee_on_1": "11",
    "first_employee_on_2": "2569",
    "employees": "3",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(response):
    return response.content.decode()


class TestJoining:
    def apply(self, client):
        first = client.post("/register-employer/", {"tax_id": COMPANY["juristic_id"]})
        assert first["Location"] == "/register-employer/details/"
        assert client.post("/register-employer/details/", DETAILS).status_code == 302
        return client.post("/register-employer/check/")

    def test_three_steps_an_officer_and_an_account(self, simulators):
        client = signed_in(member(make_person()))
        client.post("/register-employer/", {"tax_id": COMPANY["juristic_id"]})
        assert COMPANY["name_th"] in text(client.get("/register-employer/details/"))
        client.post("/register-employer/details/", DETAILS)
        assert COMPANY["name_th"] in text(client.get("/register-employer/check/"))
        sent = client.post("/register-employer/check/")
        assert client.post("/register-employer/check/")["Location"] == sent["Location"]
        reference = sent["Location"].split("/")[-2]
        assert reference in text(client.get(sent["Location"]))
        cases.propose(reference, "approve", "ครบถ้วน", by=officer_actor(officer(office="9000")))
        deliver_all()
        account = Employer.objects.get(tax_id=COMPANY["juristic_id"]).account_no
        assert account.startswith("90")
        assert client.get(f"/employer/{account}/people/").status_code == 200
        assert account[2:9] in text(client.get(sent["Location"]))

    def test_while_dbd_is_down_the_application_is_kept_and_cannot_be_approved(self, simulators):
        simulators.fault("dbd", "down")
        client = signed_in(member(make_person()))
        client.post("/register-employer/", {"tax_id": COMPANY["juristic_id"]})
        assert "ทะเบียนยังไม่ตอบ" in text(client.get("/register-employer/details/"))
        client.post("/register-employer/details/", {**DETAILS, "name": "บริษัท เพิ่งตั้งใหม่"})
        sent = client.post("/register-employer/check/")
        assert "ทะเบียนยังไม่ตอบ" in text(client.get(sent["Location"]))
        reference = sent["Location"].split("/")[-2]
        by = officer_actor(officer(office="9000"))
        with pytest.raises(Refused, match="dbd_unverified"):
            cases.propose(reference, "approve", "ครบถ้วน", by=by)
        simulators.fault("dbd", "ok")
        recheck("dbd", simulators)
        cases.propose(reference, "approve", "ครบถ้วน", by=by)
        assert Employer.objects.get().name == COMPANY["name_th"]

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (companies()[4]["juristic_id"], "เลิกกิจการ"),
            ("0105599999999", "เลขประจำตัว"),
            ("0999999999994", "ไม่พบเลขนิติบุคคลนี้"),
        ],
    )
    def test_what_cannot_join_is_told_at_the_number(self, simulators, number, words):
        answer = signed_in(member(make_person())).post("/register-employer/", {"tax_id": number})
        assert "ข้อผิดพลาด" in text(answer)
        assert words in text(answer) or "ไม่ถูกต้อง" in text(answer)

    def test_another_user_does_not_see_the_application(self, simulators):
        sent = self.apply(signed_in(member(make_person())))
        assert signed_in(member(make_person())).get(sent["Location"]).status_code == 404


def recheck(system, simulators):
    gateway.reset(system, simulators.url(system))
    with time_machine.travel("2026-11-23 12:00+07:00", tick=False):
        retry_checks()


@pytest.fixture
def employer():
    return make_employer()


@pytest.fixture
def clerk(employer):
    return signed_in(staff(employer))


class TestStaff:
    def base(self, employer):
        return f"/employer/{employer.account_no}/staff/"

    def test_one_by_one_and_out_again(self, simulators, employer, clerk):
        one = by_role("newcomer")[0]
        answers = {
            "national_id": one["national_id"], "title_code": one["title_code"], "first_name": one["first_name"],
            "last_name": one["last_name"], "branch_no": "000000", "wage": "15,000",
            "starts_on_0": "2", "starts_on_1": "11", "starts_on_2": "2569",
        }  # fmt: skip
        base = self.base(employer)
        wrong = clerk.post(f"{base}new/", {**answers, "last_name": "คนอื่น"})
        assert (wrong.status_code, Employment.objects.count()) == (422, 0)
        assert "นามสกุลไม่ตรงกับทะเบียนราษฎร" in text(wrong)
        assert one["last_name"] not in text(wrong)
        for _ in range(2):
            assert clerk.post(f"{base}new/", answers).status_code == 302
        employment = Employment.objects.get()
        assert one["last_name"] in text(clerk.get(base))
        last = {"last_day_0": "20", "last_day_1": "11", "last_day_2": "2569", "reason": "1"}
        assert clerk.post(f"{base}{employment.pk}/leave/", last).status_code == 302
        assert "ทำงานถึง 20\u00a0พ.ย.\u00a02569" in text(clerk.get(base))
        now = clerk.get(base)
        assert (now.status_code, one["last_name"] in text(now)) == (200, False)
        assert one["last_name"] in text(clerk.get(base, {"show": "all", "q": one["first_name"]}))
        assert public.coverage_on(employment.person_id, date(2026, 11, 21)).extended_until

    def test_what_dopa_refuses_later_is_told_and_mended(self, simulators, employer, clerk):
        simulators.fault("dopa", "down")
        one = by_role("newcomer")[3]
        command = public.Enrol(one["national_id"], "ผิด", one["last_name"], employer.account_no, "000000",
                               date(2026, 11, 2))  # fmt: skip
        made = public.enrol(command, by=SYSTEM).enrolled[0]
        simulators.fault("dopa", "ok")
        recheck("dopa", simulators)
        base = self.base(employer)
        assert "ไม่ตรงทะเบียนราษฎร" in text(clerk.get(f"{base}?show=check"))
        answers = {"first_name": one["first_name"], "last_name": one["last_name"]}
        assert clerk.post(f"{base}{made.id}/correct/", answers).status_code == 302
        assert public.employment(made.id).is_checked

    def test_a_wrong_number_is_taken_back(self, simulators, employer, clerk):
        simulators.fault("dopa", "nonsense")
        one = by_role("dead")[0]
        command = public.Enrol(one["national_id"], one["first_name"], one["last_name"], employer.account_no,
                               "000000", date(2026, 11, 2))  # fmt: skip
        made = public.enrol(command, by=SYSTEM).enrolled[0]
        simulators.fault("dopa", "ok")
        recheck("dopa", simulators)
        for _ in range(2):
            assert clerk.post(f"{self.base(employer)}{made.id}/cancel/").status_code == 302
        assert not Employment.objects.exists()
        assert public.coverages(made.person_id) == ()

    def test_another_employer_gets_404(self, employer):
        other = make_employer(name="อื่น")
        employment = enrolled(make_person(), employer, date(2026, 1, 5))
        stranger = signed_in(staff(other))
        for path in (self.base(employer), f"{self.base(other)}{employment.id}/leave/"):
            assert stranger.get(path).status_code == 404


class TestRights:
    def test_a_second_person_is_let_in_and_out(self, employer, clerk):
        person = make_person()
        friend = member(person)
        base = f"/employer/{employer.account_no}/people/"
        unknown = clerk.post(base, {"username": "nobody", "role": "employer_filer"})
        assert (unknown.status_code, "ไม่พบผู้ใช้นี้" in text(unknown)) == (422, True)
        spaced = f"{person.national_id[:1]}-{person.national_id[1:]}"
        for _ in range(2):
            assert clerk.post(base, {"username": spaced, "role": "employer_filer"}).status_code == 302
        given = Grant.objects.get(user=friend)
        assert signed_in(friend).get(f"/employer/{employer.account_no}/staff/").status_code == 200
        assert signed_in(friend).get(base).status_code == 404
        clerk.post(f"{base}{given.pk}/end/")
        assert signed_in(friend).get(f"/employer/{employer.account_no}/staff/").status_code == 404

    def test_one_cannot_end_the_own_right(self, employer, clerk):
        own = Grant.objects.get(scope=f"employer:{employer.account_no}")
        clerk.post(f"/employer/{employer.account_no}/people/{own.pk}/end/")
        assert clerk.get(f"/employer/{employer.account_no}/people/").status_code == 200


class TestOffice:
    def test_search_by_fragment_and_a_reason_before_the_record(self):
        person = make_person(first_name="ปาณิสรา", last_name="แก้วมณีวงศ์", title="นางสาว")
        maker = officer()
        client = strong_session(Client(), maker)
        for text_sought in ("ปาณิ", "แกวมณี", person.national_id[5:11], "นางสาวปาณิสรา"):
            found = text(client.get("/office/people/", {"q": text_sought}))
            assert "แก้วมณีวงศ์" in found
            assert person.national_id not in found.replace(" ", "")
        url = f"/office/people/{person.pk}/"
        assert "เปิดข้อมูลนี้เพราะอะไร" in text(client.get(url))
        assert not Access.objects.exists()
        assert client.post(url).status_code == 422
        assert client.post(url, {"purpose": "enquiry"}).status_code == 302
        assert "ความคุ้มครอง" in text(client.get(url))
        assert Access.objects.get(subject=f"person:{person.pk}").actor_name == str(maker)

    def test_an_employer_is_found_and_a_reason_asked_before_its_record(self, employer):
        maker = officer()
        client = strong_session(Client(), maker)
        assert employer.name in text(client.get("/office/employers/", {"q": employer.account_no[2:8]}))
        url, subject = f"/office/employers/{employer.account_no}/", f"employer:{employer.account_no}"
        asked = text(client.get(url))
        assert "เปิดข้อมูลนี้เพราะอะไร" in asked
        assert employer.tax_id not in asked.replace(" ", "")
        assert client.get(f"{url}acts/")["Location"] == url
        assert client.post(url).status_code == 422
        assert not Access.objects.exists()
        assert client.post(url, {"purpose": "audit"})["Location"] == url
        assert "ใครดูข้อมูลนี้" in text(client.get(url))
        assert client.get(f"{url}acts/").status_code == 200
        assert [one.actor_name for one in Access.objects.filter(subject=subject)] == [str(maker)]

    def test_an_employer_of_the_own_cases_needs_no_reason(self, employer):
        maker = officer()
        by = officer_actor(maker)
        subject = f"employer:{employer.account_no}"
        Employer.objects.filter(pk=employer.pk).update(closed_on=date(2026, 11, 23))
        asker = officer_actor(officer())
        case = ask_reopening(employer.account_no, reason="เลิกผิดบัญชี", by=asker)
        cases.take(case.reference, by)
        client = strong_session(Client(), maker)
        assert "ใครดูข้อมูลนี้" in text(client.get(f"/office/employers/{employer.account_no}/"))
        assert Access.objects.get(subject=subject).purpose == "พิจารณาคำขอที่รับผิดชอบ"

    def test_a_member_is_no_officer(self):
        assert strong_session(Client(), member(make_person())).get("/office/people/").status_code == 404


class TestOwnPages:
    def test_contacts_and_what_the_register_says(self, employer):
        person = make_person()
        enrolled(person, employer, date(2026, 1, 5))
        client = signed_in(member(person))
        assert employer.name in text(client.get("/me/profile/"))
        told = {"phone": "081-234-5678", "email": "me@example.test"}
        assert client.post("/me/profile/", told)["Location"] == "/me/profile/email/"
        person.refresh_from_db()
        assert (person.phone, person.email) == ("0812345678", "")

    def test_payout_asks_for_the_second_factor_first(self):
        user = member(make_person())
        assert signed_in(user).get("/me/payout/").status_code == 302
        client = strong_session(Client(), user)
        wrong = client.post("/me/payout/", {"kind": "bank", "bank_code": "004", "account": "12345678901234"})
        assert (wrong.status_code, "ตรวจจำนวนหลัก" in text(wrong)) == (422, True)
        sent = client.post("/me/payout/", {"kind": "bank", "bank_code": "004", "account": "123-4-56789-0"})
        assert sent.status_code == 302
        assert public.asked_destination_of(user.person_id).state == "asked"
