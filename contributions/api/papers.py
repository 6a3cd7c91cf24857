"""A filing given back to programs: the file as sent, the official layouts, the sums of its branches."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.shapes import Shape, baht
from contributions.api.views import EmployerView
from contributions.downloads import KINDS, attachment, filed_response
from contributions.services import as_filed, summaries

BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class BranchSumShape(Shape):
    branch_no = serializers.CharField(source="totals.branch_no")
    name = serializers.CharField()
    rate = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    people = serializers.IntegerField(source="totals.people")
    wages = baht(source="totals.wages")
    employee = baht(source="totals.employee")
    employer = baht(source="totals.employer")
    contribution = baht(source="totals.contribution")


class SummaryShape(Shape):
    form = serializers.CharField(help_text="the code of the form; 1-10/1 for branches filed together")
    reference = serializers.CharField()
    period = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()
    people = serializers.IntegerField()
    wages = baht()
    employee = baht()
    employer = baht()
    contribution = baht()
    branches = BranchSumShape(many=True, source="rows")


class FiledFile(EmployerView):
    @extend_schema(responses=BYTES)
    def get(self, request: Request, account: str, filing_id: int) -> HttpResponse:
        """The file exactly as it was sent; its hash in ``X-SHA256``. 404 where none was sent."""
        self.filing(account, filing_id)
        return filed_response(filing_id)


class Written(EmployerView):
    @extend_schema(responses=BYTES, parameters=[OpenApiParameter("form", str, "path", enum=list(KINDS))])
    def get(self, request: Request, account: str, filing_id: int, form: str) -> HttpResponse:
        """The lines as filed in the official text or Excel layout."""
        found = self.filing(account, filing_id)
        if form not in KINDS:
            raise Http404
        ending, kind = KINDS[form]
        return attachment(as_filed.written(filing_id, form), f"1-10_{found.reference}.{ending}", kind)


class Summary(EmployerView):
    @extend_schema(responses=SummaryShape)
    def get(self, request: Request, account: str, filing_id: int) -> Response:
        """The sums a branch: part 1 of the form, or 1-10/1 for branches filed together."""
        self.filing(account, filing_id)
        body: dict[str, Any] = dict(SummaryShape(summaries.summary_of(filing_id)).data)
        return Response(body)
