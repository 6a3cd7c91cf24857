"""A file of many people: kept as sent, read, checked against law and registers, and enrolled on the sender's word.

Small files pass within the request; large ones in slices of their own transactions, by any worker. Everything
that concerns all rows is one statement a slice.
"""

import hashlib
from typing import Any

from django.db import transaction

from registration.bulk import excel, text240
from registration.models import Employer, EnrolFile, EnrolFileStatus, EnrolFinding, EnrolLine
from registration.services import enrol_slices
from registration.services import enrol_staging as staging
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import start_run
from sso_core.files import archive
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused

LARGEST = 30 * 1024 * 1024
SMALL = 60_000
"""Bytes of a file that is checked while its sender waits: some 250 people as text, a thousand as Excel."""
SMALL_LINES = 300
CHECK_LINES, KEEP_LINES = 2_000, 5_000
READ_RUN, CHECK_RUN, KEEP_RUN = (
    "registration.enrol_read",
    "registration.enrol_check",
    "registration.enrol_keep",
)


def send(account: str, content: bytes, filename: str, *, by: Actor) -> EnrolFile:
    """Keep a file and begin to check it; sent before, it is the file that is there. Raises ``Refused``."""
    if len(content) > LARGEST:
        raise Refused(Finding("file_too_big", field="file", params={"most": LARGEST // 1024 // 1024}))
    employer = Employer.objects.filter(account_no=account).first()
    if employer is None or employer.closed_on is not None:
        raise Refused(Finding("employer_closed" if employer else "employer_unknown", field="file"))
    with transaction.atomic():
        file, is_new = EnrolFile.objects.exclude(status=EnrolFileStatus.DISCARDED).get_or_create(
            employer=employer,
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "filename": filename[-200:],
                "content": content,
                "sent_by_id": by.user_id,
                "sent_by": by.name,
                "sent_at": clock.now(),
            },
        )
        if is_new and len(content) > SMALL:
            start_run(READ_RUN, str(file.pk), [{}], by=by, title=f"อ่านไฟล์ {file.filename}", payload=_of(file))
        elif is_new:
            read(file)
    if is_new and file.status == EnrolFileStatus.CHECKING:
        begin_check(file, by=by)
    file.refresh_from_db()
    return file


def _of(file: EnrolFile) -> dict[str, Any]:
    return {"file": file.pk}


def read(file: EnrolFile) -> int:
    """Rows and findings of the file into their tables; returns how many rows there are."""
    content, today = bytes(file.content), clock.today()
    if content.startswith((archive.ZIP_MARK, archive.OLD_EXCEL_MARK)):
        reading = excel.read(content, today=today)
    else:
        reading = text240.read(content, account=file.employer.account_no, today=today)
    EnrolLine.objects.filter(file_id=file.pk).delete()
    EnrolFinding.objects.filter(file_id=file.pk).delete()
    file.lines = staging.stage(file, reading)
    staging.add_findings(file.pk, reading.findings, "read")
    staging.find_twice(file)
    file.status = EnrolFileStatus.CHECKING if reading.readable else EnrolFileStatus.UNREADABLE
    file.save(update_fields=["status", "lines"])
    return file.lines


def begin_check(file: EnrolFile, *, by: Actor) -> None:
    """Check every slice now, or by workers."""
    chunks = staging.slices(file, CHECK_LINES)
    if file.lines <= SMALL_LINES:
        for chunk in chunks:
            with transaction.atomic():
                enrol_slices.check(file, **chunk)
        close_check(file)
        return
    start_run(
        CHECK_RUN,
        str(file.pk),
        chunks,
        by=by,
        title=f"ตรวจไฟล์ {file.filename}",
        payload=_of(file),
        items=file.lines,
    )


@transaction.atomic
def close_check(file: EnrolFile) -> None:
    """Every slice is checked: count, and wait for the sender's choice."""
    file.status = EnrolFileStatus.CHECKED
    figures = staging.counts(file)
    for name, count in figures.items():
        setattr(file, name, count)
    file.save(update_fields=["status", *figures])


def keep(file_id: int, *, by: Actor) -> EnrolFile:
    """Enrol and release the people of the good rows; chosen already, nothing changes. Raises ``Refused``."""
    with transaction.atomic():
        file = EnrolFile.objects.select_for_update().get(pk=file_id)
        if file.status in (EnrolFileStatus.ENROLLING, EnrolFileStatus.DONE):
            return file
        if file.status != EnrolFileStatus.CHECKED:
            raise Refused(Finding("file_not_checked", field="file"))
        file.status = EnrolFileStatus.ENROLLING
        file.save(update_fields=["status"])
        facts = {"file": file.pk, "good": file.good}
        record("people_enrolled", by=by, subject=f"employer:{file.employer.account_no}", params=facts)
        chunks = staging.slices(file, KEEP_LINES)
        if file.lines > SMALL_LINES:
            payload = {**_of(file), "by": by.user_id, "name": by.name}
            title = f"ขึ้นทะเบียนจากไฟล์ {file.filename}"
            start_run(KEEP_RUN, str(file.pk), chunks, by=by, title=title, payload=payload, items=file.lines)
            return file
        done = sum(enrol_slices.keep(file, by=by, **chunk) for chunk in chunks)
        return close_keep(file, done)


@transaction.atomic
def close_keep(file: EnrolFile, enrolled: int) -> EnrolFile:
    """Every slice is kept. Rows that went into the register are not kept twice; those to be mended stay."""
    figures = staging.counts(file)
    for name, count in figures.items():
        setattr(file, name, count)
    bad = EnrolFinding.objects.filter(file_id=file.pk, severity="block").values("line")
    EnrolLine.objects.filter(file_id=file.pk).exclude(line__in=bad).delete()
    file.status, file.enrolled, file.done_at = EnrolFileStatus.DONE, enrolled, clock.now()
    file.save(update_fields=["status", "enrolled", "done_at", *figures])
    return file


@transaction.atomic
def discard(file_id: int, *, by: Actor) -> None:
    """Put a file that was not enrolled out of the way; the same file may then be sent anew."""
    file = EnrolFile.objects.select_for_update().get(pk=file_id)
    if file.status not in (EnrolFileStatus.CHECKED, EnrolFileStatus.UNREADABLE):
        raise Refused(Finding("file_not_checked", field="file"))
    EnrolLine.objects.filter(file_id=file.pk).delete()
    EnrolFinding.objects.filter(file_id=file.pk).delete()
    file.status, file.content = EnrolFileStatus.DISCARDED, b""
    file.save()
