"""Employers file and pay, members look and enter Section 39, finance officers put stray money right."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api import shapes
from contributions.models import ActState, Bill, BillStatus, Filing
from contributions.selectors import accounts, counts
from contributions.selectors import filings as read
from contributions.services import corrections, enrolling, section39, suspense, uploads
from contributions.services.billing import refresh_bill
from contributions.services.submitting import submit_filing
from contributions.services.totals import staged_totals
from sso_core import clock
from sso_core.accounts.public import Role, actor_of
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsEmployer, IsMember, IsOfficer
from sso_core.kernel import promptpay
from sso_core.kernel.actor import Actor
from sso_core.kernel.period import Period
from sso_core.messaging.public import as_dict

NOTHING = {204: None}


def by(request: Request) -> Actor:
    return actor_of(request._request)


class EmployerView(APIView):
    """Of the employer of the URL; others get 404."""

    permission_classes = [IsEmployer]
    parser_classes = [JSONParser]

    def filing(self, account: str, filing_id: int) -> read.FilingView:
        found = read.filing_of(account, filing_id)
        if found is None:
            raise Http404
        return found


class Filings(Idempotent, EmployerView):
    parser_classes = [MultiPartParser]

    @extend_schema(responses=shapes.FilingShape(many=True), operation_id="filings_list")
    def get(self, request: Request, account: str) -> Response:
        """Every filing of the employer, newest month first."""
        return Response(shapes.FilingShape(read.filings_of(account), many=True).data)

    @extend_schema(request=shapes.UploadInput, responses={201: shapes.UploadedShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a file to be checked. Nothing is submitted yet. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        told = shapes.UploadInput(data=request.data)
        told.is_valid(raise_exception=True)
        file, period = told.validated_data["file"], told.validated_data.get("period")
        done = uploads.upload_filing(
            account,
            file.read(),
            filename=file.name,
            period=Period.parse(period) if period else None,
            by=by(request),
        )
        body = shapes.FilingShape(self.filing(account, done.filing_id)).data | {"is_new": done.is_new}
        return Response(body, status=status.HTTP_201_CREATED if done.is_new else status.HTTP_200_OK)


class OneFiling(EmployerView):
    @extend_schema(responses=shapes.FilingShape)
    def get(self, request: Request, account: str, filing_id: int) -> Response:
        """A filing: its status and sums."""
        return Response(shapes.FilingShape(self.filing(account, filing_id)).data)

    @extend_schema(responses=NOTHING)
    def delete(self, request: Request, account: str, filing_id: int) -> Response:
        """Put a filing that was not submitted out of the way."""
        self.filing(account, filing_id)
        uploads.discard(filing_id, by=by(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Findings(EmployerView):
    @extend_schema(responses=shapes.FindingsShape, parameters=[OpenApiParameter("page", int)])
    def get(self, request: Request, account: str, filing_id: int) -> Response:
        """What was found, worst first, fifty a page."""
        self.filing(account, filing_id)
        text = request.query_params.get("page", "1")
        page = max(int(text), 1) if text.isdigit() else 1
        rows = read.findings_of(filing_id, page=page)
        body = {"count": read.count_findings(filing_id), "page": page, "findings": rows}
        return Response(shapes.FindingsShape(body).data)


class FilingTotals(EmployerView):
    @extend_schema(responses=shapes.TotalsShape)
    def get(self, request: Request, account: str, filing_id: int) -> Response:
        """What a checked filing will owe if it is submitted and paid today, surcharge included."""
        if not self.filing(account, filing_id).is_open:
            raise Http404
        row = Filing.objects.get(pk=filing_id)
        uploads.ensure_staged(row)
        return Response(shapes.TotalsShape(staged_totals(row, as_of=clock.today())).data)


class Line(EmployerView):
    @extend_schema(request=shapes.LineInput, responses=shapes.FindingShape(many=True))
    def put(self, request: Request, account: str, filing_id: int, branch_no: str, number: int) -> Response:
        """Put a line right; the contribution follows from the wage. Gives what is still found in it."""
        self.filing(account, filing_id)
        told = shapes.LineInput(data=request.data)
        told.is_valid(raise_exception=True)
        corrections.edit_line(filing_id, branch_no, number, told.validated_data, by=by(request))
        return Response([as_dict(f) for f in read.findings_of_line(filing_id, branch_no, number)])

    @extend_schema(responses=NOTHING)
    def delete(self, request: Request, account: str, filing_id: int, branch_no: str, number: int) -> Response:
        """Leave a line out of the filing."""
        self.filing(account, filing_id)
        corrections.remove_lines(filing_id, [(branch_no, number)], by=by(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class EnrolLines(Idempotent, EmployerView):
    @extend_schema(request=shapes.EnrolInput, responses=shapes.EnrolledShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enrol people of the filing from their lines. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, filing_id: int) -> Response:
        self.filing(account, filing_id)
        told = shapes.EnrolInput(data=request.data)
        told.is_valid(raise_exception=True)
        places = [(text[:6], int(text[7:])) for text in told.validated_data["lines"]]
        done = enrolling.enrol_lines(
            filing_id, places, starts_on=told.validated_data["starts_on"], by=by(request)
        )
        return Response({"enrolled": len(done.enrolled), "findings": [as_dict(f) for f in done.findings]})


class Change(EmployerView):
    """Changes of a whole filing, each its own address."""

    change: Callable[..., Any]

    @extend_schema(request=None, responses=shapes.FilingShape)
    def post(self, request: Request, account: str, filing_id: int) -> Response:
        self.filing(account, filing_id)
        type(self).change(filing_id, by=by(request))
        return Response(shapes.FilingShape(self.filing(account, filing_id)).data)


class Recompute(Change):
    """Take the contributions and sums that the law gives for the wages of the file."""

    change = staticmethod(corrections.recompute)


class RemoveFaulty(Change):
    """Leave out every line that blocks."""

    change = staticmethod(corrections.remove_faulty)


class LetWait(Change):
    """Let the money of people who are not enrolled wait for their enrolment."""

    @staticmethod
    def change(filing_id: int, *, by: Actor) -> None:
        enrolling.let_wait(filing_id)


class Submit(Idempotent, EmployerView):
    @extend_schema(request=shapes.SubmitInput, responses=shapes.FilingShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Submit a checked filing: it is assessed and billed. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str, filing_id: int) -> Response:
        self.filing(account, filing_id)
        told = shapes.SubmitInput(data=request.data)
        told.is_valid(raise_exception=True)
        submit_filing(filing_id, seen_total=told.validated_data["seen_total"], by=by(request))
        return Response(shapes.FilingShape(self.filing(account, filing_id)).data)


def bill_body(bill: Bill) -> dict[str, Any]:
    """A bill with the texts to pay it by, while it is unpaid."""
    body = dict(shapes.BillShape(read.bill_view(bill)).data)
    unpaid = bill.status == BillStatus.UNPAID
    args = (settings.BILLER_ID, bill.ref1, bill.ref2, bill.total)
    body["promptpay"] = promptpay.bill_payment(*args) if unpaid else ""
    body["barcode"] = promptpay.barcode(*args) if unpaid else ""
    return body


def bill_of(subject: str, bill_id: int) -> Bill:
    if not Bill.objects.filter(subject=subject, pk=bill_id).exists():
        raise Http404
    return refresh_bill(bill_id)


class EmployerBills(EmployerView):
    @extend_schema(responses=shapes.BillShape(many=True), operation_id="employer_bills_list")
    def get(self, request: Request, account: str) -> Response:
        """Bills and what was paid, newest month first."""
        return Response(shapes.BillShape(read.bills_of(f"employer:{account}"), many=True).data)


class EmployerBill(EmployerView):
    @extend_schema(responses=shapes.BillToPayShape)
    def get(self, request: Request, account: str, bill_id: int) -> Response:
        """A bill as it stands today, with the PromptPay text and the barcode."""
        return Response(bill_body(bill_of(f"employer:{account}", bill_id)))


class MemberView(APIView):
    permission_classes = [IsMember]


class MyContributions(MemberView):
    @extend_schema(
        responses=shapes.AccountShape,
        parameters=[OpenApiParameter("since", str), OpenApiParameter("until", str)],
    )
    def get(self, request: Request) -> Response:
        """One's own months, by default the last twelve. A month that is not loaded has no amounts."""
        now = Period.of(clock.today())
        since, until = self._month(request, "since", now - 11), self._month(request, "until", now)
        if not 0 <= until.minus(since) < 600:
            raise Http404
        count = counts.months_ever(request.person_id)  # type: ignore[attr-defined]
        body = {
            "months_paid": count.count,
            "months_unknown": count.unknown,
            "months": accounts.account(request.person_id, since, until),  # type: ignore[attr-defined]
        }
        return Response(shapes.AccountShape(body).data)

    @staticmethod
    def _month(request: Request, name: str, otherwise: Period) -> Period:
        try:
            return Period.parse(request.query_params[name]) if name in request.query_params else otherwise
        except ValueError:
            raise Http404 from None


class MyBill(MemberView):
    @extend_schema(responses=shapes.BillToPayShape)
    def get(self, request: Request, bill_id: int) -> Response:
        """One's own bill, with the PromptPay text and the barcode."""
        return Response(bill_body(bill_of(f"person:{request.person_id}", bill_id)))  # type: ignore[attr-defined]


def section39_body(person_id: int) -> dict[str, Any]:
    held = section39.held_coverage(person_id)
    if held is not None:
        section39.bill_months(person_id)
    standing = section39.standing(person_id)
    return shapes.Section39Shape(
        {
            "held_since": held.since if held else None,
            "held_until": held.until if held else None,
            "may_apply": held is None and standing.may_apply,
            "conditions": [] if held else standing.conditions,
            "bills": read.bills_of(f"person:{person_id}"),
        }
    ).data


class Section39(Idempotent, MemberView):
    @extend_schema(responses=shapes.Section39Shape, operation_id="section39_retrieve")
    def get(self, request: Request) -> Response:
        """Whether one may enter Section 39, or where one stands in it."""
        return Response(section39_body(request.person_id))  # type: ignore[attr-defined]

    @extend_schema(request=None, responses=shapes.Section39Shape, operation_id="section39_apply")
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enter Section 39 today. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        section39.apply(request.person_id, by=by(request))  # type: ignore[attr-defined]
        return Response(section39_body(request.person_id))  # type: ignore[attr-defined]


class ResignSection39(Idempotent, MemberView):
    @extend_schema(request=None, responses=shapes.Section39Shape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give Section 39 up today. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        section39.resign(request.person_id, by=by(request))  # type: ignore[attr-defined]
        return Response(section39_body(request.person_id))  # type: ignore[attr-defined]


class FinanceView(APIView):
    permission_classes = [IsOfficer]
    officer_roles = (Role.finance, Role.finance_checker)


class Suspense(FinanceView):
    @extend_schema(responses=shapes.SuspenseShape(many=True))
    def get(self, request: Request) -> Response:
        """Money that fits no bill, oldest first; at most 500."""
        return Response(shapes.SuspenseShape(read.open_suspense()[:500], many=True).data)


class ApplySuspense(Idempotent, FinanceView):
    permission_classes = [IsOfficer, AAL2]

    @extend_schema(request=shapes.ApplyInput, responses={200: shapes.BillShape, 202: shapes.BillShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Put held money to a bill; 202 where a second officer has to do it. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, item_id: int) -> Response:
        told = shapes.ApplyInput(data=request.data)
        told.is_valid(raise_exception=True)
        if not Bill.objects.filter(pk=told.validated_data["bill"]).exists():
            raise Http404
        bill = Bill.objects.get(pk=told.validated_data["bill"])
        done = suspense.put_whole(item_id, bill.pk, by=by(request))
        bill.refresh_from_db()
        body = shapes.BillShape(read.bill_view(bill)).data
        return Response(body, status=200 if done.state == ActState.DONE else 202)
