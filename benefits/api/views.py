"""The benefits API: the same services as the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benefits import public as benefits
from benefits.api.serializers import (
    AwardShape,
    ClaimShape,
    PensionRunInput,
    PositionShape,
    ReturnsInput,
    RightShape,
    RunShape,
    SicknessInput,
)
from sso_core.accounts.public import Role, User, actor_of, may_at
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsMember, IsOfficer
from sso_core.cases import public as cases
from sso_core.kernel.period import Period

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


def _person(request: Request) -> int:
    return int(request.person_id)  # type: ignore[attr-defined]


def _own(request: Request, reference: str) -> benefits.ClaimView:
    found = benefits.claim(reference)
    if found is None or found.person_id != _person(request):
        raise Http404
    return found


def _facts(request: Request) -> benefits.SicknessFacts:
    told = SicknessInput(data=request.data)
    told.is_valid(raise_exception=True)
    values: dict[str, Any] = {**told.validated_data}
    return benefits.SicknessFacts(**{**values, "certificates": tuple(values["certificates"])})


class Rights(APIView):
    """The member's standing for each right today."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_rights", responses=RightShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(RightShape(benefits.rights_of(_person(request)), many=True).data)


class Claims(APIView):
    """The member's claims, newest first."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_claims", responses=ClaimShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(ClaimShape(benefits.claims_of(_person(request)), many=True).data)


class Claim(APIView):
    """One claim of the member."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_claim", responses=ClaimShape)
    def get(self, request: Request, reference: str) -> Response:
        return Response(ClaimShape(_own(request, reference)).data)


class SicknessEstimate(APIView):
    """What a sickness would pay; nothing is saved."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="sickness_estimate", request=SicknessInput, responses=PositionShape)
    def post(self, request: Request) -> Response:
        return Response(PositionShape(benefits.estimate_sickness(_person(request), _facts(request))).data)


class SicknessClaim(Idempotent, APIView):
    """Send a claim for sickness cash."""

    permission_classes = [IsMember, AAL2]

    @extend_schema(
        operation_id="sickness_claim", request=SicknessInput, responses={201: ClaimShape}, parameters=[KEY]
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        claim = benefits.submit_sickness(
            _person(request), _facts(request), by=actor_of(request), channel="api"
        )
        return Response(ClaimShape(benefits.claim(claim.reference)).data, status=status.HTTP_201_CREATED)


class OldAge(Idempotent, APIView):
    """Where the member stands for old age; sending it is the claim."""

    permission_classes = [IsMember, AAL2]

    @extend_schema(operation_id="old_age_position", responses=PositionShape)
    def get(self, request: Request) -> Response:
        return Response(PositionShape(benefits.old_age_position(_person(request))).data)

    @extend_schema(operation_id="old_age_claim", request=None, responses={201: ClaimShape}, parameters=[KEY])
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        claim = benefits.submit_old_age(_person(request), by=actor_of(request), channel="api")
        return Response(ClaimShape(benefits.claim(claim.reference)).data, status=status.HTTP_201_CREATED)


class Reissue(Idempotent, APIView):
    """Send money that a bank returned again, to where the member is paid now."""

    permission_classes = [IsMember, AAL2]

    @extend_schema(operation_id="claim_reissue", request=None, responses=ClaimShape, parameters=[KEY])
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = _own(request, kwargs["reference"])
        benefits.reissue(found.reference, by=actor_of(request))
        return Response(ClaimShape(benefits.claim(found.reference)).data)


class Awards(APIView):
    """Pensions and lump sums awarded to the member."""

    permission_classes = [IsMember]

    @extend_schema(operation_id="me_awards", responses=AwardShape(many=True))
    def get(self, request: Request) -> Response:
        return Response(AwardShape(benefits.awards_of(_person(request)), many=True).data)


class Returns(Idempotent, APIView):
    """An officer supplies the yearly returns on a lump sum."""

    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.officer,)

    @extend_schema(
        operation_id="office_returns", request=ReturnsInput, responses=ClaimShape, parameters=[KEY]
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        reference = kwargs["reference"]
        user = request.user
        if benefits.claim(reference) is None or not isinstance(user, User):
            raise Http404
        if not may_at(user, cases.case(reference).office, Role.officer):
            raise Http404
        told = ReturnsInput(data=request.data)
        told.is_valid(raise_exception=True)
        benefits.record_returns(reference, told.validated_data["returns"], by=actor_of(request))
        return Response(ClaimShape(benefits.claim(reference)).data)


class PensionRuns(Idempotent, APIView):
    """Start the pension run of a month; the same month again is the same run."""

    permission_classes = [IsOfficer, AAL2]
    officer_roles = (Role.officer, Role.finance)

    @extend_schema(operation_id="pension_run", request=PensionRunInput, responses=RunShape, parameters=[KEY])
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        told = PensionRunInput(data=request.data)
        told.is_valid(raise_exception=True)
        try:
            period = Period.parse(told.validated_data["period"])
        except ValueError as error:
            raise ValidationError({"period": [str(error)]}) from None
        run = benefits.start_pension_run(period, by=actor_of(request))
        return Response({"run_id": run.pk, "reference": run.reference, "chunks": run.chunks_total})
