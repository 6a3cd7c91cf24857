"""A bank: a page to pay bills, a drop for files, and answers to payment files.

Pays by QR text (tag 30) or references and leaves a notification file; takes pain.001 and answers with
pain.002 (accepted or not) and camt.054 (settled, returned). Which payments fail is fixed, so that a fault can
be repeated: accounts ending 0009 are closed (AC04), those ending 0008 come back after settlement, payee
names with ตาย are of the dead (MD07), and PromptPay ids that nobody linked do not exist (AC01).
"""

import html
import os
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from integrations.simulators.bank_answers import answers
from integrations.simulators.bank_notice import Drop, Payment
from integrations.simulators.common import application, page, state_dir
from sso_core.kernel import promptpay


def build() -> Starlette:
    drop = Drop(state_dir() / "bank", bank=os.environ.get("SIM_BANK_CODE", "006"))

    async def pay_page(request: Request) -> Response:
        return page("จ่ายบิล (ธนาคารจำลอง)", _form(dict(request.query_params)))

    async def pay(request: Request) -> Response:
        is_json = request.headers.get("content-type", "").startswith("application/json")
        told: dict[str, Any] = await request.json() if is_json else dict(await request.form())
        try:
            payment = read_payment(told)
        except ValueError as error:
            if is_json:
                return JSONResponse({"error": str(error)}, status_code=400)
            return page("จ่ายไม่ได้", f'<p class="card">{html.escape(str(error))}</p>{_form(told)}')
        times = 2 if str(told.get("twice", "")) in ("1", "true", "True", "on") else 1
        name = drop.notify([payment] * times)
        if is_json:
            return JSONResponse({"file": name, "txn_id": payment.txn_id})
        shown = f"{payment.amount:,.2f} บาท อ้างอิง {payment.ref1} {payment.ref2}"
        return page("จ่ายแล้ว", f'<div class="card"><p>{shown}</p><p>รายการ {payment.txn_id}</p></div>')

    async def put(request: Request) -> Response:
        name, content = request.path_params["name"], await request.body()
        if drop.take(name, content):
            for answer_name, answer in answers(content):
                drop.leave(answer_name, answer)
        return PlainTextResponse("", status_code=201)

    async def names(request: Request) -> Response:
        return JSONResponse(drop.names())

    async def get(request: Request) -> Response:
        content = drop.read(request.path_params["name"])
        return (
            Response(content, media_type="application/octet-stream")
            if content is not None
            else Response("", 404)
        )

    async def done(request: Request) -> Response:
        drop.file_away(request.path_params["name"])
        return Response("", 204)

    async def leave(request: Request) -> Response:
        """A file of the tester's own, to try nonsense and repetition."""
        drop.leave(request.path_params["name"], await request.body())
        return Response("", 201)

    return application(
        [
            Route("/", pay_page),
            Route("/pay", pay_page),
            Route("/pay", pay, methods=["POST"]),
            Route("/in/{name}", put, methods=["PUT"]),
            Route("/out/", names),
            Route("/out/{name}", get),
            Route("/out/{name}/done", done, methods=["POST"]),
            Route("/_leave/{name}", leave, methods=["PUT"]),
        ]
    )


def read_payment(told: dict[str, Any]) -> Payment:
    """A payment from QR text or from references and an amount. Raises ``ValueError`` in plain words."""
    text = str(told.get("qr") or "").strip()
    if text:
        fields = promptpay.parse(text)
        if "30.02" not in fields:
            raise ValueError("QR นี้ไม่ใช่ QR ชำระบิล")
        ref1, ref2, amount = fields["30.02"], fields.get("30.03", ""), fields.get("54", "")
    else:
        ref1, ref2, amount = str(told.get("ref1", "")).strip(), str(told.get("ref2", "")).strip(), ""
    try:
        paid = Decimal(str(told.get("amount") or amount).replace(",", ""))
    except InvalidOperation:
        raise ValueError("ใส่จำนวนเงิน") from None
    if not ref1 or paid <= 0:
        raise ValueError("ใส่เลขอ้างอิง 1 และจำนวนเงิน")
    return Payment(ref1, ref2, paid, payer=str(told.get("payer") or "ผู้จ่ายตัวอย่าง"))


def _form(told: dict[str, Any]) -> str:
    def value(name: str) -> str:
        return html.escape(str(told.get(name) or ""))

    return f"""<form method="post" action="/pay" class="card">
<label for="qr">ข้อความใน QR</label><textarea id="qr" name="qr" rows="3">{value("qr")}</textarea>
<label for="ref1">หรือเลขอ้างอิง 1</label><input id="ref1" name="ref1" value="{value("ref1")}">
<label for="ref2">เลขอ้างอิง 2</label><input id="ref2" name="ref2" value="{value("ref2")}">
<label for="amount">จำนวนเงิน (ว่างไว้ถ้าอยู่ใน QR แล้ว)</label><input id="amount" name="amount" value="{value("amount")}">
<label for="payer">ผู้จ่าย</label><input id="payer" name="payer" value="{value("payer")}">
<button>จ่าย</button></form>"""
