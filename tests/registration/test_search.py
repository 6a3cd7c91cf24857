"""The officer's search: by number, name of today or before, telephone, and names that read alike."""

from datetime import date

import pytest

from registration.public import find_employers, find_people, leave
from sso_core.audit.models import Event
from sso_core.kernel.actor import SYSTEM
from tests.registration.factories import enrolled, make_employer, make_person, officer, strong_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person(first_name="น้ำผึ้ง", last_name="แก้วมณีวงศ์", phone="0812345678")


def found(text):
    return [one.id for one in find_people(text)]


@pytest.mark.parametrize(
    "text",
    ["น้ำผึ้ง", "นำผึง", "แก้วมณี", "มณีวง", "นางสาวน้ำผึ้ง แก้วมณีวงศ์", "0812345678", "812345", "081-234-5678"],
)
def test_by_any_fragment(person, text):
    make_person(first_name="อื่น", last_name="ไกลกัน")
    assert found(text) == [person.pk]


def test_by_number(person):
    number = person.national_id
    for text in (
        number,
        number[4:10],
        f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}",
    ):
        assert person.pk in found(text)
    assert found("1101700203451") == []


def test_by_a_name_from_before(person):
    person.first_name, person.last_name = "ใหม่", "นามสกุลสามี"
    person.set_keys()
    person.save()
    assert found("แก้วมณีวงศ์") == [person.pk]
    assert found("นามสกุลสามี") == [person.pk]
    assert str(person.former_names.get()) == "นายน้ำผึ้ง แก้วมณีวงศ์"


def test_by_a_name_that_reads_alike(person):
    assert found("น้ำผึ้ง แก้วมนีวงส์") == [person.pk]
    assert found("ฮิปโปโปเตมัส") == []


@pytest.mark.parametrize("text", ["", "น", " ", "%", "_", "นาย"])
def test_too_little_finds_nobody(person, text):
    assert found(text) == []


def test_signs_of_patterns_are_letters(person):
    assert found("แก้%%%%%%%%%%%%%%%%%%") == []
    assert found("___") == []


class TestEmployers:
    @pytest.fixture
    def mill(self):
        return make_employer(name="บริษัท โรงสีน้ำผึ้ง จำกัด", tax_id="0105561234561")

    @pytest.mark.parametrize("part", ["โรงสี", "โรงสีนำผึง", "โรงสีน้ำผืง", lambda e: e.account_no[3:8],
                                      lambda e: e.tax_id[4:10], lambda e: e.tax_id])  # fmt: skip
    def test_by_any_fragment(self, mill, part):
        make_employer(name="บริษัท ไกลกัน จำกัด", tax_id="0107500000000", account_no="9900000000")
        text = part(mill) if callable(part) else part
        assert [one.account_no for one in find_employers(text)] == [mill.account_no]

    def test_people_by_their_employer_of_today_or_before(self, person, mill):
        now, before, elsewhere = person, make_person(first_name="เคยอยู่"), make_person()
        enrolled(now, mill, date(2026, 1, 5))
        enrolled(before, mill, date(2025, 1, 5))
        leave(mill.account_no, before.national_id, last_day=date(2025, 6, 30), reason="1", by=SYSTEM)
        enrolled(elsewhere, make_employer(), date(2026, 1, 5))
        for part in ("โรงสี", mill.account_no, mill.tax_id):
            assert {one.id for one in find_people("", employer=part)} == {now.pk, before.pk}

    def test_people_by_a_fragment_of_both(self, person, mill):
        same_name = make_person(first_name=person.first_name, last_name=person.last_name)
        enrolled(person, mill, date(2026, 1, 5))
        for text in ("น้ำผึ้ง", "มณีวง", person.national_id[2:9], "0812345678"):
            assert [one.id for one in find_people(text, employer="โรงสี")] == [person.pk]
        assert find_people("ไกลกัน", employer="โรงสี") == ()
        assert find_people("น้ำผึ้ง", employer="ไม่มีนายจ้างนี้") == ()
        assert {person.pk, same_name.pk} == set(found("น้ำผึ้ง"))

    def test_people_by_a_former_name_at_an_employer(self, person, mill):
        enrolled(person, mill, date(2026, 1, 5))
        person.first_name, person.last_name = "ใหม่", "นามสกุลสามี"
        person.set_keys()
        person.save()
        assert [one.id for one in find_people("แก้วมณีวงศ์", employer="โรงสี")] == [person.pk]

    def test_the_page_shows_the_old_name_the_employer_and_its_staff(self, person, mill, client):
        enrolled(person, mill, date(2026, 1, 5))
        person.first_name, person.last_name = "ใหม่", "นามสกุลสามี"
        person.set_keys()
        person.save()
        desk = strong_session(client, officer())
        shown = desk.get("/office/people/?q=แก้วมณีวงศ์").content.decode()
        assert "นายใหม่ นามสกุลสามี" in shown
        assert "ชื่อเดิม นายน้ำผึ้ง แก้วมณีวงศ์" in shown
        shown = desk.get("/office/people/?q=โรงสี").content.decode()
        assert f"/office/people/?employer={mill.account_no}" in shown
        shown = desk.get(f"/office/people/?employer={mill.account_no}").content.decode()
        assert "นายใหม่ นามสกุลสามี" in shown
        assert "ชื่อเดิม" not in shown.split("<table")[1]
        api = desk.get("/api/v1/office/people", {"q": "นามสกุล", "employer": "โรงสี"}).json()
        assert [one["id"] for one in api] == [person.pk]
        assert desk.get("/api/v1/office/people").json() == []
        searched = Event.objects.filter(verb="people_searched").order_by("-pk")
        assert searched[0].params == {"q": "นามสกุล · โรงสี", "found": 1}
