"""The applicant's side: list, follow, answer, withdraw."""

from dataclasses import fields
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.accounts.public import actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsEmployer, IsMember
from sso_core.cases import selectors
from sso_core.cases.api.serializers import (
    AnswerInput,
    CaseDetailShape,
    CaseShape,
    WithdrawInput,
    events_of,
)
from sso_core.cases.services.work import answer, withdraw
from sso_core.cases.types import CaseView

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


def _mine(request: Request, reference: str) -> CaseView:
    """The member's own case; there is no other."""
    case = selectors.case(reference)
    if case is None or not (
        case.subject == f"person:{request.person_id}"  # type: ignore[attr-defined]
        or (case.applicant_user_id == request.user.pk and not case.employer_account)
    ):
        raise Http404
    return case


def _employers(account: str, reference: str) -> CaseView:
    case = selectors.case(reference)
    if case is None or case.subject != f"employer:{account}":
        raise Http404
    return case


def _detail(case: CaseView) -> Response:
    shape = CaseDetailShape(_with_events(case))
    return Response(shape.data)


def _with_events(case: CaseView) -> dict[str, Any]:
    plain = {field.name: getattr(case, field.name) for field in fields(case)}
    return {
        **plain,
        "question": selectors.open_question(case.reference),
        "events": events_of(case.reference, public_only=True),
    }


class MyCases(APIView):
    """Applications of the signed-in member, newest first."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_cases", responses=CaseShape(many=True))
    def get(self, request: Request) -> Response:
        rows = selectors.cases_of(f"person:{request.person_id}")  # type: ignore[attr-defined]
        return Response(CaseShape(rows, many=True).data)


class MyCase(APIView):
    """One application: where it is, what happened, what is asked."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_case", responses=CaseDetailShape)
    def get(self, request: Request, reference: str) -> Response:
        return _detail(_mine(request, reference))


class MyAnswer(Idempotent, APIView):
    """Answer the open question; the clock runs on."""

    permission_classes = [IsMember]

    @extend_schema(
        operation_id="me_case_answer", request=AnswerInput, responses=CaseDetailShape, parameters=[KEY]
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        case = _mine(request, reference)
        form = AnswerInput(data=request.data)
        form.is_valid(raise_exception=True)
        papers = [str(one) for one in form.validated_data["documents"]]
        return _detail(
            answer(case.reference, form.validated_data["text"], actor_of(request._request), papers)
        )


class MyWithdrawal(Idempotent, APIView):
    """Take the application back, as long as nothing is decided."""

    permission_classes = [IsMember]

    @extend_schema(
        operation_id="me_case_withdraw", request=WithdrawInput, responses=CaseDetailShape, parameters=[KEY]
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, reference: str) -> Response:
        case = _mine(request, reference)
        form = WithdrawInput(data=request.data)
        form.is_valid(raise_exception=True)
        return _detail(withdraw(case.reference, actor_of(request._request), form.validated_data["reason"]))


class EmployerCases(APIView):
    """Applications of an employer."""

    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_cases", responses=CaseShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        return Response(CaseShape(selectors.cases_of(f"employer:{account}"), many=True).data)


class EmployerCase(APIView):
    """One application of an employer."""

    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_case", responses=CaseDetailShape)
    def get(self, request: Request, account: str, reference: str) -> Response:
        return _detail(_employers(account, reference))
