"""Text size, contrast and language: set by a link, kept by a cookie, back on the same page."""

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict

from sso_core.ui.middleware import PreferencesMiddleware

pytestmark = pytest.mark.urls("tests.ui.ui_urls")


@pytest.mark.parametrize(
    ("query", "cookie", "mark"),
    [
        ("text=large", "sso_text", 'data-text="large"'),
        ("text=small", "sso_text", 'data-text="small"'),
        ("contrast=high", "sso_contrast", 'data-contrast="high"'),
        ("lang=en", "django_language", 'lang="en"'),
    ],
)
def test_a_choice_is_remembered(client, query, cookie, mark):
    response = client.get(f"/help/?q=1&{query}")
    assert response.status_code == 302
    assert response["Location"] == "/help/?q=1"
    assert client.cookies[cookie].value == query.split("=")[1]
    assert mark in client.get("/help/").content.decode()


def test_an_odd_choice_changes_nothing(client):
    response = client.get("/help/?text=huge")
    assert response.status_code == 200
    assert 'data-text="normal"' in response.content.decode()


def test_an_odd_cookie_changes_nothing(client):
    client.cookies["sso_text"] = '"><script>'
    assert 'data-text="normal"' in client.get("/help/").content.decode()


def test_it_never_leaves_the_site():
    request = HttpRequest()
    request.method, request.path = "GET", "//elsewhere.example/"
    request.GET = QueryDict("text=large")
    response = PreferencesMiddleware(lambda _request: HttpResponse())(request)
    assert response["Location"] == "/elsewhere.example/"


def test_thai_even_for_an_english_browser(client):
    page = client.get("/help/", headers={"accept-language": "en-US"}).content.decode()
    assert '<html lang="th"' in page


def test_links_keep_the_rest_of_the_address(client):
    assert "?q=%E0%B8%81&amp;text=large" in client.get("/help/?q=ก").content.decode()


def test_the_current_size_is_marked_once(client):
    client.get("/help/?text=large")
    page = client.get("/help/").content.decode()
    assert page.count('aria-current="true"') == 1
