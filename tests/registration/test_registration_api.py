"""The register over the API: shapes, keys that run once, and who is refused."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from integrations.simulators.data import by_role, companies
from registration.models import Employment
from sso_core.audit.models import Access
from sso_core.messaging.models import Message
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member,
    officer,
    staff,
    strong_session,
)

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def as_user(user):
    return strong_session(Client(), user)


def send(client, path, body, key="key-00000001"):
    return client.post(f"{V1}{path}", body, content_type="application/json", headers={"Idempotency-Key": key})


def line(one, **more):
    told = {name: one[name] for name in ("national_id", "title_code", "first_name", "last_name")}
    return {**told, "starts_on": "2026-11-02", **more}


class TestEmployer:
    def test_enrol_once_for_a_key_and_leave(self, simulators):
        employer = make_employer()
        client, one = as_user(staff(employer)), by_role("newcomer")[0]
        path = f"/employers/{employer.account_no}/staff"
        assert client.post(f"{V1}{path}", line(one), content_type="application/json").status_code == 400
        first = send(client, path, line(one))
        assert (first.status_code, first.json()["enrolled"][0]["is_checked"]) == (201, True)
        again = send(client, path, line(one))
        assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
        assert send(client, path, line(one, wage="1.00")).status_code == 422
        number = Employment.objects.get().pk
        gone = send(
            client, f"{path}/{number}/leave", {"last_day": "2026-11-20", "reason": "1"}, "key-00000002"
        )
        assert gone.json()["enrolled"][0]["ends_on"] == "2026-11-20"
        listed = client.get(f"{V1}{path}?show=all").json()
        assert [row["reason"] for row in listed] == ["1"]

    def test_many_are_checked_line_by_line_and_nothing_is_kept(self, simulators):
        employer = make_employer()
        client, one = as_user(staff(employer)), by_role("newcomer")[0]
        rows = [line(one), line(by_role("dead")[0]), {**line(one), "national_id": "123"}]
        path = f"/employers/{employer.account_no}/staff/batch"
        answer = send(client, path, {"rows": rows}).json()
        assert [(f["line"], f["code"]) for f in answer["findings"]] == [(2, "dopa_dead"), (3, "id_invalid")]
        assert (answer["enrolled"], Employment.objects.count()) == ([], 0)
        send(client, path, {"rows": rows, "only_check": True, "keep_good": True}, "key-00000002")
        assert Employment.objects.count() == 0
        kept = send(client, path, {"rows": rows, "keep_good": True}, "key-00000003").json()
        assert len(kept["enrolled"]) == 1

    def test_a_refusal_is_a_problem_with_findings(self, simulators):
        employer = make_employer()
        wrong = {**line(by_role("newcomer")[0]), "last_name": "อื่น"}
        answer = send(as_user(staff(employer)), f"/employers/{employer.account_no}/staff", wrong)
        assert answer.status_code == 422
        assert answer.json()["findings"][0]["field"] == "last_name"
        assert "message_en" in answer.json()["findings"][0]

    def test_joining_and_rights(self, simulators):
        user = member(make_person())
        told = {
            "tax_id": companies()[3]["juristic_id"], "name": "x", "address": "1", "province": "90",
            "email": "hr@example.test", "phone": "0812345678", "first_employee_on": "2026-11-02", "employees": 2,
        }  # fmt: skip
        sent = send(as_user(user), "/employer-applications", told)
        assert (sent.status_code, sent.json()["register_answered"]) == (201, True)
        path = f"{V1}/employer-applications/{sent.json()['reference']}"
        assert as_user(user).get(path).json()["account_no"] == ""
        assert as_user(member(make_person())).get(path).status_code == 404

    def test_rights_are_given_and_taken(self):
        employer, friend = make_employer(), member(make_person())
        client = as_user(staff(employer))
        path = f"/employers/{employer.account_no}/rights"
        given = send(client, path, {"username": friend.username, "role": "employer_filer"})
        assert given.status_code == 201
        assert as_user(friend).get(f"{V1}{path}").status_code == 404
        assert [one["account_no"] for one in as_user(friend).get(f"{V1}/employers").json()] == [
            employer.account_no
        ]
        assert client.delete(f"{V1}{path}/{given.json()['id']}").status_code == 204
        assert as_user(friend).get(f"{V1}/employers").json() == []


class TestMember:
    def test_own_record_coverage_and_contacts(self):
        person, employer = make_person(), make_employer()
        enrolled(person, employer, date(2026, 1, 5))
        client = as_user(member(person))
        record = client.get(f"{V1}/me/profile").json()
        assert record["employments"][0]["employer_name"] == employer.name
        on = client.get(f"{V1}/me/coverage?on=2026-01-04").json()
        assert (on["day"], on["coverage"]) == ("2026-01-04", None)
        assert client.get(f"{V1}/me/coverage").json()["coverage"]["section"] == 33
        assert client.get(f"{V1}/me/coverage?on=nonsense").status_code == 400
        changed = client.patch(
            f"{V1}/me/profile", {"email": "me@example.test"}, content_type="application/json"
        )
        assert changed.json()["email"] == ""
        assert client.get(f"{V1}/me/email-confirmation").json() == {"waiting": "me@example.test"}
        message = Message.objects.get(template="registration/email_code")
        code = re.search(r"\d{6}", message.body).group()
        confirmed = client.post(
            f"{V1}/me/email-confirmation", {"code": code}, content_type="application/json"
        )
        assert confirmed.json()["email"] == "me@example.test"
        again = client.post(f"{V1}/me/email-confirmation", {"code": code}, content_type="application/json")
        assert again.status_code == 422

    def test_payout_needs_the_second_factor(self):
        user = member(make_person())
        weak = Client()
        weak.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert send(weak, "/me/payout", {"kind": "promptpay"}).status_code == 403
        assert send(as_user(user), "/me/payout", {"kind": "promptpay"}).status_code == 201
        assert as_user(user).get(f"{V1}/me/payout").json()["active"]["kind"] == "promptpay"


class TestOffice:
    def test_the_record_wants_a_purpose_and_notes_it(self):
        person = make_person()
        client = as_user(officer())
        hit = client.get(f"{V1}/office/people?q={person.national_id[:12]}").json()[0]
        assert hit["national_id"] != person.national_id
        assert client.get(f"{V1}/office/people/{person.pk}").status_code == 422
        assert client.get(f"{V1}/office/people/{person.pk}?purpose=enquiry").status_code == 200
        assert Access.objects.filter(subject=f"person:{person.pk}").count() == 1

    @pytest.mark.parametrize("path", ["/office/people?q=x", "/office/employers?q=x", "/office/people/1"])
    def test_nobody_else_searches(self, path):
        assert Client().get(f"{V1}{path}").status_code in (401, 403)
        assert as_user(member(make_person())).get(f"{V1}{path}").status_code == 403
        assert as_user(staff(make_employer())).get(f"{V1}{path}").status_code == 403
