"""The web server is shot (SIGKILL) in the middle of a national month: what was sent through it is sent again, with the
same ``Idempotency-Key``, and afterwards every row is the same as after a month in which nothing went wrong."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contributions.models import ContributionMonth, Filing, FilingLine
from contributions.services import months
from finance import public as finance
from registration.models import Employer
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all
from tests.faults import month
from tests.faults.books import books, counts, uninterrupted
from tests.faults.holding import holding, wait_until_gone
from tests.faults.servers import Web, eventually
from tests.messaging.processes import database_url
from tests.registration.factories import officer, staff, strong_session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
_NO_FILES = "lock table contributions_filingfile in share mode"
_NO_LINES = "lock table finance_ledgerline in share mode"
_NO_CHUNKS = "lock table batch_batchchunk in share mode"
BOTH = 15  # its filing lies in the drop and comes by the web besides
BY_WEB = range(16, month.EMPLOYERS)
SENDERS = (BOTH, *BY_WEB)
Post = Callable[..., dict[str, Any]]


@pytest.fixture
def web(settings, tmp_path):
    settings.FILING_DROPS = str(tmp_path / "drops")
    made = Web({"FILING_DROPS": settings.FILING_DROPS})
    made.start()
    yield made
    made.kill()


def token(user: Any) -> str:
    """A program's session, as the log-in of the API gives it."""
    key: str = strong_session(Client(), user).session.session_key
    return key


def over_http(web: Web, session: str) -> Post:
    """A sender that does not give up: where no answer comes it sends the same again, with the same key."""

    def post(
        path: str, key: str, *, content: bytes = b"", told: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        more = {"files": {"file": ("month.txt", content)}} if content else {"json": told}
        headers = {"X-Session-Token": session, "Idempotency-Key": key}
        limit = time.monotonic() + 120
        while time.monotonic() < limit:
            try:
                answer = httpx.post(web.address + path, headers=headers, timeout=60, **more)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            if answer.status_code < 500 and answer.status_code != 409:
                assert answer.is_success, answer.text
                return dict(answer.json())
        raise AssertionError(f"{path} was never answered")

    return post


def at_once(session: str) -> Post:
    """The same requests where no server is between."""

    def post(
        path: str, key: str, *, content: bytes = b"", told: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        headers = {"X-Session-Token": session, "Idempotency-Key": key}
        if content:
            answer = Client().post(path, {"file": SimpleUploadedFile("month.txt", content)}, headers=headers)
        else:
            answer = Client().post(path, json.dumps(told), content_type="application/json", headers=headers)
        assert answer.status_code < 300, answer.content
        return dict(answer.json())

    return post


def file(place: int, post: Post) -> None:
    """An employer's program sends a file and submits it."""
    filings = f"/api/v1/employers/{month.account(place)}/filings"
    kept = post(filings, f"upload-{place}", content=month.file(place))
    total = Decimal(kept["employee"]) + Decimal(kept["employer"])
    post(f"{filings}/{kept['id']}/submit", f"submit-{place}", told={"seen_total": str(total)})


def everything() -> tuple[Any, ...]:
    deliver_all()
    return books(), counts()


def taking() -> "subprocess.Popen[str]":
    """A worker of its own takes the drop in."""
    own = {"DATABASE_URL": database_url(), "FILING_DROPS": str(django_settings.FILING_DROPS)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.month", "take"], cwd=django_settings.BASE_DIR, text=True,
        env={**os.environ, **own, "LOG_LEVEL": "CRITICAL"}, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_shot_among_uploads_among_submissions_and_among_answers(web, settings, tmp_path):
    month.make(tmp_path / "drops", apart=BY_WEB)
    sessions = {p: token(staff(Employer.objects.get(account_no=month.account(p)))) for p in SENDERS}
    expected = uninterrupted(
        lambda: (month.take(), [file(place, at_once(sessions[place])) for place in SENDERS]), everything
    )
    with ThreadPoolExecutor(len(SENDERS)) as pool:
        with holding(_NO_LINES) as ledger:
            with holding(_NO_FILES) as files:
                drop = taking()
                sent = [pool.submit(file, place, over_http(web, sessions[place])) for place in SENDERS]
                files.wait_for(2)
                ledger.wait()
                web.kill()
            assert not Filing.objects.exists()
            web.start()
            ledger.wait_for(3)  # two submissions and the chunk of the drop
            assert not FilingLine.objects.exists()
            web.kill()
        web.start()
        eventually(lambda: submitted(BY_WEB), "nobody's filing was submitted")
        web.kill()
        web.start()
        for one in sent:
            one.result(120)
    assert drop.wait(60) == 0, drop.stderr.read()
    assert everything() == expected
    assert finance.verify_ledger().holds


def submitted(places: Any) -> bool:
    accounts = [month.account(place) for place in places]
    return Filing.objects.filter(account_no__in=accounts, status="submitted").exists()


class TestAnOfficer:
    """Begins something by the web, which is shot before anything is kept, or before the answer has come."""

    @pytest.fixture
    def post(self, web):
        return over_http(web, token(officer("supervisor", office="1001")))

    def shot(self, web, send, begun, *, before: bool):
        """Send, shoot, and start the web again; returns what the sender was told at last."""
        with ThreadPoolExecutor(1) as pool:
            if before:
                with holding(_NO_CHUNKS) as hold:
                    told = pool.submit(send)
                    waiting = hold.wait()
                    web.kill()
                wait_until_gone(waiting)
                assert not begun()
            else:
                told = pool.submit(send)
                eventually(begun, "it was not begun")
                web.kill()
            web.start()
            return told.result(120)

    @pytest.mark.parametrize("before", [True, False])
    def test_shot_while_a_month_is_closed(self, web, post, before):
        period = Period.of(clock.today()).prev()
        work(months.open_month(period, by=SYSTEM).pk)
        closing = BatchRun.objects.filter(kind=months.CLOSE_RUN)
        path = f"/api/v1/office/months/{period}/close"
        told = self.shot(web, lambda: post(path, "close-the-month"), closing.exists, before=before)
        assert told == post(path, "close-the-month")
        run = closing.get()
        assert (told["reference"], run.chunks.count()) == (run.reference, run.chunks_total)
        work(run.pk)
        state = ContributionMonth.objects.get(period=period.first)
        assert (state.state, state.closings) == ("closed", 1)

    @pytest.mark.parametrize("before", [True, False])
    def test_shot_while_a_drop_is_begun(self, web, post, tmp_path, before):
        month.make(tmp_path / "drops")
        begun = BatchRun.objects.filter(kind="contributions.drop")
        path = "/api/v1/office/drops/month/begin"
        told = self.shot(web, lambda: post(path, "begin-the-drop"), begun.exists, before=before)
        assert told == post(path, "begin-the-drop") == post(path, "begin-it-again")
        run = begun.get()
        assert (told["reference"], run.chunks.count()) == (run.reference, run.chunks_total)
        work(run.pk)
        assert Filing.objects.count() == month.EMPLOYERS
