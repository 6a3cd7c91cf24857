"""The inbox over the API."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.api.permissions import IsEmployer, IsMember
from sso_core.messaging.selectors import inbox_of, message_of
from sso_core.messaging.services import mark_read


class MessageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A message as it was sent."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    action_url = serializers.CharField()
    action_label = serializers.CharField()
    case_ref = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class MyInbox(APIView):
    """Messages to the signed-in member, newest first."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_messages", responses=MessageSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = inbox_of(f"person:{request.person_id}")  # type: ignore[attr-defined]
        return Response(MessageSerializer(rows, many=True).data)


class MyMessageRead(APIView):
    """Mark a message as read."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_message_read", request=None, responses={204: None})
    def post(self, request: Request, message_id: int) -> Response:
        if message_of(f"person:{request.person_id}", message_id) is None:  # type: ignore[attr-defined]
            raise Http404
        mark_read(message_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class EmployerInbox(APIView):
    """Messages to an employer, newest first."""

    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_messages", responses=MessageSerializer(many=True))
    def get(self, request: Request, account: str) -> Response:
        return Response(MessageSerializer(inbox_of(f"employer:{account}"), many=True).data)
