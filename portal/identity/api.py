"""The mobile operator as a second factor, for programs: ask, then confirm once the holder has agreed."""

from typing import Any

from allauth.core import ratelimit
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations.public import GatewayDown
from portal.identity.forms import MobileForm
from portal.identity.mobile import finish_mobile, start_mobile
from sso_core.accounts.public import session_assurance
from sso_core.api.permissions import IsMember
from sso_core.api.shapes import LevelsShape


class AskTelephoneShape(serializers.Serializer):  # type: ignore[type-arg]
    phone = serializers.CharField(max_length=20)


class AskedTelephoneShape(serializers.Serializer):  # type: ignore[type-arg]
    """``digits`` stand on the telephone too: show them, so that the holder knows the question is theirs."""

    digits = serializers.CharField()


class OperatorDown(APIException):
    status_code = 503
    default_detail = "เครือข่ายมือถือไม่ตอบ ลองใหม่ภายหลัง"
    default_code = "unavailable"


class AskTelephone(APIView):
    """Ask on a telephone. Asked again, the earlier question no longer counts."""

    permission_classes = (IsMember,)

    @extend_schema(
        operation_id="me_mobile_ask", request=AskTelephoneShape, responses={201: AskedTelephoneShape}
    )
    def post(self, request: Request) -> Response:
        form = MobileForm(request.data)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        if not ratelimit.consume(request._request, action="mobile_proof", user=request.user):
            raise Throttled
        digits = _asked(start_mobile, request._request, form.cleaned_data["phone"])
        return Response(AskedTelephoneShape({"digits": digits}).data, status=201)


class ConfirmTelephone(APIView):
    """Lift this session once the holder has agreed; 422 with ``mobile_waiting`` until then."""

    permission_classes = (IsMember,)

    @extend_schema(operation_id="me_mobile_confirm", request=None, responses=LevelsShape)
    def post(self, request: Request) -> Response:
        _asked(finish_mobile, request._request)
        return Response(LevelsShape(session_assurance(request._request)).data)


def _asked(question: Any, *given: Any) -> Any:
    try:
        return question(*given)
    except GatewayDown as down:
        raise OperatorDown from down
