"""Many receipts as one zip, over the API."""

from typing import Any

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.receipts import ReceiptShape
from contributions.api.shapes import Shape
from contributions.api.views import EmployerView, by
from contributions.receipt_readers import READING
from contributions.selectors.receipts import receipts_of
from contributions.services.receipt_packs import Pack, ask_pack
from contributions.views.office_receipts import taken
from contributions.views.receipt_packs import pack_or_404, zip_response
from registration.public import employer, is_open_for
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import IsOfficer
from sso_core.kernel.finding import Finding, Refused

ZIP = {(200, "application/zip"): OpenApiTypes.BINARY}


class PackInput(Shape):
    since = serializers.DateField(help_text="first day of payment")
    until = serializers.DateField(help_text="last day of payment")


class PackShape(Shape):
    id = serializers.IntegerField()
    since = serializers.DateField()
    until = serializers.DateField()
    receipts = serializers.IntegerField()
    percent = serializers.IntegerField()
    is_ready = serializers.BooleanField(help_text="the zip can be fetched")


def _body(pack: Pack) -> dict[str, Any]:
    told = {"id": pack.run_id, "since": pack.since, "until": pack.until, "receipts": pack.receipts}
    return PackShape({**told, "percent": pack.progress.percent, "is_ready": pack.is_ready}).data


def _asked(request: Request, account: str) -> Response:
    told = PackInput(data=request.data)
    told.is_valid(raise_exception=True)
    made = ask_pack(account, told.validated_data["since"], told.validated_data["until"], by=by(request))
    return Response(_body(made), status=status.HTTP_202_ACCEPTED)


class ReceiptPacks(Idempotent, EmployerView):
    @extend_schema(request=PackInput, responses={202: PackShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have the receipts of these days printed into one zip. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        return _asked(request, account)


class ReceiptPack(EmployerView):
    @extend_schema(responses=PackShape)
    def get(self, request: Request, account: str, run_id: int) -> Response:
        """How far a pack is."""
        return Response(_body(pack_or_404(account, run_id)))


class ReceiptPackZip(EmployerView):
    @extend_schema(responses=ZIP, operation_id="receipt_pack_zip")
    def get(self, request: Request, account: str, run_id: int) -> FileResponse:
        """The zip: each receipt as it was issued. 404 until all are printed."""
        return zip_response(account, pack_or_404(account, run_id), request._request)


class OfficeReceiptView(APIView):
    """Of any employer, for an officer who has said why its record is opened (422 ``purpose_needed`` before)."""

    permission_classes = [IsOfficer]
    officer_roles = READING

    def opened(self, request: Request, account: str) -> str:
        if employer(account) is None:
            raise Http404
        if not is_open_for(by(request), f"employer:{account}"):
            raise Refused(Finding("purpose_needed", field="purpose"))
        return account


class OfficeReceipts(OfficeReceiptView):
    @extend_schema(responses=ReceiptShape(many=True), operation_id="office_receipts_list")
    def get(self, request: Request, account: str) -> Response:
        """Every receipt of the employer, newest first, cancelled ones with what replaced them."""
        found = receipts_of(f"employer:{self.opened(request, account)}")
        return Response(ReceiptShape(found, many=True).data)


class OfficeReceiptPacks(Idempotent, OfficeReceiptView):
    @extend_schema(request=PackInput, responses={202: PackShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have an employer's receipts of these days printed into one zip. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, account: str) -> Response:
        return _asked(request, self.opened(request, account))


class OfficeReceiptPack(OfficeReceiptView):
    @extend_schema(responses=PackShape)
    def get(self, request: Request, account: str, run_id: int) -> Response:
        """How far a pack is."""
        return Response(_body(pack_or_404(self.opened(request, account), run_id)))


class OfficeReceiptPackZip(OfficeReceiptView):
    @extend_schema(responses=ZIP, operation_id="office_receipt_pack_zip")
    def get(self, request: Request, account: str, run_id: int) -> FileResponse:
        """The zip: each receipt as it was issued. 404 until all are printed."""
        found = pack_or_404(self.opened(request, account), run_id)
        return taken(request._request, account, found)
