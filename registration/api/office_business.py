"""What officers do about employers over the API: late reports, inquiries, enrolling, opening again."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import duties, selectors
from registration.acts import acts_of
from registration.api import business_shapes as shapes
from registration.api.business import PAGE, opened
from registration.api.shapes import EnrolmentShape
from registration.api.views import by, enrolled, line, told
from registration.caseload import is_open_for
from registration.models import LateKind
from registration.services import ex_officio, reopening
from sso_core.accounts.public import Role, offices_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsOfficer
from sso_core.kernel.finding import Finding, Refused


class LateReports(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(
        operation_id="office_late_reports",
        parameters=[OpenApiParameter("kind", enum=LateKind.values), PAGE],
        responses=shapes.LateShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """What the employers of the officer's offices reported late, fifty a page, newest first."""
        asked = request.query_params
        offices = offices_of(request.user)  # type: ignore[arg-type]
        page = duties.late_page(offices, kind=asked.get("kind", ""), number=asked.get("page"))
        return Response(shapes.LateShape(page.object_list, many=True).data)


class Inquiries(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.officer,)

    @extend_schema(
        operation_id="office_inquiry", request=shapes.InquiryInput, responses={201: shapes.OpenedCaseShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The record of an inquiry (s.37); two officers decide. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        inquiry = ex_officio.Inquiry(**told(shapes.InquiryInput, request))
        case = ex_officio.open_inquiry(inquiry, by=by(request))
        return Response(opened(case), status=status.HTTP_201_CREATED)


class OfficeActs(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(
        operation_id="office_employer_acts", parameters=[PAGE], responses=shapes.ActShape(many=True)
    )
    def get(self, request: Request, account: str) -> Response:
        """Who did what for an employer, newest first, thirty a page; for who said why."""
        _known(account)
        if not is_open_for(by(request), f"employer:{account}"):
            raise Refused(Finding("purpose_needed", field="purpose"))
        page = acts_of(account, number=request.query_params.get("page"))
        return Response(shapes.ActShape(page.object_list, many=True).data)


class OfficeEnrol(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.officer,)

    @extend_schema(
        operation_id="office_enrol", request=shapes.OfficeEnrolInput, responses={201: EnrolmentShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enrol a person whom the employer did not (s.37). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        _known(account)
        given = told(shapes.OfficeEnrolInput, request)
        found = given.pop("found")
        done = ex_officio.enrol_ex_officio(line(account, given), found=found, by=by(request))
        return Response(enrolled(done), status=status.HTTP_201_CREATED)


class Reopening(Idempotent, APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.officer,)

    @extend_schema(
        operation_id="office_reopen", request=shapes.ReopenInput, responses={201: shapes.OpenedCaseShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a closed account be opened again; another officer decides. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        _known(account)
        case = reopening.ask_reopening(account, **told(shapes.ReopenInput, request), by=by(request))
        return Response(opened(case), status=status.HTTP_201_CREATED)


def _known(account: str) -> None:
    if selectors.employer(account) is None:
        raise Http404
