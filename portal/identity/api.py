"""Mobile operator and NDID as second factors, for programs: ask, then confirm once the holder has agreed."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.forms import Form
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations.public import GatewayDown
from portal.identity.forms import BankForm, MobileForm
from portal.identity.mobile import finish_mobile, start_mobile
from portal.identity.ndid import banks_of, finish_ndid, start_ndid
from sso_core.accounts.public import session_assurance
from sso_core.api.permissions import IsMember
from sso_core.api.shapes import LevelsShape


class AskTelephoneShape(serializers.Serializer):  # type: ignore[type-arg]
    phone = serializers.CharField(max_length=20)


class AskedShape(serializers.Serializer):  # type: ignore[type-arg]
    """``digits`` stand on the other screen too: show them, so that the holder knows the question is theirs."""

    digits = serializers.CharField()


class ProofDown(APIException):
    status_code = 503
    default_detail = "ระบบยืนยันตัวตนภายนอกไม่ตอบ ลองใหม่ภายหลัง หรือใช้วิธีอื่น"
    default_code = "unavailable"


class AskTelephone(APIView):
    """Ask on a telephone. Asked again, the earlier question no longer counts."""

    permission_classes = (IsMember,)

    @extend_schema(operation_id="me_mobile_ask", request=AskTelephoneShape, responses={201: AskedShape})
    def post(self, request: Request) -> Response:
        return _begin(request, MobileForm(request.data), "phone", start_mobile, limit="mobile_proof")


class ConfirmTelephone(APIView):
    """Lift this session once the holder has agreed; 422 with ``mobile_waiting`` until then."""

    permission_classes = (IsMember,)

    @extend_schema(operation_id="me_mobile_confirm", request=None, responses=LevelsShape)
    def post(self, request: Request) -> Response:
        _asked(finish_mobile, request._request)
        return Response(LevelsShape(session_assurance(request._request)).data)


class NdidBankShape(serializers.Serializer):  # type: ignore[type-arg]
    """``ial`` and ``aal`` are the highest that the bank vouches for."""

    id = serializers.CharField()
    name_th = serializers.CharField()
    name_en = serializers.CharField()
    ial = serializers.CharField()
    aal = serializers.CharField()


class AskBankShape(serializers.Serializer):  # type: ignore[type-arg]
    bank = serializers.CharField(max_length=100)


class AskBank(APIView):
    """The banks that know the holder, and a question to one of them. Asked again, the earlier one is withdrawn."""

    permission_classes = (IsMember,)

    @extend_schema(operation_id="me_ndid_banks", responses=NdidBankShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(NdidBankShape(_asked(banks_of, request._request), many=True).data)

    @extend_schema(operation_id="me_ndid_ask", request=AskBankShape, responses={201: AskedShape})
    def post(self, request: Request) -> Response:
        form = BankForm(request.data, banks=_asked(banks_of, request._request))
        return _begin(request, form, "bank", start_ndid, limit="ndid_proof")


class ConfirmBank(APIView):
    """Lift this session once the holder has agreed; 422 with ``ndid_waiting`` until then."""

    permission_classes = (IsMember,)

    @extend_schema(operation_id="me_ndid_confirm", request=None, responses=LevelsShape)
    def post(self, request: Request) -> Response:
        _asked(finish_ndid, request._request)
        return Response(LevelsShape(session_assurance(request._request)).data)


def _begin(request: Request, form: Form, field: str, start: Callable[..., str], *, limit: str) -> Response:
    """Ask outside, so often as ``limit`` allows."""
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
    if not ratelimit.consume(request._request, action=limit, user=request.user):
        raise Throttled
    digits = _asked(start, request._request, form.cleaned_data[field])
    return Response(AskedShape({"digits": digits}).data, status=201)


def _asked(question: Any, *given: Any) -> Any:
    try:
        return question(*given)
    except GatewayDown as down:
        raise ProofDown from down
