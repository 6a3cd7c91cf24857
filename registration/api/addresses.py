"""Addresses over the API, and the subdistricts to choose from."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from registration.api.shapes import Shape
from registration.api.views import by
from registration.models import AddressKind
from registration.services.addresses import addresses_of, set_address
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsMember, IsSignedIn
from sso_core.kernel.localities import find_localities


class LocalityShape(Shape):
    code = serializers.CharField()
    subdistrict_th = serializers.CharField()
    subdistrict_en = serializers.CharField()
    district_th = serializers.CharField()
    district_en = serializers.CharField()
    province = serializers.CharField()
    province_th = serializers.CharField()
    province_en = serializers.CharField()
    postcodes = serializers.ListField(child=serializers.CharField())


class AddressShape(Shape):
    kind = serializers.CharField()
    house = serializers.CharField()
    place = LocalityShape()
    postcode = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class AddressInput(Shape):
    """``subdistrict``: six digits, of ``places``. ``postcode`` may be left out where there is only one."""

    house = serializers.CharField(max_length=200)
    subdistrict = serializers.CharField(max_length=6)
    postcode = serializers.CharField(max_length=5, required=False)
    since = serializers.DateField(required=False)


class Places(APIView):
    permission_classes = [IsSignedIn]

    @extend_schema(
        operation_id="places",
        parameters=[OpenApiParameter("q", description="Part of a name, or a postcode", required=True)],
        responses=LocalityShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Subdistricts by part of a name or by postcode, at most thirty."""
        return Response(LocalityShape(find_localities(request.query_params.get("q", "")), many=True).data)


class MyAddresses(Idempotent, APIView):
    permission_classes = [IsMember]

    @extend_schema(operation_id="my_addresses", responses=AddressShape(many=True))
    def get(self, request: Request) -> Response:
        """Every address, with its days."""
        return Response(AddressShape(addresses_of(request.person_id), many=True).data)  # type: ignore[attr-defined]

    @extend_schema(operation_id="my_address_set", request=AddressInput, responses={201: AddressShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The contact address from a day on. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        shape = AddressInput(data=request.data)
        shape.is_valid(raise_exception=True)
        person_id = request.person_id  # type: ignore[attr-defined]
        made = set_address(person_id, AddressKind.CONTACT, **shape.validated_data, by=by(request))
        return Response(AddressShape(made).data, status=status.HTTP_201_CREATED)
