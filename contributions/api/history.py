"""Loads of the past for the office: how far, which totals differ, and the decision of two people."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import Shape, baht
from contributions.models import HistoryLoad
from contributions.selectors import history as read
from contributions.services import history
from sso_core.accounts.public import Role, actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer

MOST = 500


class HistoryLoadShape(Shape):
    id = serializers.IntegerField(source="pk")
    reference = serializers.CharField()
    status = serializers.CharField()
    first_month = serializers.DateField()
    last_month = serializers.DateField()
    rows = serializers.IntegerField()
    aside = serializers.IntegerField()
    differences = serializers.IntegerField(allow_null=True, help_text="null: not compared yet")
    reason = serializers.CharField()
    asked_by = serializers.CharField()
    accepted_by = serializers.CharField()


class HistoryControlShape(Shape):
    """Amounts of the older system are null where it does not tell the employer and year."""

    account_no = serializers.CharField(help_text="empty: Section 39")
    year = serializers.IntegerField(help_text="C.E.")
    count = serializers.IntegerField(allow_null=True)
    wages = baht(allow_null=True)
    contributions = baht(allow_null=True)
    found_count = serializers.IntegerField()
    found_wages = baht()
    found_contributions = baht()
    aside_count = serializers.IntegerField()


class HistoryFindingShape(Shape):
    code = serializers.CharField()
    is_aside = serializers.BooleanField()
    count = serializers.IntegerField()


class HistoryDetailShape(HistoryLoadShape):
    differing = HistoryControlShape(many=True, help_text=f"at most {MOST}")
    findings = HistoryFindingShape(many=True)


class HistoryDecisionInput(Shape):
    act = serializers.ChoiceField(("ask", "accept", "refuse"))
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


def _load(load_id: int) -> HistoryLoad:
    found = HistoryLoad.objects.filter(pk=load_id).first()
    if found is None:
        raise Http404
    return found


class HistoryView(APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.supervisor, Role.auditor)


class Loads(HistoryView):
    @extend_schema(responses=HistoryLoadShape(many=True), operation_id="history_list")
    def get(self, request: Request) -> Response:
        """Loads of the past, newest first; at most 500."""
        return Response(HistoryLoadShape(read.loads()[:MOST], many=True).data)


class OneLoad(HistoryView):
    @extend_schema(responses=HistoryDetailShape, operation_id="history_retrieve")
    def get(self, request: Request, load_id: int) -> Response:
        """One load: which employer-years differ, and what was found in its lines."""
        load = _load(load_id)
        body = dict(HistoryLoadShape(load).data)
        differing = read.controls(load, only_differing=True)[:MOST]
        body["differing"] = HistoryControlShape(differing, many=True).data
        body["findings"] = HistoryFindingShape(read.finding_counts(load), many=True).data
        return Response(body)


class Decide(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.supervisor,)

    @extend_schema(request=HistoryDecisionInput, responses=HistoryLoadShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask to take a differing load, take it as the second person, or refuse it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, load_id: int) -> Response:
        told = HistoryDecisionInput(data=request.data)
        told.is_valid(raise_exception=True)
        load, by = _load(load_id), actor_of(request._request)
        match told.validated_data["act"]:
            case "ask":
                load = history.ask_to_accept(load.pk, reason=told.validated_data["reason"], by=by)
            case "accept":
                load = history.accept(load.pk, by=by)
            case _:
                load = history.refuse(load.pk, by=by)
        return Response(HistoryLoadShape(load).data)
