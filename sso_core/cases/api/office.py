"""The officer's side: queue, case, and the acts. Every act names the version that was seen."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from sso_core.accounts.public import User, actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsOfficer
from sso_core.audit.public import log_access
from sso_core.cases import queue, selectors
from sso_core.cases.api import serializers as shapes
from sso_core.cases.permissions import may_check, may_lead, may_see, may_work
from sso_core.cases.registry import type_of
from sso_core.cases.services import decide, work
from sso_core.cases.services.rows import Conflict
from sso_core.cases.types import CaseView, Fact
from sso_core.kernel.actor import Actor

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
VIEW = OpenApiParameter("view", str, enum=list(queue.VIEWS))


class CaseMoved(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "มีคนทำเรื่องนี้ก่อน อ่านใหม่แล้วลองอีกครั้ง"
    default_code = "case_moved"


def _case(request: Request, reference: str) -> tuple[CaseView, User, Actor]:
    case = selectors.case(reference)
    user = request.user
    if case is None or not isinstance(user, User) or not may_see(user, case):
        raise Http404
    return case, user, actor_of(request._request, f"office:{case.office}")


def detail(case: CaseView) -> dict[str, Any]:
    """The case page as data."""
    kind = type_of(case.type)
    panel = kind.panel(case)
    plain = {field.name: getattr(case, field.name) for field in fields(case)}
    shape = shapes.OfficeCaseDetailShape(
        {
            **plain,
            "facts": [_row(fact) for fact in panel.facts],
            "checks": panel.checks,
            "blocker": panel.blocker,
            "worked": panel.worked.as_dict() if panel.worked else None,
            "expected": panel.amount,
            "four_eyes": kind.four_eyes(case, panel.amount),
            "proposal": selectors.proposal_of(case.reference),
            "question": selectors.open_question(case.reference),
            "events": shapes.events_of(case.reference, public_only=False),
        }
    )
    return dict(shape.data)


def _row(fact: Fact | tuple[str, Any, str]) -> list[str]:
    parts = (fact.label, fact.value, fact.source) if isinstance(fact, Fact) else fact
    return [str(part) for part in parts]


class Queue(APIView):
    """The officer's open cases: mine, team, unassigned, check, late."""

    permission_classes = [IsOfficer]

    @extend_schema(operation_id="office_cases", responses=shapes.QueueRowShape(many=True), parameters=[VIEW])
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        name = request.query_params.get("view", "mine")
        rows = queue.filtered(
            queue.view_of_queue(name if name in queue.VIEWS else "mine", request.user),
            request.query_params,
        )
        pages = LimitOffsetPagination()
        pages.default_limit, pages.max_limit = 50, 200
        part = pages.paginate_queryset(rows, request, view=self)
        shape = shapes.QueueRowShape(queue.rows_of(part or []), many=True)
        return pages.get_paginated_response(shape.data)


class OfficeCase(APIView):
    """One case with everything there is to decide on; reading it is logged."""

    permission_classes = [IsOfficer]

    @extend_schema(operation_id="office_case", responses=shapes.OfficeCaseDetailShape)
    def get(self, request: Request, reference: str) -> Response:
        case, _, by = _case(request, reference)
        log_access(
            by,
            subject=case.subject,
            subject_name=case.subject_name,
            purpose=f"พิจารณาคำขอ {reference}",
            what=f"คำขอ {case.type_label} (API)",
        )
        return Response(detail(case))


class Act(Idempotent, APIView):
    """One act on a case, once for each key."""

    permission_classes = [IsOfficer]
    shape: ClassVar[type[BaseSerializer[Any]]]

    def allowed(self, user: User, case: CaseView) -> bool:
        return may_work(user, case)

    def act(self, request: Request, reference: str) -> Response:
        case, user, by = _case(request, reference)
        if not self.allowed(user, case):
            raise exceptions.PermissionDenied
        form = self.shape(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            self.do(reference, by, form.validated_data)
        except Conflict as conflict:
            raise CaseMoved from conflict
        return Response(detail(selectors.case(reference) or case))

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        raise NotImplementedError


def documented(operation: str, shape: type[BaseSerializer[Any]]) -> Callable[[type[Act]], type[Act]]:
    """Give an act its shape and its place in the schema."""

    def decorate(view: type[Act]) -> type[Act]:
        view.shape = shape
        schema = extend_schema(
            operation_id=operation,
            request=shape,
            responses=shapes.OfficeCaseDetailShape,
            parameters=[KEY],
            description=view.__doc__,
        )

        def post(self: Act, request: Request, *args: Any, **kwargs: Any) -> Response:
            return super(view, self).post(request, *args, **kwargs)

        view.post = schema(post)  # type: ignore[assignment, method-assign]
        return view

    return decorate


@documented("office_case_take", shapes.VersionInput)
class Take(Act):
    """Take the case from the queue."""

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        work.take(reference, by, version=given["version"])


@documented("office_case_propose", shapes.ProposeInput)
class Propose(Act):
    """Propose approval or refusal; where no second officer is needed, decide."""

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        decide.propose(reference, given["outcome"], given["reason"], by, version=given["version"])


@documented("office_case_confirm", shapes.VersionInput)
class Confirm(Act):
    """Confirm another officer's proposal."""

    def allowed(self, user: User, case: CaseView) -> bool:
        return may_check(user, case)

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        decide.confirm(reference, by, version=given["version"])


@documented("office_case_send_back", shapes.ReasonInput)
class SendBack(Act):
    """Send another officer's proposal back."""

    def allowed(self, user: User, case: CaseView) -> bool:
        return may_check(user, case)

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        decide.send_back(reference, given["reason"], by, version=given["version"])


@documented("office_case_ask", shapes.AskInput)
class Ask(Act):
    """Ask the applicant; the clock stops."""

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        work.ask_applicant(reference, given["question"], given["due"], by, version=given["version"])


@documented("office_case_assign", shapes.AssignInput)
class Assign(Act):
    """Give the case to an officer, or back to the queue."""

    def allowed(self, user: User, case: CaseView) -> bool:
        return may_lead(user, case.office)

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        work.assign(reference, given["to"], by, reason=given["reason"], version=given["version"])


@documented("office_case_note", shapes.NoteInput)
class Note(Act):
    """Write a note that the applicant does not see."""

    def allowed(self, user: User, case: CaseView) -> bool:
        return may_see(user, case)

    def do(self, reference: str, by: Actor, given: dict[str, Any]) -> None:
        work.note(reference, given["text"], by)
