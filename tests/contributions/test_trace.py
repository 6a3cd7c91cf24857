"""From a figure of the ledger back to the line that was filed, the bill and the bank's file."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from contributions.models import Bill, Filing
from contributions.public import submit_filing, upload_filing
from finance import public as finance
from finance.files.bill_payment import Receipt, write_bill_payments
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import ACCOUNT, CLEAN, CLERK, enrol_everybody, make_employer
from tests.finance.bank import Drop

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid_filing():
    """The clean June filing, submitted, and paid by a file of the bank."""
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        make_employer()
        enrol_everybody()
        done = upload_filing(ACCOUNT, CLEAN, filename="a.txt", period=Period(2026, 6), by=CLERK)
        submit_filing(done.filing_id, seen_total=None, by=CLERK)
        bill = Bill.objects.get()
        at = datetime(2026, 7, 10, 2, 0, tzinfo=UTC)
        line = Receipt(2, "006", "T1", at, "", bill.ref1, bill.ref2, "QR", bill.total)
        name, content = write_bill_payments(
            [line], bank_code="006", biller=settings.BILLER_ID, file_date=date(2026, 7, 10), file_no=1
        )
        finance.exchange(Drop(**{name.replace(".", "__"): content}))
        deliver_all()
        yield Filing.objects.get()


def test_every_entry_of_a_paid_filing_leads_to_its_paper(paid_filing, treasurer):
    entries = finance.entries_of(f"filing:{paid_filing.reference}")
    assert {entry.rule for entry in entries} >= {"contribution_assessed", "contribution_received"}
    page = reverse("contributions:office_filing", args=[paid_filing.pk])
    for entry in entries:
        text = treasurer.get(reverse("finance:entry", args=[entry.id])).content.decode()
        assert f'href="{page}"' in text
        assert reverse("registration:office_employer", args=[ACCOUNT]) in text
    filed = treasurer.get(page).content.decode()
    assert filed.count("000000 / ") == paid_filing.lines == 25
    bill = Bill.objects.get()
    assert reverse("contributions:office_bill", args=[bill.ref2]) in filed


def test_a_bill_leads_to_the_banks_line_and_its_file(paid_filing, treasurer):
    bill = Bill.objects.get()
    text = treasurer.get(reverse("contributions:office_bill", args=[bill.ref2])).content.decode()
    line = finance.source_url(f"bank_line:{bill.money_in.get().bank_line_id}")
    assert line.startswith("/office/finance/receipts/")
    assert f'href="{line}"' in text
    assert bill.receipt.number in text
    assert 'href="/office/finance/files/' in treasurer.get(line).content.decode()


def test_lines_add_up_to_the_entry(paid_filing):
    from contributions.models import FilingLine

    lines = FilingLine.objects.filter(filing_id=paid_filing.pk)
    assessed = [
        e for e in finance.entries_of(f"filing:{paid_filing.reference}") if e.rule == "contribution_assessed"
    ]
    credited = sum((x.credit for e in assessed for x in e.lines if x.account == "4101"), Decimal(0))
    assert credited == sum(line.employee for line in lines)


def test_strangers_do_not_see_it(paid_filing, clerk, client):
    page = reverse("contributions:office_filing", args=[paid_filing.pk])
    assert clerk.get(page).status_code == 404
    assert client.get(page).status_code == 302


def test_what_is_not_there(treasurer):
    assert treasurer.get(reverse("contributions:office_filing", args=[10**9])).status_code == 404
    assert treasurer.get(reverse("contributions:office_bill", args=["NONE"])).status_code == 404
    assert finance.source_url("filing:nonsense") == ""
