"""The member's home: what is known, what is not known, and where to go."""

from dataclasses import replace

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from portal import home
from tests.portal.factories import TODAY, a_person, a_user, employed, not_loaded, paid, period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False):
        yield


@pytest.fixture
def member(client):
    """Worked since 2014; June is missing, the last month is not due, two months were never loaded."""
    person = a_person()
    branch = employed(person)
    paid(person, branch, period("2026-03"), period("2026-05"))
    paid(person, branch, period("2026-07"), period("2026-09"))
    not_loaded(person, period("2025-12"), period("2026-02"))
    client.force_login(a_user(person))
    return person


def test_the_page_asks_the_database_no_more_than_it_must(client, member, django_assert_num_queries):
    client.get("/me/")
    with django_assert_num_queries(24):
        client.get("/me/")


def test_the_page_shows_the_months_as_they_are(client, member):
    page = client.get("/me/").content.decode()
    assert "สวัสดี คุณปาณิสรา" in page
    assert page.count('class="is-paid"') == 6
    assert page.count('class="is-unknown"') >= 3
    assert "ไม่ใช่ 0 บาท" in page
    assert "ไม่พบเงินสมทบ มิถุนายน\u00a02569" in page
    assert "บริษัท ทอใจพัฒนา จำกัด" in page
    assert "คุ้มครองอยู่ · มาตรา 33" in page


def test_what_was_received_is_among_what_happened(client, member):
    assert "รับเงินสมทบ ก.ย.\u00a02569 840.00\u00a0บาท" in client.get("/me/").content.decode()


def test_nobody_else_sees_it(client, member):
    client.logout()
    assert client.get("/me/").status_code == 302
    client.force_login(a_user(kind="officer"))
    assert client.get("/me/").status_code == 404


def test_a_person_never_insured_is_told_so(client):
    person = a_person()
    client.force_login(a_user(person))
    page = client.get("/me/").content.decode()
    assert "ไม่ได้อยู่ในความคุ้มครอง" in page
    assert page.count('class="is-none"') == 12


def does_not_answer():
    raise RuntimeError("the subsystem is away")


def test_a_part_that_fails_is_unknown_and_not_empty():
    assert home.ask(does_not_answer, ()) == home.Part((), known=False)
    assert home.ask(lambda: (), ()) == home.Part((), known=True)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("coverage", "ความคุ้มครอง: ยังไม่รู้"),
        ("months", "ตอนนี้อ่านข้อมูลเงินสมทบไม่ได้ (ไม่ใช่ 0 บาท)"),
        ("rights", "ตอนนี้ตรวจสิทธิไม่ได้"),
        ("next_payment", "ยังไม่รู้"),
        ("events", "ยังไม่รู้"),
        ("person", "สวัสดี"),
    ],
)
def test_an_unknown_part_says_so_and_the_rest_stays(rf, member, part, words):
    found = home.member_home(member.pk, user_id=0, today=TODAY)
    request = rf.get("/me/")
    request.user = AnonymousUser()
    page = render_to_string(
        "portal/home.html", {"home": replace(found, **{part: home.ask(does_not_answer, None)})}, request
    )
    assert words in page
    assert page.count("<section") >= 4


def test_parts_are_asked_one_by_one(member):
    found = home.member_home(member.pk, user_id=0, today=TODAY)
    assert len(found.months.value) == home.MONTHS_SHOWN
    assert found.months.known
    assert found.months_ever.value.count == 6
