"""A call sent twice acts once, also one that answers without a body; one that waits in vain does nothing."""

from datetime import date
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from contributions.models import CollectionCase
from sso_core.accounts.models import User
from sso_core.api import idempotency
from sso_core.api.idempotency import Idempotent
from sso_core.api.models import IdempotentAnswer
from tests.contributions.collection import detect, employer_of_june, the_case
from tests.contributions.conftest import signed_in
from tests.faults.holding import holding
from tests.registration.factories import officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("body", "status"), [(None, 204), ({"made": 1}, 201), ([], 200)])
def test_the_answer_is_given_again_and_nothing_done(body, status):
    done = []

    class Acts(Idempotent, APIView):
        permission_classes = ()

        def act(self, request: Request, *args, **kwargs) -> Response:
            done.append(1)
            return Response(body, status=status)

    user = officer()

    def call(key: str) -> HttpResponse:
        request = APIRequestFactory().post("/", {}, headers={"Idempotency-Key": key})
        force_authenticate(request, user)
        return Acts.as_view()(request)

    first, again = call("the-same-key"), call("the-same-key")
    assert (first.status_code, again.status_code) == (status, status)
    assert first.data == again.data == body
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(done) == 1
    assert call("short").status_code == 400


@pytest.fixture
def case(monkeypatch):
    """An employer that owes, whose case is nobody's; and a call waits 0.3 s, not 5."""
    monkeypatch.setattr(idempotency, "LOCK_WAIT", "300ms")
    with time_machine.travel(date(2026, 8, 20), tick=True):
        employer_of_june()
        detect()
        yield the_case()


def note(client: Client, case: CollectionCase) -> HttpResponse:
    path, key = f"/api/v1/office/arrears/{case.pk}/notes", {"Idempotency-Key": "a-note-once"}
    return client.post(path, {"text": "โทรแล้ว"}, content_type="application/json", headers=key)


@pytest.mark.django_db(transaction=True)
def test_work_that_waits_for_anothers_lock_answers_503_does_nothing_and_the_same_key_works_later(case):
    client = signed_in(officer("officer", office=case.office), aal=2)

    with holding("select from contributions_collectioncase where id = %s for update", [case.pk]):
        waited = note(client, case)
    assert (waited.status_code, waited.headers["Content-Type"]) == (503, "application/problem+json")
    assert (waited.json()["code"], waited.headers["Retry-After"]) == ("busy", "5")
    assert not case.events.filter(verb="noted").exists()
    assert not IdempotentAnswer.objects.exists()
    assert note(client, case).status_code == 200
    assert note(client, case).headers["Idempotent-Replayed"] == "true"
    assert case.events.filter(verb="noted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_at_work_elsewhere_answers_409_and_works_when_that_work_was_undone(case):
    user = officer("officer", office=case.office)
    client = signed_in(user, aal=2)

    taken = "insert into %s (user_id, key, fingerprint, created_at) values (%%s, 'a-note-once', '', now())"
    with holding(taken % IdempotentAnswer._meta.db_table, [user.pk]):
        busy = note(client, case)
    assert (busy.status_code, busy.json()["code"], busy.headers["Retry-After"]) == (
        409,
        "idempotency_key_busy",
        "5",
    )
    assert not case.events.filter(verb="noted").exists()
    assert note(client, case).status_code == 200
    assert case.events.filter(verb="noted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_wait_for_each_other_the_call_that_is_ended_is_told_to_come_again(case, monkeypatch):
    monkeypatch.setattr(idempotency, "LOCK_WAIT", "60s")
    user, other = officer("officer", office=case.office), officer("officer")
    lock = "select from %s where id = %%s for update"
    users, cases = lock % User._meta.db_table, lock % CollectionCase._meta.db_table

    class Acts(Idempotent, APIView):
        permission_classes = ()

        def act(self, request: Request, *args, **kwargs) -> Response:
            with connection.cursor() as cursor:
                cursor.execute(cases, [case.pk])
                cursor.execute(users, [other.pk])
            return Response({})

    request = APIRequestFactory().post("/", {}, headers={"Idempotency-Key": "the-same-key"})
    force_authenticate(request, user)
    with holding(users, [other.pk]) as hold:

        def wait_for_the_call() -> None:
            hold.wait()
            connection.close()
            hold.session.execute(cases, [case.pk])

        second = Thread(target=wait_for_the_call)
        second.start()
        answer = Acts.as_view()(request)
        second.join()
    assert (answer.status_code, answer.data["code"]) == (503, "busy")
    assert not IdempotentAnswer.objects.exists()
