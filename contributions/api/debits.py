"""Standing debit over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import Shape, baht
from contributions.api.views import FinanceView, by
from contributions.selectors.debits import debit_days
from contributions.services import mandates
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsMember


class MandateShape(Shape):
    reference = serializers.CharField()
    bank_code = serializers.CharField()
    account = serializers.CharField(source="masked")
    state = serializers.CharField()
    asked_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class DebitShape(Shape):
    reference = serializers.CharField()
    bill = serializers.CharField(source="bill.ref2")
    amount = baht()
    run_on = serializers.DateField()
    state = serializers.CharField()
    reason = serializers.CharField()


class MyDebitShape(Shape):
    """``mandate`` is null while none is set up."""

    mandate = MandateShape(allow_null=True)
    debits = DebitShape(many=True)


class MandateInput(Shape):
    bank_code = serializers.CharField(max_length=3)
    account = serializers.CharField(max_length=30)


class DebitDayShape(Shape):
    on = serializers.DateField()
    sent = serializers.IntegerField()
    sent_total = baht()
    collected = serializers.IntegerField()
    collected_total = baht()
    refused = serializers.IntegerField()
    refused_total = baht()
    waiting = serializers.IntegerField()


def body(person_id: int) -> dict[str, Any]:
    told = {"mandate": mandates.live(person_id), "debits": mandates.debits_of(person_id)}
    return dict(MyDebitShape(told).data)


class MyDebit(Idempotent, APIView):
    permission_classes = [IsMember, AAL2]

    @extend_schema(responses=MyDebitShape, operation_id="my_debit")
    def get(self, request: Request) -> Response:
        """The account that months are taken from, and what was taken."""
        return Response(body(request.person_id))  # type: ignore[attr-defined]

    @extend_schema(request=MandateInput, responses={201: MyDebitShape}, operation_id="my_debit_set_up")
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let the months be taken from an account, once its bank confirms. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = MandateInput(data=request.data)
        told.is_valid(raise_exception=True)
        mandates.ask(request.person_id, **told.validated_data, by=by(request))  # type: ignore[attr-defined]
        return Response(body(request.person_id), status=status.HTTP_201_CREATED)  # type: ignore[attr-defined]


class StopDebit(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(request=None, responses=MyDebitShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take nothing more from the account. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        mandates.stop(request.person_id, by=by(request))  # type: ignore[attr-defined]
        return Response(body(request.person_id))  # type: ignore[attr-defined]


class OfficeDebits(FinanceView):
    @extend_schema(responses=DebitDayShape(many=True))
    def get(self, request: Request) -> Response:
        """The files of standing debits by day, newest first; at most 60."""
        return Response(DebitDayShape(debit_days(), many=True).data)
