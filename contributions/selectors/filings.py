"""Reading filings, bills, receipts and held money, as frozen values for pages and API."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q, QuerySet

from contributions.models import (
    Bill,
    BillStatus,
    Filing,
    FilingFinding,
    FilingStatus,
    Receipt,
    ReceiptStatus,
    StagedLine,
    SuspenseItem,
    SuspenseStatus,
    WaitingLine,
)
from sso_core.batch.public import Progress, progress_of
from sso_core.kernel.finding import Finding, Severity
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period

PAGE = 50
SUBMITTING = ("contributions.submit", "contributions.amend")


@dataclass(frozen=True, slots=True)
class FilingView:
    id: int
    reference: str
    account_no: str
    employer_name: str
    period: Period
    format: str
    filename: str
    status: FilingStatus
    lines: int
    recomputed: bool
    wages: Decimal | None
    employee: Decimal | None
    employer: Decimal | None
    government: Decimal | None
    uploaded_by: str
    uploaded_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    kind: str = "filed"

    @property
    def contribution(self) -> Decimal | None:
        if self.employee is None or self.employer is None:
            return None
        return self.employee + self.employer

    @property
    def is_open(self) -> bool:
        return self.status == FilingStatus.CHECKED

    @property
    def was_submitted(self) -> bool:
        return self.status in {FilingStatus.SUBMITTING, FilingStatus.SUBMITTED}

    @property
    def is_working(self) -> bool:
        return self.status in {FilingStatus.CHECKING, FilingStatus.SUBMITTING}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding beside the person of its line."""

    id: int
    finding: Finding
    branch_no: str
    settled: str
    national_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines by what was found in them; ``file`` counts findings that belong to no line."""

    passing: int
    warned: int
    blocked: int
    file_blocks: int


def filing_view(f: Filing) -> FilingView:
    return FilingView(
        f.pk, f.reference, f.account_no, f.employer_name, Period.of(f.period), f.format, f.filename,
        FilingStatus(f.status), f.lines, f.recomputed, f.wages, f.employee, f.employer, f.government,
        f.uploaded_by, f.uploaded_at, f.submitted_by, f.submitted_at, kind=f.kind,
    )  # fmt: skip


def filings_of(account: str) -> tuple[FilingView, ...]:
    found = Filing.objects.filter(account_no=account).exclude(status=FilingStatus.DISCARDED)
    return tuple(filing_view(f) for f in found.order_by("-period", "-pk"))


def filing_row(account: str, filing_id: int) -> Filing | None:
    """The filing itself, for who goes on to change it."""
    return Filing.objects.filter(account_no=account, pk=filing_id).first()


def filing_of(account: str, filing_id: int) -> FilingView | None:
    found = filing_row(account, filing_id)
    return filing_view(found) if found else None


def progress_of_filing(filing: FilingView) -> Progress | None:
    """How far the worker is with a large filing."""
    kinds = ["contributions.check"] if filing.status == FilingStatus.CHECKING else SUBMITTING
    found = (progress_of(kind, str(filing.id)) for kind in kinds)
    return next((one for one in found if one), None)


HEADER_FIELDS = (
    "account", "branch", "paid_date", "period", "employer_name", "rate", "count", "total_wages", "total",
    "total_employee", "total_employer",
)  # fmt: skip


_COUNTS = """
select count(distinct (branch_no, line)) filter (where of_line and severity = 'block'),
       count(distinct (branch_no, line)) filter (where of_line),
       count(*) filter (where not of_line and severity = 'block')
  from (select branch_no, line, severity, line > 0 and field <> all(%(of_file)s) as of_line
          from contributions_filingfinding
         where filing_id = %(filing)s and severity in ('block', 'warn')) found"""


def counts_of(filing: FilingView) -> Counts:
    """How many people pass, may be confirmed, must be mended; and what is wrong with the file itself."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"filing": filing.id, "of_file": list(HEADER_FIELDS)})
        blocked, faulty, of_file = cursor.fetchone()
    return Counts(max(filing.lines - faulty, 0), faulty - blocked, blocked, of_file)


def count_code(filing_id: int, code: str) -> int:
    return FilingFinding.objects.filter(filing_id=filing_id, code=code).count()


def count_findings(filing_id: int) -> int:
    return FilingFinding.objects.filter(filing_id=filing_id).count()


def findings_of(filing_id: int, *, page: int = 1) -> tuple[FindingRow, ...]:
    """A page of findings, worst first, each with the person of its line."""
    rows = FilingFinding.objects.filter(filing_id=filing_id).order_by("severity", "branch_no", "line", "pk")
    shown = list(rows[(page - 1) * PAGE : page * PAGE])
    people = {
        (s.branch_no, s.line): s
        for s in StagedLine.objects.filter(filing_id=filing_id, line__in={row.line for row in shown})
    }
    return tuple(_finding_row(row, people.get((row.branch_no, row.line))) for row in shown)


def _finding_row(row: FilingFinding, person: StagedLine | None) -> FindingRow:
    return FindingRow(
        row.pk,
        Finding(row.code, Severity(row.severity), row.field, row.params, row.section, row.line),
        row.branch_no,
        row.settled,
        person.national_id if person else row.national_id,
        f"{person.first_name} {person.last_name}" if person else "",
    )


def staged_line(filing_id: int, branch_no: str, line: int) -> StagedLine | None:
    return StagedLine.objects.filter(filing_id=filing_id, branch_no=branch_no, line=line).first()


def findings_of_line(filing_id: int, branch_no: str, line: int) -> tuple[Finding, ...]:
    rows = FilingFinding.objects.filter(filing_id=filing_id, branch_no=branch_no, line=line)
    return tuple(_finding_row(row, None).finding for row in rows.order_by("severity", "pk"))


def warnings_left(filing_id: int, code: str) -> int:
    return FilingFinding.objects.filter(filing_id=filing_id, code=code, settled="").count()


@dataclass(frozen=True, slots=True)
class BillView:
    id: int
    kind: str
    filing_id: int | None
    subject: str
    payer_name: str
    ref1: str
    ref2: str
    period: Period
    contribution: Decimal
    surcharge: Decimal
    total: Decimal
    due_on: date
    worked_on: date
    status: str
    paid_on: date | None
    held: Decimal
    receipt_number: str
    receipt_document: str


def bill_view(bill: Bill) -> BillView:
    return _bill_views([bill])[0]


def _bill_views(bills: Iterable[Bill]) -> tuple[BillView, ...]:
    """Each with its receipt, and what is held of it because too little came."""
    bills = list(bills)
    receipts = {
        receipt.bill_id: receipt
        for receipt in Receipt.objects.filter(bill__in=bills, status=ReceiptStatus.ISSUED).order_by("-pk")
    }
    short = SuspenseItem.objects.filter(bill__in=bills, status=SuspenseStatus.OPEN, reason="short")
    held: dict[int | None, Decimal] = defaultdict(lambda: ZERO)
    for item in short:
        held[item.bill_id] += item.amount
    return tuple(_bill_view(bill, receipts.get(bill.pk), held[bill.pk]) for bill in bills)


def _bill_view(bill: Bill, receipt: Receipt | None, held: Decimal) -> BillView:
    return BillView(
        bill.pk, bill.kind, bill.filing_id, bill.subject, bill.payer_name, bill.ref1, bill.ref2,
        Period.of(bill.period), bill.contribution, bill.surcharge, bill.total, bill.due_on, bill.worked_on,
        bill.status, bill.paid_on, held,
        receipt.number if receipt else "", receipt.document_id if receipt else "",
    )  # fmt: skip


def bills_of(subject: str) -> tuple[BillView, ...]:
    found = Bill.objects.filter(subject=subject).exclude(status=BillStatus.CANCELLED)
    return _bill_views(found.order_by("-period", "-pk"))


def bills_of_filing(filing_id: int) -> tuple[BillView, ...]:
    return _bill_views(Bill.objects.filter(filing_id=filing_id).order_by("pk"))


def waiting_of(filing_id: int) -> tuple[WaitingLine, ...]:
    return tuple(WaitingLine.objects.filter(filing_id=filing_id).order_by("branch_no", "line"))


def open_suspense() -> QuerySet[SuspenseItem]:
    rows = SuspenseItem.objects.select_related("money_in", "bill")
    return rows.filter(status=SuspenseStatus.OPEN).order_by("opened_at", "pk")


def suspense_counts(rows: QuerySet[SuspenseItem]) -> dict[str, int]:
    return dict(rows.order_by().values_list("reason").annotate(n=Count("pk")))


def bills_found(text: str) -> Sequence[Bill]:
    """Unpaid bills that an officer looks for by a reference or a payer's name."""
    plain = text.replace(" ", "").replace("-", "")
    found = Bill.objects.filter(status=BillStatus.UNPAID)
    return list(
        found.filter(Q(ref1=plain) | Q(ref2=plain) | Q(payer_name__icontains=text.strip())).order_by(
            "due_on"
        )[:20]
    )
