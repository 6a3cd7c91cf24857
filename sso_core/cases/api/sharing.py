"""Sharing the work of an office out, for its supervisors."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import Role, User, actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer
from sso_core.cases.models import AssignmentRule
from sso_core.cases.permissions import may_lead
from sso_core.cases.services import sharing
from sso_core.kernel.actor import Actor


class LoadShape(serializers.Serializer[object]):
    user_id = serializers.IntegerField()
    name = serializers.CharField()
    open = serializers.IntegerField()
    late = serializers.IntegerField()
    oldest = serializers.DateField()


class SharingRuleShape(serializers.Serializer[object]):
    """``case_type``: a kind of case, or ``*`` for every other."""

    case_type = serializers.CharField()
    mode = serializers.ChoiceField(AssignmentRule.Mode.choices)


class SharedShape(serializers.Serializer[object]):
    given = serializers.IntegerField()


def _lead(request: Request, office: str) -> Actor:
    user = request.user
    if not isinstance(user, User) or not may_lead(user, office):
        raise Http404
    return actor_of(request._request, f"office:{office}")


class Sharing(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.supervisor,)

    @extend_schema(operation_id="office_loads", responses=LoadShape(many=True))
    def get(self, request: Request, office: str) -> Response:
        """What each officer has open, the most first."""
        _lead(request, office)
        return Response(LoadShape(sharing.loads_of(office), many=True).data)

    @extend_schema(operation_id="office_share_out", request=None, responses=SharedShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give what nobody has to whom the rules say. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, office: str) -> Response:
        return Response({"given": sharing.share_out(office, by=_lead(request, office))})


class SharingRules(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.supervisor,)

    @extend_schema(operation_id="office_sharing_rules", responses=SharingRuleShape(many=True))
    def get(self, request: Request, office: str) -> Response:
        """The rules that count at the office."""
        _lead(request, office)
        return Response(SharingRuleShape(sharing.rules_of(office), many=True).data)

    @extend_schema(operation_id="office_sharing_rule", request=SharingRuleShape, responses=SharingRuleShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Set the rule of a kind of case. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, office: str) -> Response:
        by = _lead(request, office)
        shape = SharingRuleShape(data=request.data)
        shape.is_valid(raise_exception=True)
        sharing.set_rule(office, **shape.validated_data, by=by)
        return Response(shape.data)
