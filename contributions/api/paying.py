"""Paying for oneself over the API: what may be paid, several months under one reference, months of Section 40."""

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import BillToPayShape, Shape, baht
from contributions.api.views import bill_body
from contributions.models import BillGroup
from contributions.selectors.voluntary import Month40Status, savings_of, section40_months
from contributions.services import grouping, saving
from contributions.services.voluntary import SECTIONS, payable
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsMember
from sso_core.kernel import promptpay


class MonthDueShape(Shape):
    period = serializers.CharField()
    amount = baht()
    surcharge = baht()
    total = baht()
    due_on = serializers.DateField()


class MonthsInput(Shape):
    months = serializers.IntegerField(min_value=1, max_value=120, help_text="how many, the oldest first")


class GroupBillShape(Shape):
    id = serializers.IntegerField()
    period = serializers.DateField()
    contribution = baht()
    surcharge = baht()
    total = baht()
    due_on = serializers.DateField()
    status = serializers.CharField()


class GroupShape(Shape):
    """``total`` is what is still to pay; with nothing left the codes are empty."""

    id = serializers.IntegerField()
    ref1 = serializers.CharField()
    ref2 = serializers.CharField()
    total = baht()
    bills = GroupBillShape(many=True)
    promptpay = serializers.CharField(help_text="text of the PromptPay QR (tag 30)")
    barcode = serializers.CharField(help_text="text of the bill-payment barcode")


class Month40Shape(Shape):
    period = serializers.CharField()
    status = serializers.ChoiceField([(s.value, s.value) for s in Month40Status])
    option = serializers.IntegerField(allow_null=True)
    amount = baht(allow_null=True)
    paid_on = serializers.DateField(allow_null=True)


class Months40Shape(Shape):
    saved = baht()
    months = Month40Shape(many=True)


def group_body(group: BillGroup) -> dict[str, Any]:
    view = grouping.group_view(group)
    codes = {"promptpay": "", "barcode": ""}
    if view.unpaid:
        asked = (settings.BILLER_ID, view.ref1, view.ref2, view.total)
        codes = {"promptpay": promptpay.bill_payment(*asked), "barcode": promptpay.barcode(*asked)}
    told = {"id": view.id, "ref1": view.ref1, "ref2": view.ref2, "total": view.total, "bills": view.bills}
    return dict(GroupShape(told | codes).data)


class PayableMonths(APIView):
    permission_classes = [IsMember]

    @extend_schema(responses=MonthDueShape(many=True))
    def get(self, request: Request, section: int) -> Response:
        """What one may pay today under Section 39 or 40: what is open, this month, and the months ahead."""
        if section not in SECTIONS:
            raise Http404
        found = payable(request.person_id, section)  # type: ignore[attr-defined]
        return Response(MonthDueShape(found, many=True).data)


class PayTogether(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(request=MonthsInput, responses={201: GroupShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Several months under one pair of references. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, section: int) -> Response:
        if section not in SECTIONS:
            raise Http404
        told = MonthsInput(data=request.data)
        told.is_valid(raise_exception=True)
        group = grouping.bill_together(request.person_id, section, told.validated_data["months"])  # type: ignore[attr-defined]
        return Response(group_body(group), status=status.HTTP_201_CREATED)


class OneGroup(APIView):
    permission_classes = [IsMember]

    @extend_schema(responses=GroupShape)
    def get(self, request: Request, group_id: int) -> Response:
        """Several months that are paid together, as they stand."""
        group = BillGroup.objects.filter(person_id=request.person_id, pk=group_id).first()  # type: ignore[attr-defined]
        if group is None:
            raise Http404
        return Response(group_body(group))


class Months40(APIView):
    permission_classes = [IsMember]

    @extend_schema(responses=Months40Shape)
    def get(self, request: Request) -> Response:
        """One's months of Section 40, newest first, and what one saved beside them."""
        person_id: int = request.person_id  # type: ignore[attr-defined]
        told = {"saved": savings_of(person_id), "months": section40_months(person_id)}
        return Response(Months40Shape(told).data)


class SavingInput(Shape):
    amount = serializers.DecimalField(max_digits=8, decimal_places=2, help_text="baht")


class Saving(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(request=SavingInput, responses={201: BillToPayShape}, operation_id="saving_begin")
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Save beside this month's contribution of Section 40. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = SavingInput(data=request.data)
        told.is_valid(raise_exception=True)
        bill = saving.save(request.person_id, told.validated_data["amount"])  # type: ignore[attr-defined]
        return Response(bill_body(bill), status=status.HTTP_201_CREATED)
