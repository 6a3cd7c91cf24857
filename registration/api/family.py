"""One's family over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration.api.office_record import CorrectionShape
from registration.api.shapes import Shape
from registration.api.views import by, told
from registration.models import Kinship
from registration.services import family
from registration.services.family import Kin
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsMember


class KinShape(Shape):
    kinship = serializers.ChoiceField(Kinship.choices)
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    national_id = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]


class KinInput(Shape):
    """``documents``: numbers of papers sent before with ``me/documents``."""

    kinship = serializers.ChoiceField(Kinship.choices)
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    national_id = serializers.CharField(max_length=20, required=False, allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True)
    since = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)
    evidence = serializers.CharField(max_length=300)
    documents = serializers.ListField(child=serializers.UUIDField(), required=False)


class MyFamily(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(operation_id="my_family", responses=KinShape(many=True))
    def get(self, request: Request) -> Response:
        """Everybody of the family, with days and source."""
        return Response(KinShape(family.family_of(request.person_id), many=True).data)  # type: ignore[attr-defined]

    @extend_schema(operation_id="my_family_ask", request=KinInput, responses={201: CorrectionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a relative be added, which an officer decides. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        wanted = told(KinInput, request)
        documents = tuple(map(str, wanted.pop("documents", ())))
        evidence = wanted.pop("evidence")
        person_id = request.person_id  # type: ignore[attr-defined]
        case = family.ask(
            person_id, Kin(**wanted), evidence=evidence, documents=documents, by=by(request), channel="api"
        )
        return Response(CorrectionShape({"reference": case.reference}).data, status=status.HTTP_201_CREATED)
