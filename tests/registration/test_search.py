"""The officer's search: by number, name of today or before, telephone, and names that read alike."""

import pytest

from registration.public import find_people
from tests.registration.factories import make_person

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
