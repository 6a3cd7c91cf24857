"""Error pages: what happened, what was kept, what to do, 1506. Programs get problems."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from sso_core.ui import errors

ANSWERS = {
    errors.bad_request: 400,
    errors.forbidden: 403,
    errors.not_found: 404,
    errors.csrf_failure: 403,
    errors.server_error: 500,
    errors.unavailable: 503,
}


@pytest.mark.parametrize(("answer", "status"), ANSWERS.items())
def test_pages_say_what_to_do(answer, status, rf):
    response = answer(rf.get("/x/"))
    page = response.content.decode()
    assert response.status_code == status
    assert "1506" in page
    assert page.count("<h1") == 1
    assert 'class="govuk-button"' in page


@pytest.mark.parametrize(("answer", "status"), ANSWERS.items())
def test_programs_get_a_problem(answer, status, rf):
    response = answer(rf.get("/api/v1/x"))
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == status


def test_a_database_that_does_not_answer_is_503_with_a_time():
    request = RequestFactory().get("/x/")
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = errors.server_error(request)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"


@pytest.mark.urls("tests.ui.ui_urls")
def test_an_unknown_address_gets_the_page(client):
    assert "ไม่พบหน้านี้" in client.get("/no/such/page/").content.decode()
