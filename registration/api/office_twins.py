"""One person under two numbers, and deaths, over the API: asked by an officer, decided by another as a case."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import selectors
from registration.api.office_record import CorrectionShape, opened
from registration.api.shapes import Shape
from registration.api.views import by, told
from registration.forms.records import SOURCES
from registration.models import Merge, Twin
from registration.services import deaths, merging
from registration.services.merging import merges_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer
from sso_core.kernel import thai_id
from sso_core.kernel.finding import Finding, Refused

PAIRS = 100


class TwinShape(Shape):
    id = serializers.IntegerField()
    one = serializers.IntegerField(source="one_id")
    other = serializers.IntegerField(source="other_id")
    grounds = serializers.ListField(child=serializers.CharField())
    found_on = serializers.DateField()


class MergeShape(Shape):
    id = serializers.IntegerField()
    number = serializers.CharField(source="source.national_id")
    reason = serializers.CharField()
    done_at = serializers.DateTimeField()


class RecordReasonInput(Shape):
    reason = serializers.CharField(max_length=500)


class MergeInput(RecordReasonInput):
    """``number``: the other number. ``stays``: which of the two stays; without it, the one of the address."""

    number = serializers.CharField(max_length=20)
    stays = serializers.CharField(max_length=20, required=False)


class DeathInput(Shape):
    """Without ``died_on`` a death that was recorded here by mistake is taken back."""

    died_on = serializers.DateField(required=False, allow_null=True)
    source = serializers.ChoiceField(SOURCES, required=False)  # type: ignore[assignment]
    evidence = serializers.CharField(max_length=300)


def _asked(case: Any) -> Response:
    return Response(CorrectionShape({"reference": case.reference}).data, status=status.HTTP_201_CREATED)


class Twins(APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_twins", responses=TwinShape(many=True))
    def get(self, request: Request) -> Response:
        """Pairs of records that may be one person, newest first, at most a hundred."""
        rows = Twin.objects.filter(dismissed_at=None).order_by("-found_on", "pk")[:PAIRS]
        return Response(TwinShape(rows, many=True).data)


class TwinDismissal(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_twin_dismiss", request=RecordReasonInput, responses={200: TwinShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The two are two people; the pair is not proposed again. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, twin_id: int) -> Response:
        twin = Twin.objects.filter(pk=twin_id, dismissed_at=None).first()
        if twin is None:
            raise Http404
        merging.dismiss(twin_id, reason=told(RecordReasonInput, request)["reason"], by=by(request))
        return Response(TwinShape(twin).data)


class Merges(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_merges", responses=MergeShape(many=True))
    def get(self, request: Request, person_id: int) -> Response:
        """Records that were merged into this one."""
        opened(request, person_id)
        return Response(MergeShape(merges_of(person_id), many=True).data)

    @extend_schema(operation_id="office_merge", request=MergeInput, responses={201: CorrectionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that two records become one. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        opened(request, person_id)
        wanted = told(MergeInput, request)
        found, other = selectors.person(person_id), selectors.person_by_national_id(wanted["number"])
        if other is None:
            raise Refused(Finding("dopa_not_found", field="number"))
        stays = thai_id.normalise(wanted["stays"]) if wanted.get("stays") else found.national_id
        source, target = (other, found) if stays == found.national_id else (found, other)
        return _asked(merging.ask_merge(source.id, target.id, reason=wanted["reason"], by=by(request)))


class Parting(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_part", request=RecordReasonInput, responses={201: CorrectionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a merge be taken apart. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int, merge_id: int) -> Response:
        opened(request, person_id)
        if not Merge.objects.filter(pk=merge_id, target=person_id).exists():
            raise Http404
        reason = told(RecordReasonInput, request)["reason"]
        return _asked(merging.ask_parting(merge_id, reason=reason, by=by(request)))


class Deaths(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_death", request=DeathInput, responses={201: CorrectionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a death be recorded, or taken back. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        opened(request, person_id)
        wanted = told(DeathInput, request)
        if not wanted.get("died_on"):
            return _asked(deaths.ask_life(person_id, evidence=wanted["evidence"], by=by(request)))
        case = deaths.ask_death(
            person_id,
            died_on=wanted["died_on"],
            source=wanted.get("source", ""),
            evidence=wanted["evidence"],
            by=by(request),
        )
        return _asked(case)
