"""The door of benefits."""

from benefits.models import AwardKind, ClaimKind, PayState
from benefits.selectors import (
    AwardView,
    ClaimView,
    RightView,
    awards_of,
    claim,
    claims_of,
    next_payment,
    rights_of,
)
from benefits.services.claims import reissue
from benefits.services.eligibility import Position
from benefits.services.old_age import position as old_age_position
from benefits.services.old_age import record_returns
from benefits.services.old_age import submit as submit_old_age
from benefits.services.pension_run import start as start_pension_run
from benefits.services.sickness import SicknessFacts
from benefits.services.sickness import estimate as estimate_sickness
from benefits.services.sickness import submit as submit_sickness

__all__ = [
    "AwardKind",
    "AwardView",
    "ClaimKind",
    "ClaimView",
    "PayState",
    "Position",
    "RightView",
    "SicknessFacts",
    "awards_of",
    "claim",
    "claims_of",
    "estimate_sickness",
    "next_payment",
    "old_age_position",
    "record_returns",
    "reissue",
    "rights_of",
    "start_pension_run",
    "submit_old_age",
    "submit_sickness",
]
