"""The REST API of the finance desk: the same services as the pages."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from finance.api import serializers as shapes
from finance.models import BankFile, PaymentOrder
from finance.selectors import desk, ledger, payments
from finance.services.batches import cancel_batch, make_batch, release_batch
from finance.services.orders import approve_order, cancel_order
from finance.services.uploading import upload_file
from finance.views.access import ACTING, READING, note_reading, told
from sso_core.accounts.public import Role, actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer
from sso_core.kernel.actor import Actor

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


class Desk(APIView):
    """What officers of finance, supervisors and auditors may read."""

    permission_classes = [IsOfficer]
    officer_roles: ClassVar[tuple[Role, ...]] = READING


class Act(Idempotent, APIView):
    """A money move: a second factor just shown, and once for each key."""

    permission_classes = [IsOfficer, AAL2]
    officer_roles: ClassVar[tuple[Role, ...]] = ACTING

    def by(self, request: Request) -> Actor:
        return actor_of(request._request)


def pages_of(
    view: APIView,
    request: Request,
    rows: QuerySet[Any],
    shape: type[shapes.Shape],
    view_of: Callable[[Any], Any],
) -> Response:
    pages = LimitOffsetPagination()
    pages.default_limit, pages.max_limit = 50, 200
    part = pages.paginate_queryset(rows, request, view=view)
    return pages.get_paginated_response(shape([view_of(row) for row in part or []], many=True).data)


def query(shape: type[drf.Serializer[Any]], request: Request) -> dict[str, Any]:
    asked = shape(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


class Orders(Desk):
    @extend_schema(
        operation_id="finance_orders", parameters=[shapes.OrderQuery], responses=shapes.OrderShape(many=True)
    )
    def get(self, request: Request) -> Response:
        rows = payments.orders(**query(shapes.OrderQuery, request))
        return pages_of(self, request, rows, shapes.OrderShape, payments.order_view)


class Order(Desk):
    @extend_schema(operation_id="finance_order", responses=shapes.OrderShape)
    def get(self, request: Request, reference: str) -> Response:
        one = PaymentOrder.objects.filter(reference=reference).first()
        if one is None:
            raise Http404
        note_reading(request._request, one)
        return Response(shapes.OrderShape(payments.order_view(one)).data)


class Approve(Act):
    @extend_schema(
        operation_id="finance_order_approve", parameters=[KEY], request=None, responses=shapes.OrderShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        return Response(shapes.OrderShape(approve_order(reference, self.by(request))).data)


class CancelOrder(Act):
    @extend_schema(
        operation_id="finance_order_cancel",
        parameters=[KEY],
        request=shapes.ReasonInput,
        responses=shapes.OrderShape,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        asked = shapes.ReasonInput(data=request.data)
        asked.is_valid(raise_exception=True)
        order = cancel_order(reference, asked.validated_data["reason"], self.by(request))
        return Response(shapes.OrderShape(order).data)


class Batches(Act):
    """GET lists, POST makes a batch of what is approved and due."""

    @property
    def officer_roles(self) -> tuple[Role, ...]:  # type: ignore[override]
        return READING if self.request.method == "GET" else (Role.finance,)

    @extend_schema(operation_id="finance_batches", responses=shapes.BatchShape(many=True))
    def get(self, request: Request) -> Response:
        return pages_of(self, request, payments.batches(), shapes.BatchShape, payments.batch_view)

    @extend_schema(
        operation_id="finance_batch_make",
        parameters=[KEY],
        request=shapes.BatchInput,
        responses={201: shapes.BatchShape},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        asked = shapes.BatchInput(data=request.data)
        asked.is_valid(raise_exception=True)
        batch = make_batch(asked.validated_data["value_date"], self.by(request))
        return Response(shapes.BatchShape(batch).data, status=status.HTTP_201_CREATED)


class Batch(Desk):
    @extend_schema(operation_id="finance_batch", responses=shapes.BatchShape)
    def get(self, request: Request, reference: str) -> Response:
        batch = payments.batch(reference)
        if batch is None:
            raise Http404
        return Response(shapes.BatchShape(batch).data)


class Release(Act):
    officer_roles = (Role.finance_checker,)

    @extend_schema(
        operation_id="finance_batch_release", parameters=[KEY], request=None, responses=shapes.BatchShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        return Response(shapes.BatchShape(release_batch(reference, self.by(request))).data)


class CancelBatch(Act):
    @extend_schema(
        operation_id="finance_batch_cancel", parameters=[KEY], request=None, responses=shapes.BatchShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        return Response(shapes.BatchShape(cancel_batch(reference, self.by(request))).data)


def file_body(file: BankFile) -> dict[str, Any]:
    """A file with what was found in it, line by line."""
    return {
        **shapes.FileShape(file).data,
        "findings": shapes.FindingShape(told(file.findings), many=True).data,
    }


class Files(Act):
    """GET lists, POST hands in a file that did not come through the drop."""

    parser_classes = [MultiPartParser]

    @property
    def officer_roles(self) -> tuple[Role, ...]:  # type: ignore[override]
        return READING if self.request.method == "GET" else ACTING

    def get_permissions(self) -> list[Any]:
        return [IsOfficer()] if self.request.method == "GET" else super().get_permissions()

    @extend_schema(operation_id="finance_files", responses=shapes.FileShape(many=True))
    def get(self, request: Request) -> Response:
        return pages_of(self, request, desk.files(), shapes.FileShape, lambda file: file)

    @extend_schema(
        operation_id="finance_file_upload",
        parameters=[KEY],
        request=shapes.FileInput,
        responses={200: shapes.FileDetailShape, 201: shapes.FileDetailShape},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        asked = shapes.FileInput(data=request.data)
        asked.is_valid(raise_exception=True)
        sent = asked.validated_data["file"]
        file, is_new = upload_file(sent.name, sent.read(), by=self.by(request))
        return Response(file_body(file), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class File(Desk):
    @extend_schema(operation_id="finance_file", responses=shapes.FileDetailShape)
    def get(self, request: Request, file_id: int) -> Response:
        file = desk.files().filter(pk=file_id).first()
        if file is None:
            raise Http404
        return Response(file_body(file))


class Entries(Desk):
    @extend_schema(
        operation_id="finance_entries", parameters=[shapes.EntryQuery], responses=shapes.EntryShape(many=True)
    )
    def get(self, request: Request) -> Response:
        rows = ledger.search(**query(shapes.EntryQuery, request))
        return pages_of(self, request, rows, shapes.EntryShape, ledger.view_of)


class Entry(Desk):
    @extend_schema(operation_id="finance_entry", responses=shapes.EntryShape)
    def get(self, request: Request, entry_id: int) -> Response:
        entry = ledger.entry_by_id(entry_id)
        if entry is None:
            raise Http404
        return Response(shapes.EntryShape(entry).data)


class TrialBalance(Desk):
    @extend_schema(
        operation_id="finance_trial_balance",
        parameters=[shapes.DayQuery],
        responses=shapes.TrialShape(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = ledger.trial_balance(query(shapes.DayQuery, request).get("on"))
        return Response(shapes.TrialShape(rows, many=True).data)
