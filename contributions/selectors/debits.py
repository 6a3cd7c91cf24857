"""Standing debits as finance officers see them: a row a day of files, with counts and sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contributions.models import Debit, Mandate, MandateState
from sso_core.kernel.money import ZERO

DAYS = 60


@dataclass(frozen=True, slots=True)
class DebitDay:
    """What went out on a day and what came of it; sums in baht."""

    on: date
    sent: int
    sent_total: Decimal
    collected: int
    collected_total: Decimal
    refused: int
    refused_total: Decimal

    @property
    def waiting(self) -> int:
        return self.sent - self.collected - self.refused


def debit_days() -> tuple[DebitDay, ...]:
    """The newest days first."""
    collected, refused = Q(state="collected"), Q(state="refused")
    rows = Debit.objects.values_list("run_on").annotate(
        sent=Count("pk"),
        sent_total=Sum("amount", default=ZERO),
        collected=Count("pk", filter=collected),
        collected_total=Sum("amount", filter=collected, default=ZERO),
        refused=Count("pk", filter=refused),
        refused_total=Sum("amount", filter=refused, default=ZERO),
    )
    return tuple(DebitDay(*row) for row in rows.order_by("-run_on")[:DAYS])


def mandate_counts() -> Mapping[str, int]:
    """How many orders stand where."""
    counts = dict(Mandate.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {str(label): counts.get(value, 0) for value, label in MandateState.choices}
