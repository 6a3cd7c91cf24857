"""Juristic persons as DBD's open API writes them."""

import html
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators.data import companies, company
from integrations.simulators.faults import application
from integrations.simulators.pages import page
from sso_core.kernel import thai_id


def build() -> Starlette:
    return application(
        "dbd", [Route("/", everybody), Route("/api/v1/juristic_person/{number}", juristic_person)]
    )


async def juristic_person(request: Request) -> Response:
    number = request.path_params["number"]
    if not thai_id.is_valid(number):
        return JSONResponse({"status": {"code": "1051", "description": "invalid id"}})
    row = company(number)
    if row is None:
        return JSONResponse({"status": {"code": "1004", "description": "data not found"}})
    return JSONResponse({"status": {"code": "1000", "description": "success"}, "data": [entry(row)]})


def entry(row: dict[str, Any]) -> dict[str, object]:
    """The company as the API writes it."""
    return {
        "cd:OrganizationJuristicPerson": {
            "cd:OrganizationJuristicID": row["juristic_id"],
            "cd:OrganizationJuristicNameTH": row["name_th"],
            "cd:OrganizationJuristicNameEN": row["name_en"],
            "cd:OrganizationJuristicType": row["type"],
            "cd:OrganizationJuristicRegisterDate": row["registered_on"],
            "cd:OrganizationJuristicStatus": row["status"],
            "cd:OrganizationJuristicObjective": {
                "td:JuristicObjective": {
                    "td:JuristicObjectiveCode": row["tsic"],
                    "td:JuristicObjectiveTextTH": row["objective"],
                }
            },
            "cd:OrganizationJuristicRegisterCapital": row["capital"],
            "cd:OrganizationJuristicPaidUpCapital": row["capital"],
            "cd:OrganizationJuristicAddress": {"text": row["address"], "provinceCode": row["province"]},
        }
    }


async def everybody(request: Request) -> Response:
    rows = "".join(
        f"<tr><td>{html.escape(one['name_th'])}<br><span class=dim>{html.escape(one['status'])}</span></td>"
        f"<td>{one['juristic_id']}</td></tr>"
        for one in companies()
    )
    head = "<tr><th>นิติบุคคล</th><th>เลขทะเบียน</th></tr>"
    return page("กรมพัฒนาธุรกิจการค้า", f'<div class="card wide"><table>{head}{rows}</table></div>')
