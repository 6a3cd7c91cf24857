"""The door to outside systems: each question as a typed function. Raises ``GatewayDown`` when nobody answers."""

from integrations.bank import BankGateway
from integrations.dbd import DbdCompany, dbd_company
from integrations.dopa import DopaPerson, dopa_check_laser, dopa_people, dopa_person
from integrations.dopa_family import Relative, dopa_family
from integrations.errors import GatewayDown
from integrations.immigration import (
    ForeignWorker,
    worker_by_number,
    worker_by_passport,
    worker_by_permit,
    workers_by_numbers,
)
from integrations.job_seekers import JobSeeker, Report, job_seeker
from integrations.mobile_operator import MobileAnswer, MobileOperator, MobileState
from integrations.ndid import IdentityProvider, Ndid, NdidAnswer, NdidState
from integrations.police import PoliceReport, Warrant, police_report, police_warrant

__all__ = [
    "BankGateway",
    "DbdCompany",
    "DopaPerson",
    "ForeignWorker",
    "GatewayDown",
    "IdentityProvider",
    "JobSeeker",
    "MobileAnswer",
    "MobileOperator",
    "MobileState",
    "Ndid",
    "NdidAnswer",
    "NdidState",
    "PoliceReport",
    "Relative",
    "Report",
    "Warrant",
    "dbd_company",
    "dopa_check_laser",
    "dopa_family",
    "dopa_people",
    "dopa_person",
    "job_seeker",
    "police_report",
    "police_warrant",
    "worker_by_number",
    "worker_by_passport",
    "worker_by_permit",
    "workers_by_numbers",
]
