from registration.models.certificate import Certificate, CertificateKind
from registration.models.check import Check, CheckState
from registration.models.employer import Branch, Employer, EmployerKind
from registration.models.employment import Coverage, CoverageEnd, Employment, LeaveReason
from registration.models.enrol_file import EnrolFile, EnrolFileStatus, EnrolFinding, EnrolLine
from registration.models.person import (
    DestinationKind,
    DestinationState,
    FormerName,
    PayoutDestination,
    Person,
    Sex,
)

__all__ = [
    "Branch",
    "Certificate",
    "CertificateKind",
    "Check",
    "CheckState",
    "Coverage",
    "CoverageEnd",
    "DestinationKind",
    "DestinationState",
    "Employer",
    "EmployerKind",
    "Employment",
    "EnrolFile",
    "EnrolFileStatus",
    "EnrolFinding",
    "EnrolLine",
    "FormerName",
    "LeaveReason",
    "PayoutDestination",
    "Person",
    "Sex",
]
