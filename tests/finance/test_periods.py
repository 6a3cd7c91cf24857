"""Closing the books: two people, and never under a posting."""

from datetime import date
from decimal import Decimal
from threading import Event, Thread

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from finance import public as finance
from finance.services.periods import close_period, reopen_period
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from tests.finance.factories import CHECKER, MAKER

OCTOBER = Period(2026, 10)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-23T09:00:00+07:00", tick=False):
        yield


def post_in_october(key: str = "x") -> None:
    finance.post(event_key=key, rule="money_unmatched", on=date(2026, 10, 5), amounts={"amount": Decimal(1)})


@pytest.mark.django_db
def test_closed_and_opened_again_by_another():
    close_period(OCTOBER, MAKER)
    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        post_in_october()
    with pytest.raises(Refused, match="finance_same_person"):
        reopen_period(OCTOBER, "แก้รายการ", MAKER)
    with pytest.raises(Refused, match="finance_reason_needed"):
        reopen_period(OCTOBER, "", CHECKER)
    reopen_period(OCTOBER, "แก้รายการ", CHECKER)
    post_in_october()
    with pytest.raises(Refused, match="period_not_closed"):
        reopen_period(OCTOBER, "อีกครั้ง", CHECKER)


@pytest.mark.django_db
def test_the_month_that_runs_is_not_closed():
    with pytest.raises(Refused, match="period_not_over"):
        close_period(Period(2026, 11), MAKER)


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_posting_under_way():
    posted, closed = Event(), Event()

    def close():
        try:
            posted.wait()
            close_period(OCTOBER, MAKER)
            closed.set()
        finally:
            connection.close()

    thread = Thread(target=close)
    thread.start()
    with transaction.atomic():
        post_in_october()
        posted.set()
        assert not closed.wait(0.5)
    thread.join()
    assert closed.is_set()
    assert finance.entry("x") is not None
