"""Held money by API: the same acts as on the page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.views import FinanceView, by
from contributions.models import ActKind, ActState
from contributions.selectors import suspense as queue
from contributions.services import suspense
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer


class WishInput(serializers.Serializer[Any]):
    """``params``: ``bills`` ([[bill, amount], …]) for apply, ``account`` for move, ``to`` for refund."""

    kind = serializers.ChoiceField(choices=ActKind.choices)
    params = serializers.DictField(required=False, default=dict)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class CheckInput(serializers.Serializer[Any]):
    decline = serializers.BooleanField(default=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class SuspenseActShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    item = serializers.IntegerField(source="item_id")
    kind = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    state = serializers.CharField()
    needs_two = serializers.BooleanField()
    made_by = serializers.CharField()
    checked_by = serializers.CharField()
    reason = serializers.CharField()


class ReclaimShape(serializers.Serializer[Any]):
    """Money that had gone back to a payer when the bank took the payment; closed when its bill is paid."""

    id = serializers.IntegerField()
    order_ref = serializers.CharField()
    payee_name = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    reason = serializers.CharField(source="reversal.reason")
    reversed_on = serializers.DateField(source="reversal.on")
    ref1 = serializers.CharField(source="bill.ref1")
    ref2 = serializers.CharField(source="bill.ref2")
    due_on = serializers.DateField(source="bill.due_on")
    status = serializers.CharField(source="bill.status")


class Reclaims(FinanceView):
    @extend_schema(responses=ReclaimShape(many=True), operation_id="reclaims_list")
    def get(self, request: Request) -> Response:
        """What payers are to send back, oldest due first; at most 500."""
        return Response(ReclaimShape(queue.reclaims()[:500], many=True).data)


class Acts(Idempotent, FinanceView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(request=WishInput, responses={200: SuspenseActShape, 202: SuspenseActShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Do something with held money; 202 where a second officer has to do it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, item_id: int) -> Response:
        told = WishInput(data=request.data)
        told.is_valid(raise_exception=True)
        asked = told.validated_data
        wish = suspense.Wish(ActKind(asked["kind"]), asked["params"], asked["reason"])
        done = suspense.propose(item_id, wish, by=by(request))
        return Response(SuspenseActShape(done).data, status=200 if done.state == ActState.DONE else 202)


class CheckAct(Idempotent, FinanceView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(request=CheckInput, responses=SuspenseActShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Do, or decline, what another officer proposed. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, act_id: int) -> Response:
        told = CheckInput(data=request.data)
        told.is_valid(raise_exception=True)
        if told.validated_data["decline"]:
            done = suspense.decline(act_id, told.validated_data["reason"], by=by(request))
        else:
            done = suspense.confirm(act_id, by=by(request))
        return Response(SuspenseActShape(done).data)
