"""How a person is reached: addresses by subdistrict with their days, an e-mail address that its code confirms."""

import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from registration.history import changes_of
from registration.models import Address, Person
from registration.public import confirm_phone
from registration.services import contacts
from registration.services.addresses import addresses_of, set_address
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.localities import find_localities, locality
from sso_core.messaging.models import Message
from sso_core.messaging.public import inbox_of
from tests.registration.factories import make_person, member, strong_session

pytestmark = pytest.mark.django_db
SILOM = {"house": "99/1 ถ.สีลม", "subdistrict": "100402"}
BAN_MAI = {"house": "8 หมู่ 2", "subdistrict": "120605"}
OLD, NEW = "old@example.test", "new@example.test"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    return make_person(email=OLD, phone="0811111111")


@pytest.fixture
def client(person):
    return strong_session(Client(), member(person))


def code_of(refused):
    return refused.value.findings[0].code


class TestLocalities:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("10500", "แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500"),
            ("สีลม", "แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500"),
            ("Si Lom", "แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500"),
            ("บ้านใหม่ ปากเกร็ด", "ต.บ้านใหม่ อ.ปากเกร็ด จ.นนทบุรี 11120"),
            ("ปากเกร็ด", "ต.บ้านใหม่ อ.ปากเกร็ด จ.นนทบุรี 11120"),
        ],
    )
    def test_found_by_name_and_postcode(self, text, found):
        assert found in [one.in_words() for one in find_localities(text)]

    @pytest.mark.parametrize("text", ["", " ", "99999", "ไม่มีที่นี่แน่นอน"])
    def test_what_is_nowhere(self, text):
        assert find_localities(text) == ()

    @settings(deadline=None)
    @given(st.text(max_size=30))
    def test_any_text_is_answered(self, text):
        assert len(find_localities(text)) <= 30

    def test_unknown_codes(self):
        assert locality("000000") is None
        assert locality("x") is None


class TestAddresses:
    def test_moving_keeps_where_one_lived(self, person):
        set_address(person.pk, "contact", **SILOM, since=date(2025, 1, 1), by=SYSTEM)
        set_address(person.pk, "contact", **BAN_MAI, since=date(2026, 10, 1), by=SYSTEM)
        new, old = addresses_of(person.pk)
        assert (old.until, new.until) == (date(2026, 9, 30), None)
        (then,) = addresses_of(person.pk, on=date(2026, 1, 1))
        assert then.on_letters == "99/1 ถ.สีลม แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500"
        person.refresh_from_db()
        assert (person.province, person.office) == ("12", "1200")
        assert person.address.startswith("8 หมู่ 2 ต.")

    def test_the_same_again_changes_nothing_and_a_slip_of_the_day_is_written_over(self, person):
        for _ in range(2):
            set_address(person.pk, "contact", **SILOM, by=SYSTEM)
        assert Address.objects.count() == 1
        set_address(person.pk, "contact", **BAN_MAI, by=SYSTEM)
        assert [one.house for one in addresses_of(person.pk)] == ["8 หมู่ 2"]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"house": " "}, "address_house"),
            ({"subdistrict": "999999"}, "address_place"),
            ({"postcode": "10110"}, "address_postcode"),
            ({"since": date(2026, 11, 24)}, "address_in_future"),
            ({"since": date(2019, 1, 1)}, "address_before_last"),
        ],
    )
    def test_bad_input(self, person, change, code):
        set_address(person.pk, "contact", **BAN_MAI, since=date(2020, 1, 1), by=SYSTEM)
        with pytest.raises(Refused) as refused:
            set_address(person.pk, "contact", **{**SILOM, **change}, by=SYSTEM)
        assert code_of(refused) == code

    def test_the_database_refuses_two_on_a_day(self, person):
        given = {
            "person": person,
            "kind": "contact",
            "house": "1",
            "subdistrict": "100402",
            "postcode": "10500",
        }
        Address.objects.create(**given, since="2026-01-01", until="2026-06-30")
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(**given, since="2026-06-30")

    def test_by_page(self, client, person):
        page = client.get("/me/address/?q=10500").content.decode()
        assert "แขวงสีลม" in page
        assert "ไม่พบ" in client.get("/me/address/?q=99999").content.decode()
        body = {"q": "10500", "house": "99/1 ถ.สีลม", "place": "100402-10500"}
        assert client.post("/me/address/", {**body, "place": ""}).status_code == 422
        assert client.post("/me/address/", {**body, "place": "100402-99999"}).status_code == 422
        assert client.post("/me/address/", body)["Location"] == "/me/profile/"
        profile = client.get("/me/profile/").content.decode()
        assert "99/1 ถ.สีลม</span> แขวงสีลม" in profile

    def test_over_the_api(self, client):
        (place,) = client.get("/api/v1/places", {"q": "สีลม บางรัก"}).json()
        body = {"house": "99/1", "subdistrict": place["code"]}
        headers = {"Idempotency-Key": "address-0001"}
        made = client.post("/api/v1/me/addresses", body, "application/json", headers=headers)
        assert (made.status_code, made.json()["postcode"]) == (201, "10500")
        assert len(client.get("/api/v1/me/addresses").json()) == 1
        wrong = {**body, "postcode": "50000"}
        headers = {"Idempotency-Key": "address-0002"}
        answer = client.post("/api/v1/me/addresses", wrong, "application/json", headers=headers)
        assert answer.status_code == 422


def sent_code(email=NEW):
    message = Message.objects.filter(template="registration/email_code", email=email).latest("pk")
    return re.search(r"\d{6}", message.body).group()


def test_the_history_shows_the_address(client, person):
    set_address(person.pk, "contact", **SILOM, by=SYSTEM)
    fields = {change.field for change in changes_of(person.pk)}
    assert {"house", "subdistrict", "province"} <= fields


class TestEmail:
    def ask(self, person, email=NEW):
        return contacts.set_contacts(person.pk, phone=person.phone, email=email, by=SYSTEM)

    def test_counts_when_its_code_came_back(self, person):
        assert self.ask(person).email == OLD
        assert contacts.waiting_email(person.pk) == NEW
        done = contacts.confirm_email(person.pk, sent_code(), by=SYSTEM)
        assert done.email == NEW
        assert done.email_confirmed_at
        assert contacts.waiting_email(person.pk) == ""
        assert Message.objects.filter(template="registration/contacts_changed", email=OLD).exists()

    def test_the_code_is_not_in_the_inbox(self, person):
        self.ask(person)
        assert sent_code() not in "".join(m.body for m in inbox_of(f"person:{person.pk}"))

    def test_five_wrong_tries_are_the_last(self, person):
        self.ask(person)
        right = sent_code()
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        seen = []
        for code in (*[wrong] * 5, right):
            with pytest.raises(Refused) as refused:
                contacts.confirm_email(person.pk, code, by=SYSTEM)
            seen.append(code_of(refused))
        assert seen == ["code_wrong"] * 4 + ["code_used_up"] * 2

    def test_an_old_code_and_the_code_before_the_last_are_refused(self, person):
        self.ask(person)
        first = sent_code()
        contacts.send_again(person.pk)
        if first != sent_code():
            with pytest.raises(Refused):
                contacts.confirm_email(person.pk, first, by=SYSTEM)
        with time_machine.travel("2026-11-23 09:20+07:00"), pytest.raises(Refused) as refused:
            contacts.confirm_email(person.pk, sent_code(), by=SYSTEM)
        assert code_of(refused) == "code_none"

    def test_not_more_than_five_codes_an_hour(self, person):
        for number in range(5):
            self.ask(person, f"a{number}@example.test")
        with pytest.raises(Refused) as refused:
            self.ask(person)
        assert code_of(refused) == "code_too_often"
        with time_machine.travel("2026-11-23 10:01+07:00"):
            self.ask(person)

    def test_taking_the_address_out_counts_at_once_and_is_told(self, person):
        assert self.ask(person, "").email == ""
        assert Message.objects.filter(template="registration/contacts_changed", email=OLD).exists()

    def test_by_page(self, client, person):
        answer = client.post("/me/profile/", {"phone": person.phone, "email": NEW})
        assert answer["Location"] == "/me/profile/email/"
        assert NEW in client.get("/me/profile/").content.decode()
        page = "/me/profile/email/"
        assert NEW in client.get(page).content.decode()
        right = sent_code()
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        assert client.post(page, {"code": wrong}).status_code == 422
        client.post(page, {"again": "1"})
        assert client.post(page, {"code": sent_code()})["Location"] == "/me/profile/"
        person.refresh_from_db()
        assert person.email == NEW
        assert "รหัสหมดอายุ" in client.get(page).content.decode()


class TestPhone:
    def test_the_operator_confirms_the_telephone_of_the_record_only(self, person):
        assert not confirm_phone(person.pk, "0899999999")
        assert confirm_phone(person.pk, "0811111111")
        person.refresh_from_db()
        assert person.phone_confirmed_at

    def test_another_telephone_is_not_confirmed(self, person):
        confirm_phone(person.pk, "0811111111")
        contacts.set_contacts(person.pk, phone="0822222222", email=OLD, by=SYSTEM)
        assert Person.objects.get().phone_confirmed_at is None
