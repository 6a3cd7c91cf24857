"""Juristic persons as DBD's open API writes them."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators.common import application
from integrations.simulators.data import companies
from sso_core.kernel import thai_id


def build() -> Starlette:
    async def juristic(request: Request) -> Response:
        number = request.path_params["number"]
        if not thai_id.is_valid(number):
            return JSONResponse({"status": {"code": "1051", "description": "invalid id"}})
        row = next((one for one in companies() if one["juristic_id"] == number), None)
        if row is None:
            return JSONResponse({"status": {"code": "1004", "description": "data not found"}})
        return JSONResponse({"status": {"code": "1000", "description": "success"}, "data": [_row(row)]})

    return application([Route("/api/v1/juristic_person/{number}", juristic)])


def _row(row: dict[str, str]) -> dict[str, object]:
    return {
        "cd:OrganizationJuristicPerson": {
            "cd:OrganizationJuristicID": row["juristic_id"],
            "cd:OrganizationJuristicNameTH": row["name_th"],
            "cd:OrganizationJuristicNameEN": row["name_en"],
            "cd:OrganizationJuristicType": row["type"],
            "cd:OrganizationJuristicRegisterDate": row["registered_on"],
            "cd:OrganizationJuristicStatus": row["status"],
            "cd:OrganizationJuristicRegisterCapital": row["capital"],
            "cd:OrganizationJuristicAddress": {"text": row["address"], "provinceCode": row["province"]},
        }
    }
