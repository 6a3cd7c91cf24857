"""The branches of benefit and their weights, as ``split.sql`` wants them."""

from typing import Any

from contributions.rules.section33 import PAYERS, branch_weights
from sso_core.kernel.period import Period
from sso_core.law.public import Law


def weights_of(period: Period, law: Law) -> dict[str, Any]:
    """The weights of the month as whole numbers, so that SQL divides without losing anything."""
    rows = []
    for payer in PAYERS:
        weights = branch_weights(payer, period, law=law)
        digits = max((-int(w.as_tuple().exponent) for w in weights.values()), default=0)
        whole = {fund: int(weight.scaleb(digits)) for fund, weight in weights.items()}
        total = sum(whole.values())
        rows += [(payer, fund, place, weight, total) for place, (fund, weight) in enumerate(whole.items())]
    return columns(rows)


def columns(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """The rows as the parameters of the statement; a month without rates has none."""
    found = list(zip(*rows, strict=True)) or [()] * 5
    return dict(zip(("payers", "funds", "places", "weights", "wholes"), map(list, found), strict=True))
