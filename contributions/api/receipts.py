"""Receipts by API: the list, and each as the PDF that was issued."""

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.shapes import Shape, baht
from contributions.api.views import EmployerView, MemberView, by
from contributions.downloads import attachment
from contributions.selectors.receipts import receipt_of, receipts_of
from sso_core.documents.public import NotReadable, open_document

PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}


class ReceiptShape(Shape):
    """``replaced_by`` is the number of the receipt in the place of a cancelled one; empty while there is none."""

    number = serializers.CharField()
    kind = serializers.CharField()
    period = serializers.CharField()
    contribution = baht()
    surcharge = baht()
    amount = baht()
    paid_on = serializers.DateField()
    issued_at = serializers.DateTimeField()
    status = serializers.CharField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_why = serializers.CharField()
    replaced_by = serializers.CharField()
    is_printed = serializers.BooleanField(
        source="document_id", help_text="false until the PDF can be fetched"
    )


def _pdf(request: Request, subject: str, number: str) -> HttpResponse:
    found = receipt_of(subject, number)
    if found is None or not found.document_id:
        raise Http404
    try:
        _, content = open_document(found.document_id, by(request))
    except NotReadable:
        raise Http404 from None
    return attachment(content, f"{number}.pdf", "application/pdf")


class EmployerReceipts(EmployerView):
    @extend_schema(responses=ReceiptShape(many=True), operation_id="employer_receipts_list")
    def get(self, request: Request, account: str) -> Response:
        """Every receipt of the employer, newest first, cancelled ones with what replaced them."""
        return Response(ReceiptShape(receipts_of(f"employer:{account}"), many=True).data)


class EmployerReceiptPdf(EmployerView):
    @extend_schema(responses=PDF, operation_id="employer_receipt_pdf")
    def get(self, request: Request, account: str, number: str) -> HttpResponse:
        """The receipt as it was issued: the same bytes each time. 404 until it is printed."""
        return _pdf(request, f"employer:{account}", number)


class MyReceipts(MemberView):
    @extend_schema(responses=ReceiptShape(many=True), operation_id="my_receipts_list")
    def get(self, request: Request) -> Response:
        """One's own receipts (Sections 39 and 40), newest first, cancelled ones with what replaced them."""
        return Response(ReceiptShape(receipts_of(f"person:{request.person_id}"), many=True).data)  # type: ignore[attr-defined]


class MyReceiptPdf(MemberView):
    @extend_schema(responses=PDF, operation_id="my_receipt_pdf")
    def get(self, request: Request, number: str) -> HttpResponse:
        """One's own receipt as it was issued: the same bytes each time. 404 until it is printed."""
        return _pdf(request, f"person:{request.person_id}", number)  # type: ignore[attr-defined]
