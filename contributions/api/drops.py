"""What the e-filing gateway has put down, over the API: officers look, supervisors begin to take it in."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.months import MonthBegunShape, MonthRunShape
from contributions.api.shapes import Shape
from contributions.api.views import by
from contributions.selectors import drops as read
from contributions.services.bulk.drops import open_drop
from sso_core.accounts.public import Role
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer


class DropShape(Shape):
    name = serializers.CharField()
    files = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="bytes on the disk")
    is_complete = serializers.BooleanField(help_text="the gateway says that it has put down all")
    broken = serializers.ListField(child=serializers.CharField(), help_text="zips that cannot be opened")
    run = MonthRunShape(allow_null=True)


class DropOutcomeShape(Shape):
    filed = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="checked; the employer was told what to mend")
    known = serializers.IntegerField(help_text="came before")
    lines = serializers.IntegerField(help_text="people filed")
    refused_count = serializers.IntegerField()
    refused = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), help_text="file and reason, the first 200"
    )


class OneDropShape(DropShape):
    outcome = DropOutcomeShape(allow_null=True)


class Drops(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(responses=DropShape(many=True), operation_id="drops_list")
    def get(self, request: Request) -> Response:
        """Folders that wait, then the newest that were taken in."""
        return Response(DropShape(read.drops_now(), many=True).data)


class OneDrop(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(responses=OneDropShape)
    def get(self, request: Request, name: str) -> Response:
        """A folder, its run, and what became of its files so far."""
        found = read.drop(name)
        if found is None:
            raise Http404
        outcome = read.outcome(found.run.run_id) if found.run else None
        body = DropShape(found).data | {"outcome": DropOutcomeShape(outcome).data if outcome else None}
        return Response(body)


class BeginDrop(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.supervisor,)

    @extend_schema(request=None, responses={202: MonthBegunShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin to take a folder in; begun before, the same run is told. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, name: str) -> Response:
        run = open_drop(name, by=by(request))
        return Response(MonthBegunShape(run).data, status=status.HTTP_202_ACCEPTED)
