"""Looking for months by API: the member asks, an officer notes what was found or asks an employer, who answers."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import Shape, baht
from contributions.api.views import EmployerView, MemberView, by
from contributions.models import EmployerAnswer, FoundAs
from contributions.selectors import month_searches as read
from contributions.services import employer_questions, month_corrections, month_searches, office_changes
from contributions.services.month_searches import Found
from contributions.views.searching import WORKING, month_of
from sso_core.accounts.public import Role, may_at
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsEmployer, IsOfficer
from sso_core.cases import public as cases
from sso_core.kernel.period import Period


class SearchShape(Shape):
    """``reason`` is the office's, once the request is decided."""

    reference = serializers.CharField()
    period = serializers.CharField()
    state = serializers.CharField(help_text="open, found, refused or withdrawn")
    due_on = serializers.DateField(help_text="the office answers by then")
    reason = serializers.CharField()


class LookInput(Shape):
    """``documents``: numbers of papers sent before with ``me/documents``."""

    since = serializers.RegexField(r"^\d{4}-\d{2}$", help_text="YYYY-MM, C.E.")
    until = serializers.RegexField(r"^\d{4}-\d{2}$")
    employer_no = serializers.RegexField(r"^(\d{10})?$", required=False, allow_blank=True)
    employer_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    why = serializers.CharField(max_length=1000)
    documents = serializers.ListField(child=serializers.UUIDField(), required=False)


class SearchCaseShape(Shape):
    reference = serializers.CharField()
    office = serializers.CharField()
    due_on = serializers.DateField()


class FoundInput(Shape):
    """``elsewhere`` needs ``number``; ``proven`` needs section and amounts, and only months that are not loaded."""

    months = serializers.ListField(child=serializers.RegexField(r"^\d{4}-\d{2}$"), allow_empty=False)
    found_as = serializers.ChoiceField(FoundAs.choices)
    account = serializers.RegexField(r"^(\d{10})?$", required=False, allow_blank=True)
    number = serializers.RegexField(r"^(\d{13})?$", required=False, allow_blank=True)
    section = serializers.IntegerField(required=False, min_value=33, max_value=39)
    wage = baht(required=False, allow_null=True)
    base = baht(required=False, allow_null=True)
    employee = baht(required=False, allow_null=True)
    employer = baht(required=False, allow_null=True)
    paid_on = serializers.DateField(required=False, allow_null=True)


class FoundMonthShape(Shape):
    period = serializers.DateField()
    state = serializers.CharField()
    found_as = serializers.CharField()
    account_no = serializers.CharField()
    section = serializers.IntegerField(allow_null=True)
    wage = baht(allow_null=True)
    base = baht(allow_null=True)
    employee = baht(allow_null=True)
    employer = baht(allow_null=True)
    found_by = serializers.CharField()


class AskEmployerInput(Shape):
    account = serializers.RegexField(r"^\d{10}$")
    text = serializers.CharField(max_length=1000)
    due_on = serializers.DateField()


class EmployerQuestionShape(Shape):
    id = serializers.IntegerField()
    person_name = serializers.CharField()
    national_id = serializers.CharField()
    months = serializers.CharField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    answer = serializers.CharField()
    answer_text = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    is_open = serializers.BooleanField()


class EmployerAnswerInput(Shape):
    answer = serializers.ChoiceField(EmployerAnswer.choices)
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True)


def _told(shape: type[Shape], request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class MySearches(Idempotent, MemberView):
    @extend_schema(operation_id="my_month_searches", responses=SearchShape(many=True))
    def get(self, request: Request) -> Response:
        """Every month that one had looked for, and what became of it."""
        found = read.searches_of(request.person_id)  # type: ignore[attr-defined]
        return Response(SearchShape([found[month] for month in sorted(found)], many=True).data)

    @extend_schema(operation_id="my_month_search_ask", request=LookInput, responses={201: SearchCaseShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have months looked for that the account does not show. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = _told(LookInput, request)
        since, until = month_of(told.pop("since")), month_of(told.pop("until"))
        documents = [str(one) for one in told.pop("documents", ())]
        person_id: int = request.person_id  # type: ignore[attr-defined]
        case = month_searches.ask(
            person_id, since, until, **told, documents=documents, by=by(request), channel="api"
        )
        return Response(SearchCaseShape(case).data, status=status.HTTP_201_CREATED)


class _OfficeSearch(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = WORKING

    def case(self, request: Request, reference: str) -> cases.CaseView:
        found = cases.case(reference)
        if found is None or found.type != month_searches.FIND:
            raise Http404
        if not may_at(request.user, found.office, *WORKING):  # type: ignore[arg-type]
            raise Http404
        return found


class SearchFound(_OfficeSearch):
    @extend_schema(responses=FoundMonthShape(many=True), operation_id="month_search_months")
    def get(self, request: Request, reference: str) -> Response:
        """The months of a search with what was found of them."""
        self.case(request, reference)
        return Response(FoundMonthShape(read.rows_of(reference), many=True).data)

    @extend_schema(
        request=FoundInput, responses=FoundMonthShape(many=True), operation_id="month_search_found"
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note what was found; the account changes when two officers agree. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        self.case(request, reference)
        told = _told(FoundInput, request)
        months = [Period.parse(text) for text in told.pop("months")]
        rows = month_searches.note_found(
            reference, months, Found(**{**told, "found_as": FoundAs(told["found_as"])}), by=by(request)
        )
        return Response(FoundMonthShape(rows, many=True).data)


class SearchEmployer(_OfficeSearch):
    @extend_schema(request=AskEmployerInput, responses={201: EmployerQuestionShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask an employer about the months. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        self.case(request, reference)
        asked = employer_questions.ask_employer(reference, **_told(AskEmployerInput, request), by=by(request))
        return Response(EmployerQuestionShape(read.question_row(asked)).data, status=status.HTTP_201_CREATED)


class CorrectMonthInput(Shape):
    """Amounts as the papers have them; 0 everywhere takes the month out."""

    period = serializers.RegexField(r"^\d{4}-\d{2}$")
    section = serializers.IntegerField(min_value=33, max_value=39)
    account = serializers.RegexField(r"^(\d{10})?$", required=False, allow_blank=True)
    wage = baht(required=False, allow_null=True)
    base = baht()
    employee = baht()
    employer = baht()
    paid_on = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500)


class MoveMonthsInput(Shape):
    account = serializers.RegexField(r"^(\d{10})?$", allow_blank=True, help_text="empty: paid for oneself")
    since = serializers.RegexField(r"^\d{4}-\d{2}$")
    until = serializers.RegexField(r"^\d{4}-\d{2}$")
    number = serializers.RegexField(r"^\d{13}$", help_text="whose the months are")
    reason = serializers.CharField(max_length=500)


class _OfficeAsk(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.officer, Role.checker, Role.supervisor)


class CorrectMonth(_OfficeAsk):
    @extend_schema(request=CorrectMonthInput, responses={201: SearchCaseShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a loaded month become what the papers say; two officers decide. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        told = _told(CorrectMonthInput, request)
        period, reason = month_of(told.pop("period")), told.pop("reason")
        found = Found(FoundAs.PROVEN, **told)
        case = month_corrections.ask_correction(person_id, period, found, reason=reason, by=by(request))
        return Response(SearchCaseShape(case).data, status=status.HTTP_201_CREATED)


class MoveMonths(_OfficeAsk):
    @extend_schema(request=MoveMonthsInput, responses={201: SearchCaseShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that months become their owner's; two officers decide. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, person_id: int) -> Response:
        told = _told(MoveMonthsInput, request)
        since, until = month_of(told.pop("since")), month_of(told.pop("until"))
        case = office_changes.ask_move(person_id, since=since, until=until, **told, by=by(request))
        return Response(SearchCaseShape(case).data, status=status.HTTP_201_CREATED)


class IsFiler(IsEmployer):
    roles = (Role.employer_admin, Role.employer_filer)


class Questions(EmployerView):
    permission_classes = [IsFiler]

    @extend_schema(responses=EmployerQuestionShape(many=True), operation_id="employer_questions")
    def get(self, request: Request, account: str) -> Response:
        """What the office asks about people's months, what waits first."""
        return Response(EmployerQuestionShape(read.questions_to(account), many=True).data)


class AnswerQuestion(Idempotent, EmployerView):
    permission_classes = [IsFiler]

    @extend_schema(request=EmployerAnswerInput, responses=EmployerQuestionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer once. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, question_id: int) -> Response:
        if not any(row.id == question_id for row in read.questions_to(account)):
            raise Http404
        told = _told(EmployerAnswerInput, request)
        asked = employer_questions.answer(
            question_id, account, told["answer"], told.get("text", ""), by=by(request)
        )
        return Response(EmployerQuestionShape(read.question_row(asked)).data)
