"""Which lines a bill pays for, and their way into the people's accounts."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Q

from contributions.models import Bill, BillKind, Filing, ReceiptStatus
from contributions.services.accounts import credit_lines
from contributions.services.slices import SLICE, SMALL_LINES
from sso_core import clock
from sso_core.batch.public import start_run
from sso_core.kernel.actor import SYSTEM

CREDIT_RUN = "contributions.credit"
_STANDS = """
select exists (select from contributions_line l
                 join contributions_standing s on s.period = l.period and s.account_no = l.account_no
                                              and s.national_id = l.national_id
                where l.period = %s and l.filing_id = %s and s.period = %s and s.account_no = %s and s.base > 0)"""


def credit_filings(bill: Bill) -> None:
    """Credit every filing that a paid bill asked for: small ones at once, large ones by workers in slices."""
    for filing in filings_of(bill):
        _credit(filing, bill)


def filings_of(bill: Bill) -> list[Filing]:
    """The filings that a bill asks for."""
    own = Q(pk=bill.filing_id) if bill.kind == BillKind.FILING else Q(pk=None)
    return list(Filing.objects.filter(own | Q(billed_in=bill)).order_by("pk"))


def clear_filings(filings: Collection[int]) -> None:
    """Nothing is asked for these any more: what still stands of them was set off, and counts as paid today."""
    for filing in Filing.objects.filter(pk__in=filings).order_by("pk"):
        if not _stands(filing):
            continue
        filing.billed_in, filing.cleared_on = None, clock.today()
        filing.save(update_fields=["billed_in", "cleared_on"])
        _credit(filing, None)


def _credit(filing: Filing, bill: Bill | None) -> None:
    slices = _slices(filing)
    if filing.lines <= SMALL_LINES:
        for part in slices:
            credit_lines(filing, bill, **part)
        return
    own = bill is not None and bill.filing_id == filing.pk and bill.kind == BillKind.FILING
    key = str(bill.pk) if bill and own else f"{bill.pk if bill else 'cleared'}/{filing.pk}"
    again = bill.receipts.filter(status=ReceiptStatus.CANCELLED).count() if bill else 0
    start_run(
        CREDIT_RUN,
        f"{key}:{again + 1}" if again else key,
        slices,
        by=SYSTEM,
        title=f"ลงบัญชีผู้ประกันตน {filing.reference} {filing.employer_name}",
        payload={"bill": bill.pk if bill else None, "filing": filing.pk},
        items=filing.lines,
    )


def _slices(filing: Filing) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select branch_no, min(line), max(line) from (
                   select branch_no, line, (row_number() over (partition by branch_no order by line) - 1) / %s as part
                     from contributions_line where period = %s and filing_id = %s) x
                group by branch_no, part order by branch_no, part""",
            [SLICE, filing.period, filing.pk],
        )
        return [{"branch": b, "since": since, "until": until} for b, since, until in cursor.fetchall()]


def _stands(filing: Filing) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [filing.period, filing.pk, filing.period, filing.account_no])
        return bool(cursor.fetchone()[0])
