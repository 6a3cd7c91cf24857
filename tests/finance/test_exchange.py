"""The exchange with a bank over real sockets, killed at every step: it goes on, nothing is lost, nothing twice."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from finance import public as finance
from finance.models import BankAnswer, BankFile, BankReceipt, PaymentOrder
from finance.services.exchange import exchange, keep_file
from finance.tasks import exchange_bank_files
from finance.types import BatchState
from sso_core import clock
from sso_core.messaging.models import OutboxEvent
from tests.finance.factories import CHECKER, MAKER, approved_orders, bank, promptpay
from tests.messaging.processes import database_url, until_gone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def released():
    """Five orders at the gate: three good, one to a closed account, one that comes back after it arrived."""
    today = clock.today()
    approved_orders(2, due_on=today)
    approved_orders(1, due_on=today, destination=promptpay("0812345678"))
    approved_orders(1, due_on=today, destination=bank("1234560009"))
    approved_orders(1, due_on=today, destination=bank("1234560008"))
    batch = finance.make_batch(today, MAKER)
    return finance.release_batch(batch.reference, CHECKER)


def states():
    return sorted(PaymentOrder.objects.values_list("state", flat=True))


def everything_once(batch):
    assert states() == ["rejected", "returned", "settled", "settled", "settled"]
    assert finance.batch(batch.reference).state is BatchState.CLOSED
    assert OutboxEvent.objects.filter(topic="finance.payment_settled").count() == 4
    assert OutboxEvent.objects.filter(topic="finance.payment_returned").count() == 2
    assert not BankFile.objects.filter(state="waiting").exists()
    assert finance.balance("2103") == 2000
    assert finance.balance("1101") == -3000
    assert finance.verify_ledger().holds


def test_a_batch_goes_out_and_its_answers_come_in(simulators):
    batch = released()
    exchange()
    everything_once(batch)
    assert exchange() == 0
    everything_once(batch)


def test_bills_paid_come_in_once(simulators):
    simulators.pay(ref1="1000000016", ref2="2569060001", amount="34910.00")
    exchange()
    exchange()
    assert BankReceipt.objects.count() == 1
    assert finance.balance("2201") == 34910
    assert OutboxEvent.objects.filter(topic="finance.bill_payment").count() == 1


@pytest.mark.parametrize("mode", ["down", "nonsense"])
def test_a_bank_that_is_away_loses_nothing(simulators, mode):
    batch = released()
    simulators.fault("bank", mode)
    exchange_bank_files()
    assert BankFile.objects.get(direction="out").state == "waiting"
    assert states() == ["sent"] * 5
    simulators.fault("bank", "ok")
    from integrations import client

    client.reset("bank", simulators.url("bank"))
    exchange_bank_files()
    everything_once(batch)


def start(simulators):
    """``manage.py exchange_bank_files`` as a process of its own."""
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BANK_URL": simulators.url("bank"),
        "GATEWAY_TIMEOUT": "5",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "exchange_bank_files"],
        cwd=settings.BASE_DIR,
        env={**env, "PGAPPNAME": "killed-exchange", "LOG_LEVEL": "ERROR"},
    )


def kill_when(process, condition):
    """Shoot the process once its session at the server stands where ``condition`` (SQL) says."""
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                f"select count(*) from pg_stat_activity where application_name = 'killed-exchange' and {condition}"
            )
            if cursor.fetchone()[0]:
                break
        assert process.poll() is None, "the exchange ended before it could be killed"
        time.sleep(0.05)
    else:
        raise AssertionError("the exchange never came there")
    process.send_signal(signal.SIGKILL)
    process.wait()


def other_session():
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        params.pop(name, None)
    return psycopg.connect(**params)


def test_killed_while_sending(simulators):
    batch = released()
    simulators.fault("bank", "slow", seconds=3)
    process = start(simulators)
    kill_when(process, "state = 'idle in transaction' and query like '%%finance_bankfile%%'")
    until_gone("killed-exchange")
    simulators.fault("bank", "ok")
    exchange()  # the bank may have the file already, or not
    everything_once(batch)


def test_killed_between_keeping_and_telling_the_bank(simulators):
    batch = released()
    from integrations.public import BankGateway

    drop = BankGateway()
    out = BankFile.objects.get(direction="out")
    drop.put(out.name, bytes(out.content))
    for name in drop.list():  # kept, but the bank was never told, as after a kill
        keep_file(name, drop.get(name), BankFile.Direction.IN)
    exchange()
    everything_once(batch)
    assert drop.list() == []


def test_killed_in_the_middle_of_applying(simulators):
    batch = released()
    with other_session() as holder:
        # The answer's rows are written, then the exchange waits for an order that somebody holds.
        holder.execute("select 1 from finance_paymentorder for update")
        process = start(simulators)
        kill_when(process, f"{holder.info.backend_pid} = any(pg_blocking_pids(pid))")
        holder.rollback()
    until_gone("killed-exchange")
    assert states() == ["sent"] * 5
    assert not BankAnswer.objects.exists()
    assert BankFile.objects.filter(direction="in", state="waiting").exists()
    exchange()
    everything_once(batch)


def test_two_exchanges_at_once(simulators):
    batch = released()
    processes = [start(simulators) for _ in range(2)]
    for process in processes:
        assert process.wait(60) == 0
    exchange()
    everything_once(batch)
