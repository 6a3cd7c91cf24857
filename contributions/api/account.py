"""One month of the member opened, and the certificate of a year for tax."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.shapes import MonthShape, Shape, baht
from contributions.api.views import MemberView
from contributions.selectors import accounts, member_month
from contributions.selectors.counts import FIRST_MONTH
from contributions.services.account_paper import LANGUAGES, print_account
from contributions.services.certificates import certify_year, year_paid
from sso_core import clock
from sso_core.accounts.public import actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.kernel.period import Period


class SourceShape(Shape):
    """Where a month comes from. ``worked`` is null where the law of the month is not known."""

    origin = serializers.CharField()
    reference = serializers.CharField(help_text="of the filing; empty otherwise")
    section = serializers.IntegerField()
    account_no = serializers.CharField()
    employer_name = serializers.CharField()
    wage = baht(allow_null=True)
    base = baht()
    employee = baht()
    employer = baht()
    government = baht()
    paid_on = serializers.DateField(allow_null=True)
    receipt_number = serializers.CharField()
    is_paid = serializers.BooleanField()
    is_by_law = serializers.BooleanField(allow_null=True)
    worked = serializers.SerializerMethodField()

    def get_worked(self, source: member_month.MonthSource) -> dict[str, Any] | None:
        return source.worked.as_dict() if source.worked else None


class MonthChangeShape(Shape):
    cause = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    base_before = baht()
    base_after = baht()
    employee_before = baht()
    employee_after = baht()


class OpenedMonthShape(MonthShape):
    sources = SourceShape(many=True)
    changes = MonthChangeShape(many=True)


class PaidMonthShape(Shape):
    period = serializers.CharField()
    section = serializers.IntegerField()
    amount = baht()


class YearPaidShape(Shape):
    """``unknown`` months are not loaded: no certificate then. ``unpaid`` ones are filed only, and not in ``total``."""

    year = serializers.IntegerField(help_text="C.E.")
    total = baht()
    months = PaidMonthShape(many=True)
    unpaid = serializers.ListField(child=serializers.CharField())
    unknown = serializers.ListField(child=serializers.CharField())


class TaxCertificateShape(Shape):
    number = serializers.CharField(source="reference")
    title = serializers.CharField()
    url = serializers.CharField()
    verification_code = serializers.CharField()


class MyMonth(MemberView):
    @extend_schema(responses=OpenedMonthShape, operation_id="my_month_retrieve")
    def get(self, request: Request, text: str) -> Response:
        """One of one's own months: each source with its steps, and what was changed."""
        person_id: int = request.person_id  # type: ignore[attr-defined]
        try:
            month = Period.parse(text)
        except ValueError:
            raise Http404 from None
        if not FIRST_MONTH <= month <= Period.of(clock.today()):
            raise Http404
        body = dict(MonthShape(accounts.account(person_id, month, month)[0]).data)
        body["sources"] = SourceShape(member_month.sources(person_id, month), many=True).data
        body["changes"] = MonthChangeShape(member_month.changes(person_id, month), many=True).data
        return Response(body)


def _refuse_other_years(year: int) -> None:
    if not FIRST_MONTH.year <= year <= clock.today().year:
        raise Http404


class MyYear(Idempotent, MemberView):
    @extend_schema(responses=YearPaidShape)
    def get(self, request: Request, year: int) -> Response:
        """What one paid that belongs to a tax year (C.E.)."""
        _refuse_other_years(year)
        return Response(YearPaidShape(year_paid(request.person_id, year)).data)  # type: ignore[attr-defined]

    @extend_schema(request=None, responses={201: TaxCertificateShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have the certificate of the year made. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, year: int) -> Response:
        _refuse_other_years(year)
        made = certify_year(request.person_id, year, by=actor_of(request._request))  # type: ignore[attr-defined]
        return Response(TaxCertificateShape(made).data, status=status.HTTP_201_CREATED)


class PaperInput(Shape):
    year = serializers.IntegerField(required=False, allow_null=True, help_text="C.E.; empty: every year")
    language = serializers.ChoiceField(LANGUAGES, required=False)


class MyPaper(Idempotent, MemberView):
    @extend_schema(request=PaperInput, responses={201: TaxCertificateShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have the account printed. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        given = PaperInput(data=request.data)
        given.is_valid(raise_exception=True)
        person_id: int = request.person_id  # type: ignore[attr-defined]
        made = print_account(person_id, **given.validated_data, by=actor_of(request._request))
        return Response(TaxCertificateShape(made).data, status=status.HTTP_201_CREATED)
