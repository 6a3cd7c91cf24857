"""Foreigners over the API, for officers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration.api.office_record import CorrectionShape, opened
from registration.api.shapes import PersonShape, Shape
from registration.api.views import by, told
from registration.models import PaperKind, Sex
from registration.services import foreigners
from registration.services.foreigners import Foreigner, Paper
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer


class PaperShape(Shape):
    id = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(PaperKind.choices)
    country = serializers.RegexField(r"^[A-Za-z]{3}$")
    number = serializers.CharField(max_length=40)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)


class ForeignerInput(Shape):
    latin_name = serializers.CharField(max_length=200)
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    nationality = serializers.RegexField(r"^[A-Za-z]{3}$")
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(Sex.choices)
    paper = PaperShape()


class NumberInput(Shape):
    number = serializers.CharField(max_length=20)
    evidence = serializers.CharField(max_length=300)


class Foreigners(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_foreigner", request=ForeignerInput, responses={201: PersonShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Register somebody by the passport; a number is given at once. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        values = told(ForeignerInput, request)
        paper = Paper(**values.pop("paper"))
        made = foreigners.register_foreigner(Foreigner(**values, paper=paper), by=by(request))
        return Response(PersonShape(made).data, status=status.HTTP_201_CREATED)


class Papers(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_papers", responses=PaperShape(many=True))
    def get(self, request: Request, person_id: int) -> Response:
        """Papers in use of a person whose record was opened."""
        opened(request, person_id)
        return Response(PaperShape(foreigners.papers_of(person_id), many=True).data)

    @extend_schema(operation_id="office_paper_keep", request=PaperShape, responses={201: PaperShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new paper, or the same with new days. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        opened(request, person_id)
        made = foreigners.add_paper(person_id, Paper(**told(PaperShape, request)), by=by(request))
        return Response(PaperShape(made).data, status=status.HTTP_201_CREATED)


class Numbers(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_number", request=NumberInput, responses={201: CorrectionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a person be known by another number. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        opened(request, person_id)
        case = foreigners.ask_number(person_id, **told(NumberInput, request), by=by(request))
        return Response(CorrectionShape({"reference": case.reference}).data, status=status.HTTP_201_CREATED)
