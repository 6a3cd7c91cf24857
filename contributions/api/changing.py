"""What changes after filing: months as they stand, amended and withdrawn filings, refunds, relief."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import FilingShape, Shape, baht
from contributions.api.views import EmployerView, by
from contributions.models import Refund
from contributions.selectors import changes as read
from contributions.selectors import filings as filings_read
from contributions.services import amending, changing, office_changes, refunds, relief, voluntary_relief
from contributions.services.amending import NewWage
from sso_core.accounts.public import Role
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsEmployer, IsOfficer
from sso_core.kernel.period import Period


class StandingShape(Shape):
    national_id = serializers.CharField()
    name = serializers.CharField()
    branch_no = serializers.CharField()
    wage = baht()
    employee = baht()
    employer = baht()


class NewWageShape(Shape):
    national_id = serializers.RegexField(r"^\d{13}$")
    branch_no = serializers.RegexField(r"^\d{6}$")
    wage = baht(help_text="0 takes the person out of the month")


class ChangesInput(Shape):
    people = NewWageShape(many=True)
    seen = baht(
        required=False, help_text="the difference that was shown; if it has changed, nothing is filed"
    )


class PersonChangeShape(Shape):
    national_id = serializers.CharField()
    name = serializers.CharField()
    branch_no = serializers.CharField()
    was_wage = baht()
    wage = baht()
    was_employee = baht()
    employee = baht()
    was_employer = baht()
    employer = baht()
    difference = baht()
    is_new = serializers.BooleanField()


class FiledChangeShape(Shape):
    """Signed sums, and the first 200 people."""

    people = serializers.IntegerField()
    new = serializers.IntegerField()
    gone = serializers.IntegerField()
    contribution = baht()
    employee = baht()
    employer = baht()
    rows = PersonChangeShape(many=True)


class TakeBackInput(Shape):
    reason = serializers.CharField(max_length=300)


class WithdrawnShape(Shape):
    case = serializers.CharField(help_text="reference where officers decide; empty: taken back at once")


class AdjustmentShape(Shape):
    reference = serializers.CharField()
    period = serializers.CharField()
    cause = serializers.CharField()
    reason = serializers.CharField()
    people = serializers.IntegerField()
    employee = baht()
    employer = baht()
    known_then = serializers.DateField(allow_null=True)
    known_now = serializers.DateField()
    at = serializers.DateTimeField()


class RefundShape(Shape):
    id = serializers.IntegerField()
    reference = serializers.CharField()
    account_no = serializers.CharField()
    period = serializers.CharField()
    employee = baht(help_text="to be handed on to the employees")
    employer = baht()
    surcharge = baht()
    amount = baht()
    status = serializers.CharField()
    collect_by = serializers.DateField()
    paid_on = serializers.DateField(allow_null=True)
    handed_on_at = serializers.DateTimeField(allow_null=True)
    refused_why = serializers.CharField()


class HandOnShape(Shape):
    national_id = serializers.CharField()
    name = serializers.CharField()
    amount = baht()


class ClaimInput(Shape):
    bank_code = serializers.RegexField(r"^\d{3}$")
    account = serializers.CharField(max_length=30)
    account_name = serializers.CharField(max_length=200)


class SendBackInput(Shape):
    why = serializers.CharField(max_length=300)


class EffectShape(Shape):
    period = serializers.CharField()
    employers = serializers.IntegerField()
    people = serializers.IntegerField()
    employee = baht()
    employer = baht()
    government = baht()


class NoticeShape(Shape):
    key = serializers.CharField()
    since = serializers.CharField()
    until = serializers.CharField()
    provinces = serializers.ListField(child=serializers.CharField())
    announced_in = serializers.CharField(source="source")


def month_of(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise Http404 from None


def change_body(query: amending.Query) -> dict[str, Any]:
    summed = query.summed()
    rows = query.shown(limit=changing.MOST)
    told = {
        name: getattr(summed, name)
        for name in ("people", "new", "gone", "contribution", "employee", "employer")
    }
    return FiledChangeShape({**told, "rows": rows}).data


class MonthPeople(EmployerView):
    @extend_schema(
        responses=StandingShape(many=True),
        parameters=[OpenApiParameter("q", str), OpenApiParameter("page", int)],
        operation_id="month_people_list",
    )
    def get(self, request: Request, account: str, month: str) -> Response:
        """Who is in the month as it stands, 50 a page; ``q`` is a number or a part of a name."""
        text = request.query_params.get("page", "1")
        page = max(int(text), 1) if text.isdigit() else 1
        rows = read.people_of_month(
            account, month_of(month), text=request.query_params.get("q", ""), page=page
        )
        return Response(StandingShape(rows, many=True).data)


def _wages(request: Request) -> tuple[list[NewWage], Any]:
    told = ChangesInput(data=request.data)
    told.is_valid(raise_exception=True)
    values = told.validated_data
    return [
        NewWage(one["national_id"], one["branch_no"], one["wage"]) for one in values["people"]
    ], values.get("seen")


class PreviewChange(EmployerView):
    @extend_schema(request=ChangesInput, responses=FiledChangeShape)
    def post(self, request: Request, account: str, month: str) -> Response:
        """What new wages of single people would change; nothing is filed."""
        wages, _ = _wages(request)
        return Response(change_body(changing.preview(account, month_of(month), wages)))


class ChangePeople(Idempotent, EmployerView):
    @extend_schema(request=ChangesInput, responses=FilingShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """File new wages of single people: only the difference. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, month: str) -> Response:
        wages, seen = _wages(request)
        filing = changing.change_people(account, month_of(month), wages, seen=seen, by=by(request))
        return Response(FilingShape(filings_read.filing_view(filing)).data)


class AmendMonth(EmployerView):
    @extend_schema(request=None, responses=FiledChangeShape)
    def post(self, request: Request, account: str, filing_id: int) -> Response:
        """This uploaded filing is the whole month anew; gives what it changes. Then it is submitted as any other."""
        self.filing(account, filing_id)
        return Response(change_body(amending.whole_month(amending.turn_into_amendment(filing_id))))


class Withdraw(Idempotent, EmployerView):
    @extend_schema(request=TakeBackInput, responses=WithdrawnShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take a whole filing back; a paid one by officers. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, filing_id: int) -> Response:
        self.filing(account, filing_id)
        told = TakeBackInput(data=request.data)
        told.is_valid(raise_exception=True)
        case = office_changes.ask_withdrawal(filing_id, reason=told.validated_data["reason"], by=by(request))
        return Response(WithdrawnShape({"case": case.reference if case else ""}).data)


class Adjustments(EmployerView):
    @extend_schema(responses=AdjustmentShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """What changed the employer's months after filing, the newest first."""
        return Response(AdjustmentShape(read.adjustments_of(account), many=True).data)


class Refunds(EmployerView):
    @extend_schema(responses=RefundShape(many=True), operation_id="refunds_list")
    def get(self, request: Request, account: str) -> Response:
        return Response(RefundShape(read.refunds_of(account), many=True).data)


class RefundPeople(EmployerView):
    @extend_schema(responses=HandOnShape(many=True))
    def get(self, request: Request, account: str, refund_id: int) -> Response:
        """What each employee is to get of a refund."""
        refund_or_404(account, refund_id)
        return Response(HandOnShape(read.hand_on_list(refund_id, size=100_000), many=True).data)


def refund_or_404(account: str, refund_id: int) -> None:
    if read.refund_of(account, refund_id) is None:
        raise Http404


class ClaimRefund(Idempotent, EmployerView):
    permission_classes = [IsEmployer, AAL2]

    @extend_schema(request=ClaimInput, responses=RefundShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Confirm the account of a refund. Needs a second factor and ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, refund_id: int) -> Response:
        refund_or_404(account, refund_id)
        told = ClaimInput(data=request.data)
        told.is_valid(raise_exception=True)
        return Response(
            RefundShape(
                read.refund_view(refunds.claim(refund_id, by=by(request), **told.validated_data))
            ).data
        )


class HandOn(Idempotent, EmployerView):
    @extend_schema(request=None, responses=RefundShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every employee has got the own part. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, refund_id: int) -> Response:
        refund_or_404(account, refund_id)
        return Response(RefundShape(read.refund_view(refunds.hand_on(refund_id, by=by(request)))).data)


class OfficeRefundView(Idempotent, APIView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.finance, Role.finance_checker, Role.checker, Role.supervisor)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not Refund.objects.filter(pk=kwargs["refund_id"]).exists():
            raise Http404
        return super().post(request, *args, **kwargs)


class ApproveRefund(OfficeRefundView):
    @extend_schema(request=None, responses=RefundShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have a claimed refund ordered; not who claimed it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, refund_id: int) -> Response:
        return Response(RefundShape(read.refund_view(refunds.approve(refund_id, by=by(request)))).data)


class SendRefundBack(OfficeRefundView):
    @extend_schema(request=SendBackInput, responses=RefundShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask the employer for another account. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, refund_id: int) -> Response:
        told = SendBackInput(data=request.data)
        told.is_valid(raise_exception=True)
        found = refunds.send_back(refund_id, why=told.validated_data["why"], by=by(request))
        return Response(RefundShape(read.refund_view(found)).data)


class Notices(APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.finance, Role.finance_checker, Role.supervisor)

    @extend_schema(responses=NoticeShape(many=True), operation_id="relief_list")
    def get(self, request: Request) -> Response:
        """Reliefs that became known after their first month."""
        return Response(NoticeShape(relief.notices(), many=True).data)


class NoticeEffect(APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.finance, Role.finance_checker, Role.supervisor)

    @extend_schema(responses=EffectShape(many=True))
    def get(self, request: Request, key: str) -> Response:
        """What a notice still changes, month by month; nothing is written."""
        found = relief.notice(key)
        if found is None:
            raise Http404
        rows = [
            {"period": period, "employers": one.employers, "people": one.people, "employee": one.employee,
             "employer": one.employer, "government": one.government}
            for period, one in relief.effect(found)
        ]  # fmt: skip
        return Response(EffectShape(rows, many=True).data)


class VoluntaryNoticeShape(Shape):
    key = serializers.CharField(help_text="section and day it became known")
    section = serializers.IntegerField()
    since = serializers.CharField()
    until = serializers.CharField()
    announced_in = serializers.CharField(source="source")


class DearerShape(Shape):
    period = serializers.CharField()
    unpaid = serializers.IntegerField()
    paid = serializers.IntegerField()


class ReliefRunShape(Shape):
    reference = serializers.CharField()
    percent = serializers.IntegerField()


class VoluntaryNotices(APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.finance, Role.finance_checker, Role.supervisor)

    @extend_schema(responses=VoluntaryNoticeShape(many=True), operation_id="voluntary_relief_list")
    def get(self, request: Request) -> Response:
        """Amounts of Sections 39 and 40 below the normal one, by the day they became known."""
        return Response(VoluntaryNoticeShape(voluntary_relief.notices(), many=True).data)


class VoluntaryRelief(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.finance, Role.finance_checker, Role.supervisor)

    @extend_schema(responses=DearerShape(many=True))
    def get(self, request: Request, key: str) -> Response:
        """Bills that a notice makes too dear, month by month; nothing is written."""
        found = voluntary_relief.notice(key)
        if found is None:
            raise Http404
        return Response(DearerShape(voluntary_relief.effect(found), many=True).data)

    @extend_schema(request=None, responses=ReliefRunShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin the run that makes them anew; begun before, the same run. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, key: str) -> Response:
        if voluntary_relief.notice(key) is None:
            raise Http404
        return Response(ReliefRunShape(voluntary_relief.start(key, by=by(request))).data)
