"""A bank: a page to pay bills, a drop for files, and answers to payment files.

Pays by QR text (tag 30), barcode or references and leaves a notification file; takes pain.001 and answers with
pain.002 (accepted or not) and camt.054 (settled, returned). Which payments fail is fixed, so that a fault can
be repeated: accounts ending 0009 are closed (AC04), those ending 0007 have another name (BE01), those ending
0008 come back after settlement, payees that died or have ตาย in their name are MD07, and PromptPay ids that
nobody linked do not exist (AC01).
"""

from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from integrations.simulators import bank_pages
from integrations.simulators.bank_desk import LATE_SECONDS, Desk
from integrations.simulators.faults import application
from integrations.simulators.pages import page
from integrations.simulators.state import state_dir

ANSWERED_AT_ONCE = 2 * 2**20
PAY_TITLE = "จ่ายบิล"


def build() -> Starlette:
    counter = Counter(Desk(state_dir("bank")))
    counter.desk.resume()
    return application(
        "bank",
        [
            Route("/", counter.home),
            Route("/pay", counter.pay_form),
            Route("/pay", counter.pay, methods=["POST"]),
            Route("/api/payments", counter.payments),
            Route("/in/{name}", counter.put, methods=["PUT"]),
            Route("/out/", counter.names),
            Route("/out/{name}", counter.get),
            Route("/out/{name}/done", counter.done, methods=["POST"]),
            Route("/_answers", counter.set_answers, methods=["POST"]),
            Route("/_release", counter.release, methods=["POST"]),
            Route("/_forget", counter.forget, methods=["POST"]),
            Route("/_leave/{name}", counter.leave, methods=["PUT"]),
        ],
    )


class Counter:
    """The bank's pages and its drop, over HTTP."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def home(self, request: Request) -> Response:
        return page("ธนาคาร", bank_pages.home_page(self.desk))

    async def pay_form(self, request: Request) -> Response:
        return page(PAY_TITLE, bank_pages.pay_form(dict(request.query_params)))

    async def pay(self, request: Request) -> Response:
        """Pay by the page's form or by JSON."""
        as_json, told = await _told(request)
        try:
            payments, files = self.desk.pay(told)
        except ValueError as error:
            if as_json:
                return JSONResponse({"error": str(error)}, status_code=400)
            return page(PAY_TITLE, bank_pages.pay_form(told, wrong=str(error)), status=400)
        if not as_json:
            return page("จ่ายแล้ว", bank_pages.paid_page(payments, files))
        first = payments[0]
        numbers = [one.txn_id for one in payments]
        told_back = {"file": files[0], "files": files, "txn_id": first.txn_id, "txn_ids": numbers}
        return JSONResponse({**told_back, "amount": f"{first.amount:.2f}"})

    async def payments(self, request: Request) -> Response:
        return JSONResponse(self.desk.payments.rows)

    async def put(self, request: Request) -> Response:
        """Take a file; one that is long is answered after the reply, as a bank would."""
        name, content = request.path_params["name"], await request.body()
        if not self.desk.take(name, content):
            return PlainTextResponse("", status_code=200)
        if len(content) > ANSWERED_AT_ONCE:
            later = BackgroundTask(self.desk.answer, name)
            return PlainTextResponse("", status_code=201, background=later)
        await run_in_threadpool(self.desk.answer, name)
        return PlainTextResponse("", status_code=201)

    async def names(self, request: Request) -> Response:
        return JSONResponse(self.desk.drop.names())

    async def get(self, request: Request) -> Response:
        content = self.desk.drop.read(request.path_params["name"])
        if content is None:
            return PlainTextResponse("", status_code=404)
        return Response(content, media_type="application/octet-stream")

    async def done(self, request: Request) -> Response:
        taken = self.desk.drop.file_away(request.path_params["name"])
        return Response(status_code=204 if taken else 404)

    async def set_answers(self, request: Request) -> Response:
        """How payment files are answered from now on."""
        as_json, told = await _told(request)
        try:
            self.desk.set_answers(str(told.get("mode")), float(told.get("seconds") or LATE_SECONDS))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"mode": self.desk.mode}) if as_json else RedirectResponse("/", 303)

    async def release(self, request: Request) -> Response:
        """Lay ready what was held back."""
        as_json, _ = await _told(request)
        released = self.desk.release()
        return JSONResponse({"released": released}) if as_json else RedirectResponse("/", 303)

    async def forget(self, request: Request) -> Response:
        self.desk.forget()
        return JSONResponse({"files": []})

    async def leave(self, request: Request) -> Response:
        """A file of the tester's own, to try nonsense and repetition."""
        self.desk.drop.leave(request.path_params["name"], await request.body())
        return Response(status_code=201)


async def _told(request: Request) -> tuple[bool, dict[str, Any]]:
    """Whether JSON was sent, and what it or the form says."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return False, {name: str(value) for name, value in (await request.form()).items()}
    try:
        told = await request.json()
    except ValueError:
        told = None
    return True, told if isinstance(told, dict) else {}
