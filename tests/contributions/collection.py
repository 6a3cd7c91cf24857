"""Employers that owe, for the tests of collection: a month filed and not paid, months not filed, and the run."""

from datetime import date

from contributions.models import Bill, CollectionCase, Filing
from contributions.public import submit_filing, upload_filing
from contributions.services import detecting
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from tests.contributions.factories import ACCOUNT, CLEAN, CLERK, enrol_everybody, make_employer

WORKER = Actor(ActorKind.OFFICER, 31, "สายชล เร่งรัด", acting_for="office:1001", assurance=2)


def file_june(content: bytes = CLEAN) -> Bill:
    """June 2569 is filed; its bill is not paid."""
    done = upload_filing(ACCOUNT, content, filename="june.txt", period=None, by=CLERK)
    submit_filing(done.filing_id, seen_total=None, by=CLERK)
    return Bill.objects.get(filing=Filing.objects.get(pk=done.filing_id), kind="filing")


def employer_of_june() -> Bill:
    make_employer()
    enrol_everybody()
    return file_june()


def detect(today: date | None = None) -> BatchRun:
    run = detecting.start_detection(by=SYSTEM, today=today)
    work(run.pk)
    run.refresh_from_db()
    assert run.status == "done", list(run.chunks.values_list("error", flat=True))
    return run


def the_case() -> CollectionCase:
    return CollectionCase.objects.get(account_no=ACCOUNT)
