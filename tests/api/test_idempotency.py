"""A call sent twice acts once, also one that answers without a body."""

import pytest
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from sso_core.api.idempotency import Idempotent
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
