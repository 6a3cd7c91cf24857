"""The queue at the door: who comes above the pace keeps a place, and loses it by nothing."""

import itertools
import re
import threading

import pytest
import redis
from django.core import signing
from django.test import Client

from sso_core import waiting
from sso_core.waiting import COOKIE, Place, door_key, take_place

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
SECOND = 1_000_000


@pytest.fixture(autouse=True)
def door(settings):
    settings.SIGN_INS_A_MINUTE = 1  # so slow that a busy machine is not slower
    valkey = redis.Redis.from_url(settings.REDIS_URL)
    valkey.delete(door_key())
    yield valkey
    valkey.delete(door_key())


def waits(response) -> bool:
    return "คุณอยู่ในคิวแล้ว" in response.content.decode()


def test_the_first_comes_in_and_the_next_waits():
    assert not waits(Client().get(LOGIN))
    second = Client().get(LOGIN)
    assert waits(second)
    assert second.status_code == 200
    assert second.headers["Cache-Control"] == "no-store"
    refresh, _, url = second.headers["Refresh"].partition("; url=")
    assert 1 <= int(refresh) <= 30
    assert url == LOGIN


def test_a_place_is_kept_and_its_turn_comes(door, settings):
    Client().get(LOGIN)
    second = Client()
    second.get(LOGIN)
    kept = second.cookies[COOKIE].value
    for _ in range(3):
        assert waits(second.get(LOGIN))
    assert signing.loads(second.cookies[COOKIE].value, salt=COOKIE) == signing.loads(kept, salt=COOKIE)
    slot = signing.loads(kept, salt=COOKIE)
    third = Client()
    third.get(LOGIN)
    assert signing.loads(third.cookies[COOKIE].value, salt=COOKIE) - slot == 60 * SECOND
    # The turn has come: the same person is let in, and may take some time over the password.
    second.cookies[COOKIE] = signing.dumps(slot - 61 * SECOND, salt=COOKIE)
    for _ in range(3):
        assert not waits(second.get(LOGIN))


def test_a_turn_that_is_long_over_is_taken_anew(door):
    seconds, _ = door.time()
    late = Client()
    late.cookies[COOKIE] = signing.dumps((seconds - 16 * 60) * SECOND, salt=COOKIE)
    take_place()
    assert waits(late.get(LOGIN))


@pytest.mark.parametrize(
    "forged", ["", "x", "1:2:3", signing.dumps(1, salt="another"), signing.dumps("x", salt=COOKIE)]
)
def test_a_forged_place_is_none(forged):
    take_place()
    client = Client()
    client.cookies[COOKIE] = forged
    assert waits(client.get(LOGIN))


def test_a_password_that_is_sent_waits_too():
    take_place()
    sent = Client().post(LOGIN, {"login": "somebody", "password": "x"})
    assert waits(sent)


def test_programs_are_told_when_to_come_again():
    take_place()
    told = Client().post("/_allauth/browser/v1/auth/login", {}, content_type="application/json")
    assert told.status_code == 429
    assert 1 <= int(told.headers["Retry-After"]) <= 60


def test_other_pages_are_open_to_all():
    for _ in range(3):
        take_place()
    assert Client().get("/help/").status_code == 200
    assert Client().get("/law/").status_code == 200


def test_without_valkey_everybody_comes_in(settings, monkeypatch):
    take_place()
    gone = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(waiting, "_valkey", lambda: gone)
    assert not waits(Client().get(LOGIN))


def test_no_pace_no_queue(settings):
    settings.SIGN_INS_A_MINUTE = 0
    assert not any(waits(Client().get(LOGIN)) for _ in range(5))


def test_nobody_gets_the_place_of_another():
    places: list[int] = []
    threads = [
        threading.Thread(target=lambda: places.extend(take_place().slot for _ in range(25))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    places.sort()
    assert all(after - before >= 60 * SECOND for before, after in itertools.pairwise(places))
    assert len(places) == 200


def figures(response) -> tuple[str, list[str]]:
    """The heading, and what stands in the list below it."""
    text = response.content.decode()
    heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", text, re.DOTALL)[1]
    return heading, re.findall(r"<dd>\s*(.*?)\s*</dd>", text, re.DOTALL)


def test_the_page_is_drawn_once_and_each_sees_the_own_figures_in_the_own_language(
    door, settings, django_assert_num_queries
):
    settings.SIGN_INS_A_MINUTE = 60
    door.set(door_key(), (door.time()[0] + 7200) * SECOND)
    thai, english = Client(), Client()
    english.cookies["django_language"] = "en"
    with django_assert_num_queries(0):
        seen = [figures(client.get(LOGIN)) for client in (thai, english, Client(), thai)]
    assert [heading for heading, _ in seen] == [
        "คุณอยู่ในคิวแล้ว", "You are in the queue", "คุณอยู่ในคิวแล้ว", "คุณอยู่ในคิวแล้ว",
    ]  # fmt: skip
    ahead = [re.sub(r"\D", "", shown[0]) for _, shown in seen]
    assert ahead[:3] in (["7201", "7202", "7203"], ["7200", "7201", "7202"])
    assert int(ahead[3]) <= int(ahead[0])
    assert not any("[[" in part for _, shown in seen for part in shown)


def test_the_links_of_the_look_keep_where_one_wanted_to_go():
    take_place()
    waiting_for = "/account/login/?next=/me/contributions/"
    told = Client().get(waiting_for)
    assert "?next=%2Fme%2Fcontributions%2F&amp;text=large" in told.content.decode()
    assert told.headers["Refresh"].endswith(f"; url={waiting_for}")
    large = Client()
    large.cookies["sso_text"] = "large"
    assert 'data-text="large"' in large.get(LOGIN).content.decode()
    assert 'data-text="normal"' in Client().get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("wait", "again"), [(4, 4), (29, 29), (45, 30), (60, 30), (90, 45), (300, 150), (3600, 300)]
)
def test_the_page_comes_again_the_more_seldom_the_farther_the_turn(wait, again):
    assert Place(slot=wait * SECOND, now=0).refresh == again


def test_what_the_page_says():
    place = Place(slot=100 * SECOND, now=40 * SECOND)
    assert (place.seconds, place.ahead, place.refresh, place.has_come) == (60, 1, 30, False)
    assert Place(slot=40 * SECOND, now=38 * SECOND).has_come
