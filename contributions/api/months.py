"""The wage months over the API: officers look, supervisors begin the steps."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import Shape, baht
from contributions.api.views import by
from contributions.selectors import months as read
from contributions.services.months import ACTS
from contributions.views.months import period_of
from sso_core.accounts.public import Role
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer

LISTED = 1000


class WageMonthShape(Shape):
    period = serializers.CharField(help_text="YYYY-MM, C.E.")
    state = serializers.CharField()
    due_on = serializers.DateField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    figures = serializers.DictField(help_text="as of the last closing; baht as text")


class MonthRunShape(Shape):
    reference = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    percent = serializers.IntegerField()
    rate = serializers.IntegerField(allow_null=True, help_text="items a second")
    remaining = serializers.DurationField(allow_null=True)


class OneWageMonthShape(WageMonthShape):
    expected = serializers.IntegerField()
    filed = serializers.IntegerField()
    not_due = serializers.IntegerField()
    missing = serializers.IntegerField()
    late = serializers.IntegerField(help_text="filed after the closing")
    unpaid = baht(help_text="contributions billed and not paid")
    runs = MonthRunShape(many=True)


class MissingFilingShape(Shape):
    account_no = serializers.CharField()
    name = serializers.CharField()
    office = serializers.CharField()
    staff = serializers.IntegerField()
    due_on = serializers.DateField()
    reminded_at = serializers.DateTimeField(allow_null=True)
    chased_at = serializers.DateTimeField(allow_null=True)


class MonthBegunShape(Shape):
    reference = serializers.CharField()
    title = serializers.CharField()


def view_of(month: str) -> read.MonthView:
    found = read.month(period_of(month))
    if found is None:
        raise Http404
    return found


class Months(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(responses=WageMonthShape(many=True), operation_id="months_list")
    def get(self, request: Request) -> Response:
        """The wage months, newest first."""
        return Response(WageMonthShape(read.months(), many=True).data)


class OneMonth(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(responses=OneWageMonthShape)
    def get(self, request: Request, month: str) -> Response:
        """How a month stands now, and its runs."""
        view = view_of(month)
        counts = read.counts(view.period)
        told = {name: getattr(counts, name) for name in counts.__slots__}
        body = {**WageMonthShape(view).data, **told, "runs": read.runs_of(view.period)}
        return Response(OneWageMonthShape(body).data)


class MissingFilings(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(responses=MissingFilingShape(many=True), parameters=[OpenApiParameter("office", str)])
    def get(self, request: Request, month: str) -> Response:
        """Employers that must file and have not, the largest first; 1,000 at most."""
        found = read.missing_of(view_of(month).period, office=request.query_params.get("office", ""))
        return Response(MissingFilingShape(found[:LISTED], many=True).data)


class MonthAct(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.supervisor,)

    @extend_schema(request=None, responses={202: MonthBegunShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin a step: ``open``, ``remind``, ``chase`` or ``close``. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, month: str, what: str) -> Response:
        if what not in ACTS:
            raise Http404
        run = ACTS[what](period_of(month), by=by(request))
        return Response(MonthBegunShape(run).data, status=status.HTTP_202_ACCEPTED)
