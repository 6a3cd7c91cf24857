"""A filed month worked again: by the law as it was known then, and as it is known now (SSA s.46, s.46/1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from contributions.models import Filing, FilingLine
from contributions.rules.section33 import PAYERS, contribution
from contributions.services.totals import provinces_of
from sso_core import clock
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Worked
from sso_core.law.public import current

_STANDS = """
select branch_no, wage, base, employee, employer, government from contributions_standing
 where period = %s and account_no = %s and national_id = %s and (wage > 0 or base > 0 or branch_no = %s)
 order by base desc limit 1"""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One person's month: as filed, as it stands after differences, and worked both ways from the wage that stands."""

    national_id: str
    name: str
    branch_no: str
    province: str
    wage: Decimal
    filed: Decimal
    stands: Decimal
    then: Worked
    now: Worked
    known_then: date
    known_now: date

    @property
    def difference(self) -> dict[str, Decimal]:
        """What knowing more changes, by payer, in baht."""
        return {payer: self.now[payer] - self.then[payer] for payer in PAYERS}

    @property
    def both(self) -> Decimal:
        """The same of both paying parties."""
        return self.difference["employee"] + self.difference["employer"]

    @property
    def still_open(self) -> Decimal:
        """What of it is not written yet: as known now, less what stands."""
        return self.now["employee"] + self.now["employer"] - self.stands


def recompute_line(filing: Filing, line: FilingLine, *, known: date | None = None) -> Recomputed:
    """Work a filed person's month as known on the day of filing, or on ``known``, and as known today.

    Raises ``NoLaw`` where the rates of the month are not known.
    """
    period = Period.of(filing.period)
    then = known or day_of(filing)
    branch, wage, stands = _standing(filing, line)
    province = provinces_of(filing).get(branch, "")
    worked = [
        contribution(wage, period, law=current().as_known(day), province=province or None)
        for day in (then, clock.today())
    ]
    return Recomputed(
        line.national_id,
        f"{line.first_name} {line.last_name}",
        branch,
        province,
        wage,
        line.employee + line.employer,
        stands,
        worked[0],
        worked[1],
        then,
        clock.today(),
    )


def recompute(filing: Filing, *, known: date | None = None) -> Iterator[Recomputed]:
    """Every line of a submitted filing, in order."""
    lines = FilingLine.objects.filter(period=filing.period, filing_id=filing.pk)
    for line in lines.order_by("branch_no", "line").iterator(chunk_size=1000):
        yield recompute_line(filing, line, known=known)


def day_of(filing: Filing) -> date:
    """The day as of which the law was known when the filing was assessed."""
    return filing.submitted_at.astimezone(clock.BANGKOK).date() if filing.submitted_at else clock.today()


def _standing(filing: Filing, line: FilingLine) -> tuple[str, Decimal, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [filing.period, filing.account_no, line.national_id, line.branch_no])
        row = cursor.fetchone()
    if row is None:
        return line.branch_no, ZERO, ZERO
    branch, wage, _, employee, employer, _ = row
    return branch, wage, employee + employer
