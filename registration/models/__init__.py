from registration.models.business import (
    ChangedFact,
    ContractorLink,
    EmployerChange,
    LateKind,
    LateReport,
)
from registration.models.check import Check, CheckState
from registration.models.employer import Branch, Employer, EmployerKind, FormerPlace
from registration.models.employment import Coverage, CoverageEnd, Employment, LeaveReason
from registration.models.person import DestinationKind, DestinationState, PayoutDestination, Person, Sex

__all__ = [
    "Branch",
    "ChangedFact",
    "Check",
    "CheckState",
    "ContractorLink",
    "Coverage",
    "CoverageEnd",
    "DestinationKind",
    "DestinationState",
    "Employer",
    "EmployerChange",
    "EmployerKind",
    "Employment",
    "FormerPlace",
    "LateKind",
    "LateReport",
    "LeaveReason",
    "PayoutDestination",
    "Person",
    "Sex",
]
