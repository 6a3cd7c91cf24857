"""The public pages, and where each kind of user is at home."""

import pytest

from sso_core.accounts.public import home_of
from tests.portal.factories import a_person, a_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/help/", "/privacy/", "/accessibility/", "/pref/"])
def test_public_pages_open_and_have_one_heading(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_public_pages_take_no_post(client, path):
    assert client.post(path).status_code == 405


def test_a_member_goes_on_to_the_own_home(client):
    client.force_login(a_user(a_person()))
    assert client.get("/").headers["Location"] == "/me/"


def test_a_member_is_at_home_at_me():
    assert home_of(a_user(a_person())) == "/me/"


def test_an_officer_is_at_home_in_the_queue_and_an_employer_chooses_an_account():
    assert home_of(a_user(kind="officer")) == "/office/"
    assert home_of(a_user(kind="employer")) == "/employer/"


def test_the_front_page_names_the_ways_in(client):
    page = client.get("/").content.decode()
    for way in ("ผู้ประกันตน", "นายจ้าง", "เจ้าหน้าที่"):
        assert way in page


def test_unread_messages_are_counted_in_the_menu(client):
    person = a_person()
    client.force_login(a_user(person))
    assert 'class="count"' not in client.get("/me/").content.decode()


def test_an_unknown_page_says_what_to_do(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "1506" in response.content.decode()
