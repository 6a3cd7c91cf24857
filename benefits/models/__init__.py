from benefits.models.award import Award, AwardKind, AwardStatus, PensionPayment
from benefits.models.claim import Claim, ClaimKind, PayState, SickLeave

__all__ = [
    "Award",
    "AwardKind",
    "AwardStatus",
    "Claim",
    "ClaimKind",
    "PayState",
    "PensionPayment",
    "SickLeave",
]
