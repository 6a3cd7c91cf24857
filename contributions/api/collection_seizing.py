"""Seizure and court by API: what was found, what it brought, how it ended; what holds the collection (s.50, s.87)."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.collection import CollectionAct, CollectionShape, asked
from contributions.api.shapes import Shape, baht
from contributions.api.views import by
from contributions.models import CollectionCase, SeizedAsset
from contributions.services import collection_requests, seizing


class AssetInput(Shape):
    what = serializers.CharField(max_length=300)
    held_by = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    estimate = baht(min_value=0, required=False, allow_null=True, default=None, help_text="null: not known")
    seized_on = serializers.DateField()


class RecordAsset(CollectionAct):
    @extend_schema(request=AssetInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note a thing or claim that was seized. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        seizing.record_asset(case.pk, **asked(AssetInput, request), by=by(request))


class SaleInput(Shape):
    brought = baht(min_value=0, help_text="0 where it was given back or could not be sold")
    sold_on = serializers.DateField()


class RecordSale(CollectionAct):
    @extend_schema(request=SaleInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note what a seized thing brought, once. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, case_id: int, asset_id: int) -> Response:  # type: ignore[override]
        case = self.case(request, case_id)
        if not SeizedAsset.objects.filter(pk=asset_id, seizure__case=case).exists():
            raise Http404
        self.asset_id = asset_id
        return super().act(request, case_id)

    def do(self, case: CollectionCase, request: Request) -> None:
        seizing.record_sale(case.pk, self.asset_id, **asked(SaleInput, request), by=by(request))


class EndSeizureInput(Shape):
    result = serializers.CharField(max_length=300)
    costs = baht(
        min_value=0, default=Decimal(0), help_text="of seizing and selling, taken from what the sale brought"
    )
    surplus = baht(min_value=0)


class EndSeizure(CollectionAct):
    @extend_schema(request=EndSeizureInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """End the order of seizure and say what is left for the employer. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        seizing.end(case.pk, **asked(EndSeizureInput, request), by=by(request))


class CourtInput(Shape):
    number = serializers.CharField(max_length=40)
    filed_on = serializers.DateField()
    holds = serializers.BooleanField(
        default=False, help_text="whether the court ordered the collection to wait"
    )


class RecordCourt(CollectionAct):
    @extend_schema(request=CourtInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note a case at the labour court (s.87). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        collection_requests.record_court(case.pk, **asked(CourtInput, request), by=by(request))


class EndHoldInput(Shape):
    outcome = serializers.CharField(max_length=200)


class HoldAct(CollectionAct):
    """An act on one of the things that can hold a case."""

    def act(self, request: Request, case_id: int, hold_id: int) -> Response:  # type: ignore[override]
        if not self.case(request, case_id).holds.filter(pk=hold_id).exists():
            raise Http404
        self.hold_id = hold_id
        return super().act(request, case_id)


class EndHold(HoldAct):
    @extend_schema(request=EndHoldInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What held the collection is over. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        collection_requests.end_hold(case.pk, self.hold_id, **asked(EndHoldInput, request), by=by(request))


class HoldingInput(Shape):
    holds = serializers.BooleanField(help_text="true: the collection waits; false: it goes on meanwhile")
    why = serializers.CharField(max_length=2000, help_text="the employer sees it")


class SetHolding(HoldAct):
    @extend_schema(request=HoldingInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let an appeal or a case at the court hold the collection, or go on beside it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        collection_requests.set_holding(case.pk, self.hold_id, **asked(HoldingInput, request), by=by(request))
