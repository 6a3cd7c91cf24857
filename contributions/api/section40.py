"""Section 40 over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api import shapes
from contributions.api.views import by
from contributions.services import section40
from sso_core import clock
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsMember


def body(person_id: int) -> dict[str, Any]:
    standing = section40.standing(person_id)
    held, coming = standing.held, standing.coming
    told = {
        "option": held and held.option,
        "since": held and held.since,
        "coming_option": coming and coming.option,
        "coming_since": coming and coming.since,
        "may_apply": standing.may_apply,
        "conditions": standing.conditions,
        "options": [
            {
                "number": one.number,
                "member": one.member,
                "government": one.government,
                "branches": sorted(one.branches),
            }
            for one in section40.options(clock.today())
        ],
    }
    return dict(shapes.Section40Shape(told).data)


class Section40(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(responses=shapes.Section40Shape, operation_id="section40_retrieve")
    def get(self, request: Request) -> Response:
        """Whether one may enter Section 40 and what each option costs, or where one stands in it."""
        return Response(body(request.person_id))  # type: ignore[attr-defined]

    @extend_schema(
        request=shapes.Section40Input, responses=shapes.Section40Shape, operation_id="section40_apply"
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enter Section 40 today. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = shapes.Section40Input(data=request.data)
        told.is_valid(raise_exception=True)
        given = told.validated_data
        excluded = not given["declares_not_excluded"]
        section40.apply(request.person_id, given["option"], excluded=excluded, by=by(request))  # type: ignore[attr-defined]
        return Response(body(request.person_id))  # type: ignore[attr-defined]


class ChangeOption(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(request=shapes.OptionInput, responses=shapes.Section40Shape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Another option from next month on. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = shapes.OptionInput(data=request.data)
        told.is_valid(raise_exception=True)
        section40.change(request.person_id, told.validated_data["option"], by=by(request))  # type: ignore[attr-defined]
        return Response(body(request.person_id))  # type: ignore[attr-defined]


class ResignSection40(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(request=None, responses=shapes.Section40Shape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give Section 40 up today. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        section40.resign(request.person_id, by=by(request))  # type: ignore[attr-defined]
        return Response(body(request.person_id))  # type: ignore[attr-defined]
