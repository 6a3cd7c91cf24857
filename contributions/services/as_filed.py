"""A filing given back: the file exactly as it came, and the lines as filed in the official layouts."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from contributions.files.amounts import satang
from contributions.files.checks import block
from contributions.files.records import Row
from contributions.files.writing import BranchLines, text135, workbook
from contributions.models import Filing, FilingFile, FilingFormat, FilingLine, FilingStatus, StagedLine
from contributions.services.law_sql import province_terms
from contributions.services.totals import provinces_of
from contributions.services.uploads import ensure_staged
from registration.public import provinces_on
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.law.public import in_force

TEXT, EXCEL = "text135", "xlsx"


@dataclass(frozen=True, slots=True)
class FiledFile:
    """The bytes as they came, their SHA-256, and who sent them when."""

    name: str
    content: bytes
    sha256: str
    sent_by: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file, without its bytes."""

    name: str
    size: int
    sha256: str


def kept_of(filing_id: int) -> Kept | None:
    found = (
        FilingFile.objects.filter(filing_id=filing_id)
        .exclude(filing__format=FilingFormat.TYPED)
        .values_list("filing__filename", "size", "filing__sha256")
        .first()
    )
    return Kept(*found) if found else None


def filed_file(filing_id: int) -> FiledFile | None:
    """None where nothing was sent as a file, or it is kept no more.

    Raises ``ValueError`` where the bytes are not those that were sent.
    """
    filing = Filing.objects.get(pk=filing_id)
    kept = FilingFile.objects.filter(filing=filing).first()
    if kept is None or filing.format == FilingFormat.TYPED:
        return None
    try:
        content = kept.as_it_came()
    except zlib.error as error:
        raise ValueError(f"the file of {filing.reference} is not what was sent") from error
    if hashlib.sha256(content).hexdigest() != filing.sha256:
        raise ValueError(f"the file of {filing.reference} is not what was sent")
    name = filing.filename or filing.reference
    return FiledFile(name, content, filing.sha256, filing.uploaded_by, filing.uploaded_at)


def written(filing_id: int, form: str) -> bytes:
    """The lines of a filing as the official text or the Excel template. Raises ``Refused``.

    Of a submitted filing they are the lines as filed, after what the employer mended; of a draft, as they stand.
    """
    filing = Filing.objects.get(pk=filing_id)
    if filing.status == FilingStatus.CHECKED:
        ensure_staged(filing)
    parts = list(_parts(filing))
    if not parts:
        raise Refused(block("nothing_to_file", 0, ""))
    if form == EXCEL:
        return workbook(parts)
    period = Period.of(filing.period)
    return text135(parts, account=filing.account_no, name=filing.employer_name, period=period)


def _parts(filing: Filing) -> Iterator[BranchLines]:
    period = Period.of(filing.period)
    places = provinces_on(filing.account_no, period.last) | {
        k: v for k, v in provinces_of(filing).items() if v
    }
    rows = sorted(_rows(filing), key=lambda row: (row.branch, row.line))
    branches = {row.branch for row in rows}
    terms = province_terms(period, {branch: places.get(branch, "") for branch in branches}, law=in_force())
    shares = _employer_shares(filing)
    for branch, some in groupby(rows, key=lambda row: row.branch):
        lines = list(some)
        employer = shares.get(branch, sum(row.contribution or 0 for row in lines))
        yield BranchLines(branch, terms[branch].employee_rate, lines, employer)


def _rows(filing: Filing) -> Iterator[Row]:
    submitted = FilingLine.objects.filter(period=filing.period, filing_id=filing.pk)
    if filing.status == FilingStatus.SUBMITTED:
        for line in submitted.iterator():
            yield _row(line, satang(line.wage), satang(line.employee))
        return
    for staged in StagedLine.objects.filter(filing_id=filing.pk).iterator():
        wage = satang(staged.wage) if staged.wage is not None else None
        yield _row(staged, wage, satang(staged.contribution) if staged.contribution is not None else None)


def _row(line: FilingLine | StagedLine, wage: int | None, contribution: int | None) -> Row:
    return Row(
        line.line, line.branch_no, line.national_id, line.title_code, line.first_name, line.last_name,
        wage, contribution,
    )  # fmt: skip


def _employer_shares(filing: Filing) -> dict[str, int]:
    """The employer's share a branch, as it was assessed."""
    shares: dict[str, int] = {}
    lines = FilingLine.objects.filter(period=filing.period, filing_id=filing.pk)
    for branch, amount in lines.values_list("branch_no", "employer"):
        shares[branch] = shares.get(branch, 0) + satang(amount)
    return shares
