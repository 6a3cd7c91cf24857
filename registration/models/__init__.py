from registration.models.address import Address, AddressKind
from registration.models.business import (
    ChangedFact,
    ContractorLink,
    EmployerChange,
    LateKind,
    LateReport,
)
from registration.models.certificate import Certificate, CertificateKind
from registration.models.check import Check, CheckState
from registration.models.contact import EmailProof
from registration.models.employer import Branch, Employer, EmployerKind, FormerPlace
from registration.models.employment import Coverage, CoverageEnd, Employment, LeaveReason
from registration.models.enrol_file import EnrolFile, EnrolFileStatus, EnrolFinding, EnrolLine
from registration.models.family import FamilyLink, Kinship, KinSource
from registration.models.foreigner import FormerNumber, IdentityPaper, PaperKind
from registration.models.person import (
    Death,
    DeathSource,
    DestinationKind,
    DestinationState,
    FormerName,
    PayoutDestination,
    Person,
    Sex,
)
from registration.models.twins import Merge, Twin

__all__ = [
    "Address",
    "AddressKind",
    "Branch",
    "Certificate",
    "CertificateKind",
    "ChangedFact",
    "Check",
    "CheckState",
    "ContractorLink",
    "Coverage",
    "CoverageEnd",
    "Death",
    "DeathSource",
    "DestinationKind",
    "DestinationState",
    "EmailProof",
    "Employer",
    "EmployerChange",
    "EmployerKind",
    "Employment",
    "EnrolFile",
    "EnrolFileStatus",
    "EnrolFinding",
    "EnrolLine",
    "FamilyLink",
    "FormerName",
    "FormerNumber",
    "FormerPlace",
    "IdentityPaper",
    "KinSource",
    "Kinship",
    "LateKind",
    "LateReport",
    "LeaveReason",
    "Merge",
    "PaperKind",
    "PayoutDestination",
    "Person",
    "Sex",
    "Twin",
]
