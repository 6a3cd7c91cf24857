"""The calculators over the API: public, without state, and with the same steps as the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sso_core.api.permissions import IsPublic
from sso_core.kernel.finding import Finding, Refused
from sso_core.law import registry
from sso_core.law.public import BadInput, LawError, current
from sso_core.law.shown import as_row


class Rules(APIView):
    """The rules that can be worked out, each with its inputs."""

    permission_classes = [IsPublic]

    @extend_schema(operation_id="calculate_rules", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        return Response([as_row(one) for one in registry.calculators()])


class Calculate(APIView):
    """Work out a rule: a JSON object of its inputs gives result, steps and the law that was used."""

    permission_classes = [IsPublic]

    @extend_schema(
        operation_id="calculate", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, rule: str) -> Response:
        try:
            found = registry.find(rule)
        except BadInput:
            raise Http404 from None
        try:
            worked = found.work(_texts(request.data), law=current())
        except LawError as error:
            params = {"th": error.th, "en": str(error)}
            raise Refused(Finding(error.code, field=error.field, params=params)) from error
        return Response(worked.as_dict())


def _texts(body: Any) -> dict[str, str]:
    """The inputs as text; numbers of JSON are taken as they are written."""
    if not isinstance(body, dict):
        raise ParseError
    for value in body.values():
        if isinstance(value, dict | list):
            raise ParseError
    given = {str(name): value for name, value in body.items() if value is not None}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()
    }
