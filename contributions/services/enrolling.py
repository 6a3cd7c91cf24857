"""People of a filing who are not enrolled: enrolled from their lines, or left so that their money waits."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from contributions.files.layout import TITLES
from contributions.models import FilingFinding, StagedLine
from contributions.services.corrections import open_filing_row
from contributions.services.register_checks import check_line
from registration.public import Enrol, Enrolment, enrol_people
from sso_core.kernel.actor import Actor

NOT_ENROLLED = "filing.not_enrolled"
Place = tuple[str, int]


def unenrolled(filing_id: int) -> list[StagedLine]:
    """The lines whose people are not enrolled with this employer and were not left to wait."""
    places = FilingFinding.objects.filter(filing_id=filing_id, code=NOT_ENROLLED, settled="")
    wanted = set(places.values_list("branch_no", "line"))
    rows = StagedLine.objects.filter(filing_id=filing_id, line__in={line for _, line in wanted})
    return [row for row in rows.order_by("branch_no", "line") if (row.branch_no, row.line) in wanted]


def enrol_lines(filing_id: int, places: Iterable[Place], *, starts_on: date, by: Actor) -> Enrolment:
    """Enrol the people of these lines from a day. Who cannot be enrolled is told; the others are."""
    with transaction.atomic():
        filing = open_filing_row(filing_id)
    wanted = set(places)
    rows = [row for row in unenrolled(filing_id) if (row.branch_no, row.line) in wanted]
    done = enrol_people(
        [
            Enrol(
                national_id=row.national_id,
                title_code=row.title_code if row.title_code in TITLES else "",
                title=TITLES.get(row.title_code, ""),
                first_name=row.first_name,
                last_name=row.last_name,
                account=filing.account_no,
                branch_no=row.branch_no,
                starts_on=starts_on,
                wage=row.wage,
                line=row.line,
            )
            for row in rows
        ],
        by=by,
        keep_good=True,
    )
    with transaction.atomic():
        for row in rows:
            FilingFinding.objects.filter(
                filing=filing, branch_no=row.branch_no, line=row.line, code__in=_OF_REGISTER
            ).delete()
            check_line(filing, row.branch_no, row.line)
    return done


# What the register says of a line, and is asked again after an enrolment.
_OF_REGISTER = (NOT_ENROLLED, "filing.name_differs", "filing.person_filed", "filing.wage_halved")


@transaction.atomic
def let_wait(filing_id: int, places: Iterable[Place] | None = None) -> int:
    """Note that the money of these people waits for their enrolment; None is everybody not enrolled."""
    open_filing_row(filing_id)
    wanted = set(places) if places is not None else None
    rows = FilingFinding.objects.filter(filing_id=filing_id, code=NOT_ENROLLED, settled="")
    chosen = [row.pk for row in rows if wanted is None or (row.branch_no, row.line) in wanted]
    return FilingFinding.objects.filter(pk__in=chosen).update(settled="waiting")
