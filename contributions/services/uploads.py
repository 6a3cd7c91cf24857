"""A file arrives: kept as it is, read, staged, checked. Sent twice, it is the same filing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from contributions.files import layout
from contributions.files.amounts import satang
from contributions.files.checks import block
from contributions.files.reader import open_filing, period_in_name
from contributions.files.records import Context, Reading
from contributions.files.typed import Typed, open_typed
from contributions.models import Filing, FilingFile, FilingFormat, FilingStatus, StagedLine, TypedLine
from contributions.services import corrections, register_checks, staging, totals
from contributions.services.context import context
from registration.public import employer, provinces_on
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import start_run
from sso_core.files import archive
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period

LARGEST = 60 * 1024 * 1024
SMALL_BYTES = 70_000  # about 500 lines of text; larger files are checked by a worker
CHECK_RUN = "contributions.check"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """``is_new`` is False when this very file had come before: the earlier filing is shown."""

    filing_id: int
    is_new: bool


def upload_filing(
    account: str, content: bytes, *, filename: str, period: Period | None, by: Actor
) -> Uploaded:
    """Keep a file and check it; small ones at once, large ones by a worker. Raises ``Refused``."""
    if len(content) > LARGEST:
        raise Refused(block("file_too_big", 0, "file", most=LARGEST // 1024 // 1024))
    month = period or told_period(content, filename)
    if month is None:
        raise Refused(block("period_missing", 0, "period"))
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        filing, is_new = _keep(account, month, digest, content, filename=filename, by=by)
        if is_new:
            _begin(filing, len(content), by)
    return Uploaded(filing.pk, is_new)


def _keep(
    account: str, month: Period, digest: str, content: bytes, *, filename: str, by: Actor
) -> tuple[Filing, bool]:
    open_filings = Filing.objects.exclude(status=FilingStatus.DISCARDED)
    # Two windows at once: the unique constraint lets one in, and get_or_create hands out the other's.
    filing, is_new = open_filings.get_or_create(  # type: ignore[misc]
        account_no=account,
        period=month.first,
        sha256=digest,
        defaults={
            "employer_name": lambda: _employer_name(account),  # asked of a new one only
            "format": FilingFormat.UNKNOWN,
            "filename": filename[-200:],
            "uploaded_by_id": by.user_id,
            "uploaded_by": by.name,
            "uploaded_at": clock.now(),
            "changed_at": clock.now(),
        },
    )
    if is_new:
        _keep_content(filing, content)
    return filing, is_new


def _keep_content(filing: Filing, content: bytes) -> None:
    """By binary ``COPY``: as a parameter the bytes would travel twice as long, and be parsed as text."""
    with connection.cursor() as cursor:
        statement = "copy contributions_filingfile (filing_id, content, size) from stdin with (format binary)"
        with cursor.copy(statement) as copy:
            copy.set_types(["int8", "bytea", "int8"])
            copy.write_row((filing.pk, content, len(content)))


def _employer_name(account: str) -> str:
    found = employer(account)
    if found is None:
        raise Refused(block("employer_unknown", 0, "account"))
    return found.name


def _begin(filing: Filing, size: int, by: Actor) -> None:
    if size <= SMALL_BYTES:
        _read(filing, ())
        return
    title = f"ตรวจไฟล์ {filing.reference} {filing.employer_name}"
    start_run(CHECK_RUN, str(filing.pk), [{}], by=by, title=title, payload={"filing": filing.pk})


def told_period(content: bytes, filename: str, today: date | None = None) -> Period | None:
    """The month that the file tells: a text file in its header, an Excel file perhaps in its name."""
    if content.startswith(archive.ZIP_MARK):
        return period_in_name(filename)
    first, last = layout.HEADER["period"]
    # Account to period are digits in every encoding, so the bytes can be read as they are.
    head = content.removeprefix(b"\xef\xbb\xbf")[:last].decode("ascii", "replace")
    try:
        return (
            Period.from_mmyy_be(head[first:last], today or clock.today())
            if head[:1] == layout.HEADER_TYPE
            else None
        )
    except ValueError:
        return period_in_name(filename)


def check(filing: Filing) -> None:
    """Read, stage and check a filing from its kept file or from what was typed.

    The employer's corrections of a file are played back; those of a typed line are in the line itself. What
    was chosen for a warning stays chosen.
    """
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    choices = corrections.choices(filing)
    staging.clear(filing)
    _read(filing, choices)


def _read(filing: Filing, choices: Iterable[tuple[str, str, str]]) -> None:
    """Stage and check a filing of which nothing is staged; ``choices`` made for its warnings before hold again."""
    # Looked up beforehand: the rows are read while a COPY holds the connection.
    period = Period.of(filing.period)
    places = provinces_on(filing.account_no, period.last)
    asked = context(
        account=filing.account_no,
        period=period,
        province_of=lambda account, number: places.get(number),
    )
    reading = _open(filing, asked)
    staging.stage(filing, reading)
    filing.format = reading.format
    filing.lines = reading.lines
    filing.status = FilingStatus.CHECKED if reading.readable else FilingStatus.UNREADABLE
    if reading.readable:
        register_checks.check_register(filing)
        if filing.format != FilingFormat.TYPED:
            corrections.play_back(filing)
        corrections.choose_again(filing, choices)
    filing.save()
    totals.refresh(filing)


def _open(filing: Filing, asked: Context) -> Reading:
    if filing.format != FilingFormat.TYPED:
        return open_filing(filing.file.as_it_came(), asked)
    rows = TypedLine.objects.filter(filing=filing).order_by("branch_no", "line")
    typed = [
        Typed(
            row.line, row.branch_no, row.national_id, row.title_code, row.first_name, row.last_name,
            None if row.wage is None else satang(row.wage),
        )
        for row in rows
    ]  # fmt: skip
    return open_typed(typed, asked)


def ensure_staged(filing: Filing) -> None:
    """Read the file or the sheet again where the unlogged staging table was emptied by a crash of the server."""
    if filing.status != FilingStatus.CHECKED or not filing.lines:
        return
    if not StagedLine.objects.filter(filing_id=filing.pk).exists():
        with transaction.atomic():
            check(filing)
        filing.refresh_from_db()


def discard(filing_id: int, *, by: Actor, unless_changed_since: datetime | None = None) -> None:
    """Put a filing that was not submitted out of the way; the same file may then be sent anew.

    What it held of people goes with it: lines, file and sheet. Raises ``Refused`` for one that is submitted.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        touched = filing.changed_at or filing.uploaded_at
        gone_on = unless_changed_since is not None and touched >= unless_changed_since
        if gone_on or filing.status not in {FilingStatus.CHECKED, FilingStatus.UNREADABLE}:
            raise Refused(block("filing_closed", 0, ""))
        record(
            "contributions.draft_discarded",
            by=by,
            subject=f"employer:{filing.account_no}",
            params={"filing": filing.reference},
        )
        staging.clear(filing)
        staging.drop_sheet(filing)
        FilingFile.objects.filter(filing=filing).delete()
        filing.status = FilingStatus.DISCARDED
        filing.save(update_fields=["status"])
