"""Files of people over the API: send, look, enrol, put away."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import files
from registration.api.shapes import EnrolFindingShape, Shape
from registration.api.views import by
from registration.models import EnrolFile, EnrolFileStatus
from registration.services import enrol_files
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsEmployer
from sso_core.messaging.public import as_dict

MOST_FINDINGS = 10_000


class RollFileInput(Shape):
    """Our Excel template, or 240-character records of type 103."""

    file = serializers.FileField()


class RollFileShape(Shape):
    """``checked`` waits for the choice; ``progress`` is the part of the present work that is done, in percent."""

    id = serializers.IntegerField()
    filename = serializers.CharField()
    status = serializers.ChoiceField(EnrolFileStatus.choices)
    lines = serializers.IntegerField()
    good = serializers.IntegerField()
    warned = serializers.IntegerField()
    bad = serializers.IntegerField()
    enrolled = serializers.IntegerField()
    progress = serializers.IntegerField(allow_null=True)


def file_data(file: EnrolFile) -> dict[str, Any]:
    names = ("id", "filename", "status", "lines", "good", "warned", "bad", "enrolled")
    run = files.progress_of_file(file)
    told = {name: getattr(file, name) for name in names}
    return dict(RollFileShape({**told, "progress": run.percent if run else None}).data)


def file_of(account: str, file_id: int) -> EnrolFile:
    found = files.enrol_file(account, file_id)
    if found is None:
        raise Http404
    return found


class RollFiles(Idempotent, APIView):
    permission_classes = [IsEmployer]
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="staff_files", responses=RollFileShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """The ten newest files."""
        return Response([file_data(file) for file in files.newest_files(account)])

    @extend_schema(operation_id="staff_file_send", request=RollFileInput, responses={201: RollFileShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send people who come and go; nobody is enrolled yet. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        told = RollFileInput(data=request.data)
        told.is_valid(raise_exception=True)
        sent = told.validated_data["file"]
        file = enrol_files.send(account, sent.read(), sent.name, by=by(request))
        return Response(file_data(file), status=status.HTTP_201_CREATED)


class RollFile(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="staff_file", responses=RollFileShape)
    def get(self, request: Request, account: str, file_id: int) -> Response:
        """How far a file is."""
        return Response(file_data(file_of(account, file_id)))

    @extend_schema(operation_id="staff_file_discard", responses={204: None})
    def delete(self, request: Request, account: str, file_id: int) -> Response:
        """Put a file away that was not enrolled."""
        enrol_files.discard(file_of(account, file_id).pk, by=by(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RollFindings(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="staff_file_findings", responses=EnrolFindingShape(many=True))
    def get(self, request: Request, account: str, file_id: int) -> Response:
        """What was found, what blocks first; leavers are counted from line 1,000,001."""
        found = files.findings_of(file_of(account, file_id).pk, most=MOST_FINDINGS)
        return Response([as_dict(one.finding) for one in found])


class RollEnrol(Idempotent, APIView):
    permission_classes = [IsEmployer]
    parser_classes = [JSONParser]

    @extend_schema(operation_id="staff_file_enrol", request=None, responses=RollFileShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enrol and release the people of the good rows. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, file_id: int) -> Response:
        return Response(file_data(enrol_files.keep(file_of(account, file_id).pk, by=by(request))))
