"""The register over the API: members read theirs, employers enrol and release, officers search for a reason."""

from datetime import date
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import search, selectors
from registration.api import shapes
from registration.models import Person
from registration.services import contacts, employers, enrolment, insured_facts, leaving, payout, rights
from registration.views.office import search_people
from registration.views.purpose import Record, open_for
from sso_core import clock
from sso_core.accounts.public import (
    Role,
    actor_of,
    employer_accounts_of,
    holders_of_scope,
)
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsEmployer, IsMember, IsOfficer, IsSignedIn
from sso_core.audit.public import Purpose
from sso_core.cases import public as cases
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import as_dict

MOST_ROWS = 2_000
"""People in one request; more come as a file."""
PURPOSE = OpenApiParameter("purpose", enum=Purpose.values, description="Why, outside one's own cases")
TITLES = {"003": "นาย", "004": "นางสาว", "005": "นาง"}


def by(request: Request) -> Actor:
    return actor_of(request._request)


def told(shape: type[serializers.Serializer[Any]], request: Request, **more: Any) -> dict[str, Any]:
    """The body in its shape, or a 400 that names each field."""
    given = shape(data=request.data, **more)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def enrolled(done: enrolment.Enrolment) -> dict[str, Any]:
    rows = shapes.EmploymentShape(done.enrolled, many=True).data
    return {"enrolled": rows, "findings": [as_dict(finding) for finding in done.findings]}


class IsAdministrator(IsEmployer):
    roles = (Role.employer_admin,)


class MyProfile(APIView):
    permission_classes = [IsMember]

    @extend_schema(operation_id="my_profile", responses=shapes.RecordShape)
    def get(self, request: Request) -> Response:
        """What the register holds of the signed-in member."""
        return Response(record_of(request.person_id))  # type: ignore[attr-defined]

    @extend_schema(
        operation_id="my_profile_change", request=shapes.ContactInput, responses=shapes.PersonShape
    )
    def patch(self, request: Request) -> Response:
        """New contacts; what is not sent stays. Another e-mail address counts when its code has come back."""
        person_id = request.person_id  # type: ignore[attr-defined]
        present = selectors.person(person_id)
        given = told(shapes.ContactInput, request)
        values = {
            name: given.get(name, getattr(present, name))
            for name in ("phone", "email", "address", "province")
        }
        return Response(shapes.PersonShape(contacts.set_contacts(person_id, **values, by=by(request))).data)


class MyEmail(APIView):
    permission_classes = [IsMember]

    @extend_schema(operation_id="my_email_waiting", responses=shapes.WaitingEmailShape)
    def get(self, request: Request) -> Response:
        """The new address that waits for its code, empty where none does."""
        waiting = contacts.waiting_email(request.person_id)  # type: ignore[attr-defined]
        return Response(shapes.WaitingEmailShape({"waiting": waiting}).data)

    @extend_schema(
        operation_id="my_email_confirm", request=shapes.EmailCodeInput, responses=shapes.PersonShape
    )
    def post(self, request: Request) -> Response:
        """The code that came by e-mail: the new address counts from now on."""
        code = told(shapes.EmailCodeInput, request)["code"]
        person_id = request.person_id  # type: ignore[attr-defined]
        return Response(shapes.PersonShape(contacts.confirm_email(person_id, code, by=by(request))).data)


def record_of(person_id: int) -> dict[str, Any]:
    shape = shapes.RecordShape(
        {
            "person": selectors.person(person_id),
            "employments": selectors.employments_of(person_id),
            "coverages": selectors.coverages(person_id),
        }
    )
    return dict(shape.data)


class MyCoverage(APIView):
    permission_classes = [IsMember]

    @extend_schema(
        operation_id="my_coverage",
        parameters=[OpenApiParameter("on", date, description="The day; today without it")],
        responses=shapes.CoverageOnShape,
    )
    def get(self, request: Request) -> Response:
        """Whether and how the member is insured on a day, with the months after the end (s.38)."""
        asked = request.query_params.get("on")
        day = serializers.DateField().to_internal_value(asked) if asked else clock.today()
        found = selectors.coverage_on(request.person_id, day)  # type: ignore[attr-defined]
        return Response(shapes.CoverageOnShape({"day": day, "coverage": found}).data)


class MyPayout(Idempotent, APIView):
    permission_classes = [IsMember, AAL2]

    @extend_schema(operation_id="my_payout", responses=shapes.PayoutShape)
    def get(self, request: Request) -> Response:
        """Where the member is paid, and what account waits."""
        person_id = request.person_id  # type: ignore[attr-defined]
        state = {
            "active": selectors.destination_of(person_id),
            "coming": selectors.asked_destination_of(person_id),
        }
        return Response(shapes.PayoutShape(state).data)

    @extend_schema(
        operation_id="my_payout_change", request=shapes.PayoutInput, responses={201: shapes.WayOfPayShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """PromptPay by the own id counts at once, a bank account after approval. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        given = told(shapes.PayoutInput, request)
        person_id = request.person_id  # type: ignore[attr-defined]
        made = payout.request_destination(person_id, **given, by=by(request), channel="api")
        return Response(shapes.WayOfPayShape(made).data, status=status.HTTP_201_CREATED)


class Applications(Idempotent, APIView):
    permission_classes = [IsSignedIn]

    @extend_schema(
        operation_id="employer_register",
        request=shapes.ApplicationInput,
        responses={201: shapes.ApplicationShape},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for an employer account (form 1-01). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        application = employers.EmployerApplication(**told(shapes.ApplicationInput, request))
        case = employers.apply_employer(application, by=by(request), channel="api")
        return Response(application_data(case), status=status.HTTP_201_CREATED)


class Application(APIView):
    permission_classes = [IsSignedIn]

    @extend_schema(operation_id="employer_application", responses=shapes.ApplicationShape)
    def get(self, request: Request, reference: str) -> Response:
        """How the own application stands."""
        case = cases.case(reference)
        if case is None or case.type != employers.CASE_TYPE or case.applicant_user_id != request.user.pk:
            raise Http404
        return Response(application_data(case))


def application_data(case: cases.CaseView) -> dict[str, Any]:
    approved = case.decision is not None and case.decision.approved
    opened = selectors.employer_of_tax_id(case.payload["tax_id"]) if approved else None
    shape = shapes.ApplicationShape(
        {
            "reference": case.reference,
            "public_status": str(case.public_status),
            "due_on": case.due_on,
            "register_answered": employers.register_said(case) is not None,
            "account_no": opened.account_no if opened else "",
        }
    )
    return dict(shape.data)


class Employers(APIView):
    permission_classes = [IsSignedIn]

    @extend_schema(operation_id="employers", responses=shapes.EmployerShape(many=True))
    def get(self, request: Request) -> Response:
        """The employers that the caller may act for."""
        found = [selectors.employer(account) for account in employer_accounts_of(request.user)]  # type: ignore[arg-type]
        return Response(shapes.EmployerShape([one for one in found if one], many=True).data)


class Employer(APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer", responses=shapes.EmployerRecordShape)
    def get(self, request: Request, account: str) -> Response:
        return Response(employer_data(account))


def employer_data(account: str) -> dict[str, Any]:
    found = selectors.employer(account)
    if found is None:
        raise Http404
    return dict(shapes.EmployerRecordShape({"employer": found, "branches": selectors.branches(account)}).data)


class Staff(Idempotent, APIView):
    permission_classes = [IsEmployer]

    @extend_schema(
        operation_id="staff",
        parameters=[
            OpenApiParameter("show", enum=["", "check", "all"], description="At work, not confirmed, or all"),
            OpenApiParameter("q", description="Part of a name or number"),
            OpenApiParameter("page", int),
        ],
        responses=shapes.EmploymentShape(many=True),
    )
    def get(self, request: Request, account: str) -> Response:
        """Fifty people a page, by name."""
        asked = request.query_params
        page = selectors.staff_page(
            account,
            day=clock.today(),
            text=asked.get("q", ""),
            show=asked.get("show", ""),
            number=asked.get("page"),
        )
        return Response(shapes.EmploymentShape(page.object_list, many=True).data)

    @extend_schema(
        operation_id="staff_enrol", request=shapes.NewStaffInput, responses={201: shapes.EnrolmentShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enrol one person (form 1-03). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        done = enrolment.enrol(line(account, told(shapes.NewStaffInput, request)), by=by(request))
        return Response(enrolled(done), status=status.HTTP_201_CREATED)


def line(account: str, given: dict[str, Any], number: int = 0) -> enrolment.Enrol:
    title = TITLES.get(given["title_code"], "")
    values = {**given, "branch_no": given["branch_no"].zfill(6)}
    return enrolment.Enrol(**values, title=title, account=account, line=number)


class StaffBatch(Idempotent, APIView):
    permission_classes = [IsEmployer]

    @extend_schema(
        operation_id="staff_enrol_many", request=shapes.EnrolManyInput, responses=shapes.EnrolmentShape
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Check or enrol many; findings come back line by line. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        given = told(shapes.EnrolManyInput, request)
        rows = [line(account, row, number) for number, row in enumerate(given["rows"], 1)]
        if len(rows) > MOST_ROWS:
            raise Refused(Finding("rows_too_many", field="rows", params={"most": f"{MOST_ROWS:,}"}))
        done = enrolment.enrol_people(
            rows, by=by(request), keep_good=given["keep_good"], only_check=given["only_check"]
        )
        return Response(enrolled(done))


class Leave(Idempotent, APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="staff_leave", request=shapes.LeaveInput, responses=shapes.EnrolmentShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report a leaver (form 6-09). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, employment: int) -> Response:
        one = selectors.employment(employment)
        if one is None or one.account_no != account:
            raise Http404
        given = told(shapes.LeaveInput, request)
        done = leaving.leave(account, one.national_id, **given, by=by(request), employment_id=employment)
        return Response(enrolled(done))


class StaffName(Idempotent, APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="staff_name", request=shapes.NewNameInput, responses=shapes.ReportedShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report a changed name (form 6-10), which the civil register must have. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, employment: int) -> Response:
        one = selectors.employment(employment)
        if one is None or one.account_no != account:
            raise Http404
        new = insured_facts.NewName(**told(shapes.NewNameInput, request))
        done = insured_facts.report_name(account, employment, new, by=by(request))
        findings = [as_dict(finding) for finding in done.findings]
        return Response({"case_reference": done.case_reference, "findings": findings})


class Rights(Idempotent, APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(operation_id="rights", responses=shapes.DelegateShape(many=True))
    def get(self, request: Request, account: str) -> Response:
        """Who may act for the employer."""
        return Response(shapes.DelegateShape(holders_of_scope(f"employer:{account}"), many=True).data)

    @extend_schema(
        operation_id="rights_give", request=shapes.DelegateInput, responses={201: shapes.DelegateShape}
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let another user act for the employer. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        made = rights.give_right(account, **told(shapes.DelegateInput, request), by=by(request))
        return Response(shapes.DelegateShape(made).data, status=status.HTTP_201_CREATED)


class Right(APIView):
    permission_classes = [IsAdministrator]

    @extend_schema(operation_id="rights_take", responses={204: None})
    def delete(self, request: Request, account: str, grant: int) -> Response:
        """End a right; ended already, nothing changes."""
        rights.take_right(account, grant, by=by(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class OfficePeople(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(
        operation_id="office_people",
        parameters=[
            OpenApiParameter("q", description="Part of a number, telephone or name of today or before"),
            OpenApiParameter("employer", description="Part of an employer's name, account or tax number"),
        ],
        responses=shapes.FoundPersonShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """At most fifty people, numbers masked. Both parts narrow; at least one is needed."""
        text, at = (request.query_params.get(name, "").strip() for name in ("q", "employer"))
        found = search_people(by(request), text, at)
        rows = [
            {"id": p.id, "name": p.full_name, "national_id": thai_id.mask(p.national_id), "office": p.office}
            for p in found
        ]
        return Response(shapes.FoundPersonShape(rows, many=True).data)


class OfficePerson(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(
        operation_id="office_person",
        parameters=[PURPOSE],
        responses=shapes.RecordShape,
    )
    def get(self, request: Request, person_id: int) -> Response:
        """A person's record. Outside one's caseload ``purpose`` is needed; the person sees who looked."""
        try:
            found = selectors.person(person_id)
        except Person.DoesNotExist:
            raise Http404 from None
        if found.merged_into is not None:
            raise Refused(Finding("record_merged", params={"record": found.merged_into}))
        open_for(by(request), Record.of_person(found), request.query_params.get("purpose", ""))
        return Response(record_of(person_id))


class OfficeEmployers(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(
        operation_id="office_employers",
        parameters=[OpenApiParameter("q", required=True)],
        responses=shapes.EmployerShape(many=True),
    )
    def get(self, request: Request) -> Response:
        found = search.find_employers(request.query_params.get("q", ""))
        return Response(shapes.EmployerShape(found, many=True).data)


class OfficeEmployer(APIView):
    permission_classes = [IsOfficer]

    @extend_schema(operation_id="office_employer", parameters=[PURPOSE], responses=shapes.EmployerRecordShape)
    def get(self, request: Request, account: str) -> Response:
        """An employer's record. Outside one's caseload ``purpose`` is needed; the employer sees who looked."""
        found = selectors.employer(account)
        if found is None:
            raise Http404
        open_for(by(request), Record.of_employer(found), request.query_params.get("purpose", ""))
        return Response(employer_data(account))
