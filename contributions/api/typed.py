"""A month typed without a file, and what was begun: the same services as the pages."""

from typing import Any

from django.core.paginator import Page
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.shapes import FilingShape, Shape, UploadedShape, baht
from contributions.api.views import EmployerView, by
from contributions.models import Filing
from contributions.selectors import sheets as read
from contributions.services import sheets, typed_lines, uploads
from sso_core.api.idempotency import Idempotent
from sso_core.kernel.period import Period


class DraftShape(FilingShape):
    changed_at = serializers.DateTimeField()
    kept_until = serializers.DateField()
    is_typed = serializers.BooleanField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        body: dict[str, Any] = dict(FilingShape(instance.filing).data)
        for name in ("changed_at", "kept_until", "is_typed"):
            body[name] = self.fields[name].to_representation(getattr(instance, name))
        return body


class BeginInput(Shape):
    period = serializers.RegexField(r"^\d{4}-\d{2}$", help_text="wage month YYYY-MM, C.E.")
    branch_no = serializers.RegexField(r"^\d{6}$", required=False, help_text="left out: every branch")
    take_over = serializers.BooleanField(
        default=False, help_text="begin with the lines of the last month filed"
    )


class SheetRowShape(Shape):
    line = serializers.IntegerField()
    branch_no = serializers.CharField()
    national_id = serializers.CharField()
    name = serializers.CharField()
    wage = baht(allow_null=True)
    before = baht(allow_null=True, help_text="the wage of the month taken over")
    is_new = serializers.BooleanField()
    contribution = baht(allow_null=True, help_text="the employee's share; null until the wage is known")


class SheetShape(Shape):
    people = serializers.IntegerField()
    open = serializers.IntegerField(help_text="people whose wage nobody has typed")
    only_branch = serializers.CharField(allow_blank=True)
    taken_from = serializers.CharField(allow_null=True)
    gone = serializers.ListField(child=serializers.CharField())
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    rows = SheetRowShape(many=True)


class WageInput(Shape):
    line = serializers.IntegerField(min_value=1)
    wage = serializers.CharField(
        max_length=30, allow_null=True, allow_blank=True, help_text="null: open; 0: no wage this month"
    )


class WagesInput(Shape):
    lines = WageInput(many=True, allow_empty=False)


class NewcomerInput(Shape):
    national_id = serializers.CharField(max_length=30)
    title_code = serializers.CharField(max_length=10, default="999")
    first_name = serializers.CharField(max_length=100, default="", allow_blank=True)
    last_name = serializers.CharField(max_length=100, default="", allow_blank=True)
    branch_no = serializers.RegexField(r"^\d{6}$")
    wage = serializers.CharField(max_length=30, default="", allow_blank=True)


class Drafts(EmployerView):
    @extend_schema(responses=DraftShape(many=True), operation_id="filing_drafts_list")
    def get(self, request: Request, account: str) -> Response:
        """What was begun and not submitted, with the last day that it is kept."""
        return Response(DraftShape(read.drafts_of(account), many=True).data)


class Begin(Idempotent, EmployerView):
    @extend_schema(request=BeginInput, responses={201: UploadedShape}, operation_id="filings_type")
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin a month without a file, or go on with it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        told = BeginInput(data=request.data)
        told.is_valid(raise_exception=True)
        values = told.validated_data
        try:
            period = Period.parse(values["period"])
        except ValueError:
            raise serializers.ValidationError({"period": ["YYYY-MM"]}) from None
        begun = sheets.begin(
            account,
            period,
            branch_no=values.get("branch_no", ""),
            take_over=values["take_over"],
            by=by(request),
        )
        body = FilingShape(self.filing(account, begun.filing_id)).data | {"is_new": begun.is_new}
        return Response(body, status=status.HTTP_201_CREATED if begun.is_new else status.HTTP_200_OK)


class Sheet(EmployerView):
    @extend_schema(responses=SheetShape, parameters=[OpenApiParameter("page", int)])
    def get(self, request: Request, account: str, filing_id: int) -> Response:
        """The people of a month being typed, twenty a page."""
        whole = self._sheet(account, filing_id)
        uploads.ensure_staged(Filing.objects.get(pk=filing_id))
        return Response(_body(whole, read.rows_of(filing_id, request.query_params.get("page"))))

    @extend_schema(request=WagesInput, responses=SheetShape)
    def put(self, request: Request, account: str, filing_id: int) -> Response:
        """Keep the wages of some lines, all of them or none; the contribution follows from the wage."""
        self._sheet(account, filing_id)
        told = WagesInput(data=request.data)
        told.is_valid(raise_exception=True)
        wages = {row["line"]: typed_lines.Wage(row["wage"] or "") for row in told.validated_data["lines"]}
        typed_lines.save_wages(filing_id, wages)
        return Response(_body(self._sheet(account, filing_id), read.rows_of(filing_id)))

    def _sheet(self, account: str, filing_id: int) -> read.Sheet:
        self.filing(account, filing_id)
        found = read.sheet_of(filing_id)
        if found is None:
            raise Http404
        return found


class SheetPeople(Sheet):
    http_method_names = ("post", "options")

    @extend_schema(request=NewcomerInput, responses={201: SheetShape})
    def post(self, request: Request, account: str, filing_id: int) -> Response:
        """Put a person more on the sheet; names follow the register where it knows the number."""
        self._sheet(account, filing_id)
        told = NewcomerInput(data=request.data)
        told.is_valid(raise_exception=True)
        typed_lines.add_person(filing_id, typed_lines.Newcomer(**told.validated_data))
        body = _body(self._sheet(account, filing_id), read.rows_of(filing_id))
        return Response(body, status=status.HTTP_201_CREATED)


def _body(sheet: read.Sheet, rows: Page[read.SheetRow]) -> dict[str, Any]:
    return dict(
        SheetShape(
            {
                "people": sheet.people,
                "open": sheet.open,
                "only_branch": sheet.only_branch,
                "taken_from": str(sheet.taken_from) if sheet.taken_from else None,
                "gone": sheet.gone,
                "page": rows.number,
                "pages": rows.paginator.num_pages,
                "rows": list(rows),
            }
        ).data
    )
