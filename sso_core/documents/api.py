"""Uploads over the API."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import actor_of
from sso_core.api.permissions import IsMember, IsPublic, IsSignedIn
from sso_core.documents import views
from sso_core.documents.reading import documents_of, issued_with, still_counts
from sso_core.documents.services.uploads import store_upload


class DocumentSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A paper: uploaded by its owner or issued by the office."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.CharField()
    case_ref = serializers.CharField()
    reference = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    status = serializers.CharField()
    filename = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
    verification_code = serializers.CharField()
    created_at = serializers.DateTimeField()
    url = serializers.CharField()


class UploadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """``kind`` says what the paper is for, such as ``sickness_certificate``."""

    file = serializers.FileField()
    kind = serializers.RegexField(r"^[a-z0-9_]{1,60}$")


class GenuineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What a verification code proves."""

    genuine = serializers.BooleanField(help_text="issued by the office")
    counts = serializers.BooleanField(help_text="false where it was cancelled since, or is not genuine")
    title = serializers.CharField(allow_null=True)
    issued_on = serializers.DateField(allow_null=True)


class MyDocuments(APIView):
    """The signed-in member's papers."""

    permission_classes = [IsMember]
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="me_documents", responses=DocumentSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = documents_of(f"person:{request.person_id}")  # type: ignore[attr-defined]
        return Response(DocumentSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="me_document_upload",
        request={"multipart/form-data": UploadSerializer},
        responses={201: DocumentSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send a file (PDF, JPG, PNG). The same file sent again is the paper that is there already."""
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        document = store_upload(
            form.validated_data["file"],
            subject=f"person:{request.person_id}",  # type: ignore[attr-defined]
            kind=form.validated_data["kind"],
            by=actor_of(request._request),
        )
        return Response(DocumentSerializer(document).data, status=status.HTTP_201_CREATED)


class DocumentContent(APIView):
    """The file of a paper that the caller may read."""

    permission_classes = [IsSignedIn]

    @extend_schema(operation_id="document_content", responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        plain: HttpRequest = request._request
        plain.user = request.user
        return views.serve(plain, document_id)


class Verification(APIView):
    """Is the paper with this code genuine?"""

    permission_classes = [IsPublic]

    @extend_schema(operation_id="verify", responses=GenuineSerializer)
    def get(self, request: Request, code: str) -> Response:
        found = issued_with(code)
        answer = {
            "genuine": found is not None,
            "counts": found is not None and still_counts(found),
            "title": found.title if found else None,
            "issued_on": found.created_at.date() if found else None,
        }
        return Response(GenuineSerializer(answer).data)
