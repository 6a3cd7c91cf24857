"""Branches, facts, contractors, deadlines and acts of an employer over the API."""

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
from registration.api.shapes import EmployerShape
from registration.api.views import IsAdministrator, by, told
from registration.establishments import places_of
from registration.services import branches, changes, closing, contractors, transfers
from registration.values import BranchView
from sso_core import clock
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsEmployer
from sso_core.cases.public import CaseView
from sso_core.messaging.public import as_dict

PAGE = OpenApiParameter("page", int)


def branch_done(done: branches.BranchDone) -> dict[str, Any]:
    shown = {"branch": done.branch, "findings": [as_dict(one) for one in done.findings]}
    return dict(shapes.BranchDoneShape(shown).data)


def opened(case: CaseView, findings: Any = ()) -> dict[str, Any]:
    shown = {
        "reference": case.reference,
        "public_status": str(case.public_status),
        "decided": not case.is_open,
        "findings": [as_dict(one) for one in findings],
    }
    return dict(shapes.OpenedCaseShape(shown).data)


def branch_or_404(account: str, branch_no: str) -> BranchView:
    found = selectors.branch(account, branch_no)
    if found is None:
        raise Http404
    return found


class ReadOrAdminister(Idempotent, APIView):
    """Everybody who acts for the employer reads; only an administrator changes."""

    def get_permissions(self) -> list[Any]:
        return [IsEmployer() if self.request.method == "GET" else IsAdministrator()]

    permission_classes = [IsEmployer]


class Branches(ReadOrAdminister):
    @extend_schema(operation_id="branches", responses=shapes.DatedBranchShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """Every branch, also those that are closed."""
        return Response(shapes.DatedBranchShape(selectors.branches(account), many=True).data)

    @extend_schema(
        operation_id="branch_open", request=shapes.NewBranchInput, responses={201: shapes.BranchDoneShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Open a branch (form 6-15). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        done = branches.open_branch(account, **told(shapes.NewBranchInput, request), by=by(request))
        return Response(branch_done(done), status=status.HTTP_201_CREATED)


class Branch(ReadOrAdminister):
    @extend_schema(operation_id="branch", responses=shapes.BranchPlacesShape)
    def get(self, request: Request, account: str, branch_no: str) -> Response:
        """A branch and where it stood when, the present place first."""
        found = branch_or_404(account, branch_no)
        return Response(shapes.BranchPlacesShape({"branch": found, "places": places_of(found)}).data)

    @extend_schema(operation_id="branch_change", request=shapes.BranchInput, responses=shapes.BranchDoneShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new name or place since a day (form 6-15). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, branch_no: str) -> Response:
        branch_or_404(account, branch_no)
        given = told(shapes.BranchInput, request)
        return Response(branch_done(branches.change_branch(account, branch_no, **given, by=by(request))))


class BranchClosing(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(
        operation_id="branch_close", request=shapes.CloseBranchInput, responses=shapes.BranchDoneShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Close a branch; staff moves or leaves. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, branch_no: str) -> Response:
        branch_or_404(account, branch_no)
        given = told(shapes.CloseBranchInput, request)
        return Response(branch_done(branches.close_branch(account, branch_no, **given, by=by(request))))


class BranchTransfer(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(
        operation_id="branch_transfer",
        request=shapes.HandOverInput,
        responses={201: shapes.OpenedCaseShape},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask that a branch with its staff goes to another employer. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, branch_no: str) -> Response:
        branch_or_404(account, branch_no)
        given = told(shapes.HandOverInput, request)
        case = transfers.ask_transfer(account, branch_no, **given, by=by(request), channel="api")
        return Response(opened(case), status=status.HTTP_201_CREATED)


class Transfers(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="transfers", responses=shapes.TransferShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """What other employers want to hand over to this one."""
        return Response(shapes.TransferShape(transfers.transfers_to(account), many=True).data)


class TransferAcceptance(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(operation_id="transfer_accept", request=None, responses=shapes.TransferShape(many=True))
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Agree to take a business over. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, reference: str) -> Response:
        if not transfers.is_offered(reference, account):
            raise Http404
        transfers.accept_transfer(reference, by=by(request))
        return Response(shapes.TransferShape(transfers.transfers_to(account), many=True).data)


class Contact(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(
        operation_id="employer_contact", request=shapes.EmployerContactInput, responses=EmployerShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """New contacts, from now on. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        given = told(shapes.EmployerContactInput, request)
        return Response(EmployerShape(changes.set_employer_contacts(account, **given, by=by(request))).data)


class Changes(ReadOrAdminister):
    @extend_schema(operation_id="employer_changes", responses=shapes.ChangedFactShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """The facts that changed, newest first."""
        return Response(shapes.ChangedFactShape(duties.changes_of(account), many=True).data)

    @extend_schema(
        operation_id="employer_change", request=shapes.ChangeInput, responses={201: shapes.OpenedCaseShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report changed facts (form 6-15). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        given = told(shapes.ChangeInput, request)
        change = changes.Change(**{**given, "directors": tuple(given["directors"])})
        done = changes.report_change(account, change, by=by(request), channel="api")
        return Response(opened(done.case, done.findings), status=status.HTTP_201_CREATED)


class Closing(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(
        operation_id="employer_close", request=shapes.CloseBusinessInput, responses=shapes.ClosedShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Close the business with all branches and staff. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        done = closing.close_business(account, **told(shapes.CloseBusinessInput, request), by=by(request))
        shown = {
            "employer": done.employer,
            "last_period": str(done.last_period),
            "left": done.left,
            "findings": [as_dict(one) for one in done.findings],
        }
        return Response(shapes.ClosedShape(shown).data)


class Deadlines(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_deadlines", responses=shapes.DeadlinesShape)
    def get(self, request: Request, account: str) -> Response:
        """What must still be reported and by when, and what came late (s.34, s.44)."""
        today = clock.today()
        due = [
            {
                "what": duty.what,
                "about": duty.about,
                "due_on": duty.due_on,
                "section": duty.section,
                "late": duty.is_late(today),
            }
            for duty in duties.duties_of(account, today)
        ]
        return Response(shapes.DeadlinesShape({"due": due, "late": duties.late_of(account)}).data)


class Acts(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_acts", parameters=[PAGE], responses=shapes.ActShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """Who did what and for whom, newest first, thirty a page."""
        page = acts_of(account, number=request.query_params.get("page"))
        return Response(shapes.ActShape(page.object_list, many=True).data)


def chain(account: str) -> dict[str, Any]:
    shown = {
        "contractors": contractors.contractors_of(account),
        "principals": contractors.principals_of(account),
    }
    return dict(shapes.ChainShape(shown).data)


class Contractors(ReadOrAdminister):
    @extend_schema(operation_id="contractors", responses=shapes.ChainShape)
    def get(self, request: Request, account: str) -> Response:
        """The contractors for labour of an employer, and its own principals (s.35)."""
        return Response(chain(account))

    @extend_schema(
        operation_id="contractor_declare", request=shapes.ContractorInput, responses={201: shapes.ChainShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name a contractor for labour. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        given = told(shapes.ContractorInput, request)
        other = given.pop("contractor")
        contractors.declare_contractor(account, other, **given, by=by(request))
        return Response(chain(account), status=status.HTTP_201_CREATED)


class ContractorEnd(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(
        operation_id="contractor_end", request=shapes.EndContractorInput, responses=shapes.ChainShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The work of a contractor ends. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, link: int) -> Response:
        if link not in {one.id for one in contractors.contractors_of(account)}:
            raise Http404
        given = told(shapes.EndContractorInput, request)
        contractors.end_contractor(account, link, **given, by=by(request))
        return Response(chain(account))
