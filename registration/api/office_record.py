"""A person's record for officers over the API: what changed, and asking for corrections."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import selectors
from registration.api.shapes import Shape
from registration.api.views import by
from registration.history import changes_of
from registration.models import LeaveReason, Sex
from registration.services import corrections
from registration.views.office_record import open_record
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer


class ChangeShape(Shape):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    what = serializers.CharField()
    field = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class CorrectionInput(Shape):
    """Of the person: ``birth_date`` and ``sex``. With ``employment``: ``starts_on``, ``ends_on``, ``why_left``."""

    reason = serializers.CharField(max_length=500)
    birth_date = serializers.DateField(required=False, allow_null=True)
    sex = serializers.ChoiceField(Sex.choices, required=False)
    employment = serializers.IntegerField(required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False, allow_null=True)
    why_left = serializers.ChoiceField(LeaveReason.choices, required=False, allow_blank=True)


class CorrectionShape(Shape):
    reference = serializers.CharField()


def opened(request: Request, person_id: int) -> None:
    """The purpose was stated before, with the record itself; else there is nothing here."""
    if open_record(request._request, person_id) is None:
        raise Http404


class PersonHistory(APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(
        operation_id="office_person_history",
        parameters=[OpenApiParameter("field", description="Only this field")],
        responses=ChangeShape(many=True),
    )
    def get(self, request: Request, person_id: int) -> Response:
        """Every change of the record, newest first; the record must have been opened with a purpose."""
        opened(request, person_id)
        found = changes_of(person_id, request.query_params.get("field", ""))
        return Response(ChangeShape(found, many=True).data)


class Corrections(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(
        operation_id="office_person_correct", request=CorrectionInput, responses={201: CorrectionShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for a correction, which another officer decides. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        opened(request, person_id)
        shape = CorrectionInput(data=request.data)
        shape.is_valid(raise_exception=True)
        told = dict(shape.validated_data)
        ask = self._employment if "employment" in told else self._person
        case = ask(request, person_id, told)
        return Response(CorrectionShape({"reference": case.reference}).data, status=status.HTTP_201_CREATED)

    def _person(self, request: Request, person_id: int, told: dict[str, Any]) -> Any:
        present = selectors.person(person_id)
        return corrections.ask_person(
            person_id,
            birth_date=told.get("birth_date", present.birth_date),
            sex=told.get("sex", present.sex),
            reason=told["reason"],
            by=by(request),
        )

    def _employment(self, request: Request, person_id: int, told: dict[str, Any]) -> Any:
        one = selectors.employment(told["employment"])
        if one is None or one.person_id != person_id:
            raise Http404
        return corrections.ask_employment(
            one.id,
            starts_on=told.get("starts_on", one.starts_on),
            ends_on=told.get("ends_on", one.ends_on),
            why_left=told.get("why_left", one.reason),
            reason=told["reason"],
            by=by(request),
        )
