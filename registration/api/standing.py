"""Over the API: insured on a day with the grounds and steps, and the papers that say so."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration import selectors
from registration.api.shapes import Shape
from registration.api.views import by
from registration.models import Certificate
from registration.services import certificates
from sso_core import clock
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsEmployer, IsMember


class GroundShape(Shape):
    section = serializers.IntegerField()
    option = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    after = serializers.BooleanField()
    branches = serializers.ListField(child=serializers.CharField())


class InsuranceShape(Shape):
    """``after``: the status has ended and rights go on. ``steps`` name the section of law."""

    day = serializers.DateField()
    insured = serializers.BooleanField()
    grounds = GroundShape(many=True)
    steps = serializers.ListField(child=serializers.DictField())


class CertificateShape(Shape):
    number = serializers.CharField()
    kind = serializers.CharField()
    issued_on = serializers.DateField()
    document = serializers.CharField()


class CertificateInput(Shape):
    """``section`` is the approval of the Section 39 or 40 held."""

    what = serializers.ChoiceField(("insured", "section"))


def certificate_data(made: Certificate) -> dict[str, Any]:
    told = {
        "number": made.number,
        "kind": made.kind,
        "issued_on": made.issued_on,
        "document": f"/documents/{made.document_id}/",
    }
    return dict(CertificateShape(told).data)


class MyInsurance(APIView):
    permission_classes = [IsMember]

    @extend_schema(
        operation_id="my_insurance",
        parameters=[OpenApiParameter("on", str, description="The day, yyyy-mm-dd; today without it")],
        responses=InsuranceShape,
    )
    def get(self, request: Request) -> Response:
        """Every ground on which the member is insured on a day, with its branches and steps."""
        asked = request.query_params.get("on")
        day = serializers.DateField().run_validation(asked) if asked else clock.today()
        found = selectors.insurance(request.person_id, day)  # type: ignore[attr-defined]
        grounds = [
            {
                "section": g.section,
                "option": g.option,
                "since": g.since,
                "until": g.until,
                "after": g.after,
                "branches": sorted(g.branches),
            }
            for g in found.grounds
        ]
        told = {
            "day": day,
            "insured": found.is_insured,
            "grounds": grounds,
            "steps": [step.as_dict() for step in found.steps],
        }
        return Response(InsuranceShape(told).data)


class MyCertificates(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(operation_id="my_certificate", request=CertificateInput, responses={201: CertificateShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A certificate of today as a PDF. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = CertificateInput(data=request.data)
        told.is_valid(raise_exception=True)
        is_section = told.validated_data["what"] == "section"
        certify = certificates.certify_section if is_section else certificates.certify_insured
        made = certify(request.person_id, by=by(request))  # type: ignore[attr-defined]
        return Response(certificate_data(made), status=status.HTTP_201_CREATED)


class EmployerCertificate(Idempotent, APIView):
    permission_classes = [IsEmployer]

    @extend_schema(operation_id="employer_certificate", request=None, responses={201: CertificateShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The certificate of registration as a PDF. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        made = certificates.certify_employer(account, by=by(request))
        return Response(certificate_data(made), status=status.HTTP_201_CREATED)
