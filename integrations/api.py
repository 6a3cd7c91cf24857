"""How the outside systems answer, over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations.states import states
from sso_core.api.permissions import AAL2, IsOfficer


class GatewayShape(serializers.Serializer[object]):
    """``is_well`` is null where nothing is known of the last thirty days."""

    system = serializers.CharField()
    label_th = serializers.CharField()
    label_en = serializers.CharField()
    is_well = serializers.BooleanField(allow_null=True)
    spared = serializers.BooleanField()
    answered_at = serializers.DateTimeField(allow_null=True)
    failed_at = serializers.DateTimeField(allow_null=True)
    why = serializers.CharField()


class Gateways(APIView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(operation_id="office_gateways", responses=GatewayShape(many=True))
    def get(self, request: Request) -> Response:
        """Last answer and last failure of each outside system, and whether it is spared now."""
        return Response(GatewayShape(states(), many=True).data)
