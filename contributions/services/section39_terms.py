"""What the government adds to a month of Section 39 (s.46): its rate on the base, no unemployment branch."""

from decimal import Decimal

from contributions.rules import section39 as section39_rules
from contributions.rules.section33 import branch_weights, split_by_branch
from sso_core.kernel.money import baht
from sso_core.kernel.period import Period
from sso_core.law.public import current


def government_share(period: Period) -> dict[str, Decimal]:
    """By branch of benefit, to the satang."""
    law = current()
    base = section39_rules.contribution(period, law=law)["base"]
    share = baht(base * law.at("contributions.s39.government_rate", period.first).value)
    weights = branch_weights("government", period, law=law)
    return split_by_branch(share, {fund: weights[fund] for fund in section39_rules.BRANCHES})
