"""Payments that banks told of, and taking one back by a paper: the same acts as on the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from finance.api import serializers as shapes
from finance.api.views import KEY, Act, Desk, pages_of, query
from finance.models import BankReceipt, ReversalNote
from finance.selectors import desk
from finance.services import noted_reversals
from finance.services.noted_reversals import BankPaper


class BankReceipts(Desk):
    @extend_schema(
        operation_id="finance_receipts",
        parameters=[shapes.ReceiptQuery],
        responses=shapes.BankReceiptShape(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = desk.receipts(**query(shapes.ReceiptQuery, request))
        return pages_of(self, request, rows, shapes.BankReceiptShape, lambda row: row)


class OneBankReceipt(Desk):
    @extend_schema(operation_id="finance_receipt", responses=shapes.BankReceiptDetailShape)
    def get(self, request: Request, receipt_id: int) -> Response:
        found = desk.receipts().filter(pk=receipt_id).first()
        if found is None:
            raise Http404
        return Response(shapes.BankReceiptDetailShape(found).data)


class NoteReversal(Act):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="finance_reversal_note",
        parameters=[KEY],
        request=shapes.ReversalNoteInput,
        responses={202: shapes.ReversalNoteShape},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note what a paper of the bank takes back; another officer does it."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, receipt_id: int) -> Response:
        if not BankReceipt.objects.filter(pk=receipt_id).exists():
            raise Http404
        asked = shapes.ReversalNoteInput(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        paper = BankPaper(told["txn_id"], told["on"], told["reason"])
        made = noted_reversals.note(receipt_id, paper, told["paper"], by=self.by(request))
        return Response(shapes.ReversalNoteShape(made).data, status=status.HTTP_202_ACCEPTED)


class CheckReversal(Act):
    @extend_schema(
        operation_id="finance_reversal_check",
        parameters=[KEY],
        request=shapes.NoteCheckInput,
        responses=shapes.ReversalNoteShape,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Do, or decline, what another officer noted."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, note_id: int) -> Response:
        if not ReversalNote.objects.filter(pk=note_id).exists():
            raise Http404
        asked = shapes.NoteCheckInput(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["decline"]:
            done = noted_reversals.decline(note_id, asked.validated_data["reason"], by=self.by(request))
        else:
            done = noted_reversals.confirm(note_id, by=self.by(request))
        return Response(shapes.ReversalNoteShape(done).data)
