"""Recovery at a branch, for programs: ask, decide, and use the code.

Not kept by ``Idempotency-Key``: the code of a decision must be kept nowhere. Repeated, each is refused instead.
"""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import (
    ASKING,
    DECIDING,
    Recovery,
    actor_of,
    ask_recovery,
    decide_recovery,
    kept_name,
    may_decide,
    use_recovery,
    waiting_recoveries,
)
from sso_core.api.permissions import IsOfficer, IsPublic


class AskRecoveryShape(serializers.Serializer):  # type: ignore[type-arg]
    """``seen``: what the officer saw of the person who stands there."""

    username = serializers.CharField(max_length=60)
    seen = serializers.ChoiceField(choices=Recovery.Seen.choices)
    reason = serializers.CharField(max_length=500)


class RecoveryShape(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user")
    office = serializers.CharField()
    seen = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.CharField()
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()


class RecoveryDecisionShape(serializers.Serializer):  # type: ignore[type-arg]
    approve = serializers.BooleanField()


class RecoveryCodeShape(serializers.Serializer):  # type: ignore[type-arg]
    """``code`` is told once and lives 24 hours; empty when refused."""

    code = serializers.CharField(allow_blank=True)


class UseRecoveryShape(serializers.Serializer):  # type: ignore[type-arg]
    username = serializers.CharField(max_length=60)
    code = serializers.CharField(max_length=30)
    password = serializers.CharField(max_length=200)

    def validate_username(self, value: str) -> str:
        return kept_name(value)

    def validate_password(self, value: str) -> str:
        try:
            validate_password(value)
        except ValidationError as weak:
            raise serializers.ValidationError(weak.messages) from weak
        return value


class Recoveries(APIView):
    """Recoveries that wait for a second officer; ask for one."""

    permission_classes = (IsOfficer,)
    officer_roles = (*ASKING, *DECIDING)

    @extend_schema(operation_id="office_recoveries", responses=RecoveryShape(many=True))
    def get(self, request: Request) -> Response:
        waiting = waiting_recoveries(_offices(request))
        return Response(RecoveryShape(waiting, many=True).data)

    @extend_schema(
        operation_id="office_recovery_ask", request=AskRecoveryShape, responses={201: RecoveryShape}
    )
    def post(self, request: Request) -> Response:
        told = _valid(AskRecoveryShape, request)
        plain = request._request
        made = ask_recovery(**told, office=_offices(request)[0], by=actor_of(plain), request=plain)
        return Response(RecoveryShape(made).data, status=201)


class Decision(APIView):
    """The second officer's word."""

    permission_classes = (IsOfficer,)
    officer_roles = DECIDING

    @extend_schema(
        operation_id="office_recovery_decide", request=RecoveryDecisionShape, responses=RecoveryCodeShape
    )
    def post(self, request: Request, recovery: int) -> Response:
        told = _valid(RecoveryDecisionShape, request)
        user: Any = request.user
        found = Recovery.objects.filter(pk=recovery).first()
        if found is None or not may_decide(user, found):
            raise Http404
        code = decide_recovery(recovery, approve=told["approve"], by=actor_of(request._request))
        return Response(RecoveryCodeShape({"code": code}).data)


class Recover(APIView):
    """A new password for the code of the branch."""

    permission_classes = (IsPublic,)

    @extend_schema(operation_id="recover", request=UseRecoveryShape, responses={204: None})
    def post(self, request: Request) -> Response:
        told = _valid(UseRecoveryShape, request)
        if not ratelimit.consume(request._request, action="recovery_code", key=told["username"]):
            raise Throttled
        use_recovery(**told, request=request._request)
        return Response(status=204)


def _valid(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    made = shape(data=request.data)
    made.is_valid(raise_exception=True)
    return dict(made.validated_data)


def _offices(request: Request) -> tuple[str, ...]:
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    return offices
