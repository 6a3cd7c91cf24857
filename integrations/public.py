"""The door to outside systems: each question as a typed function. Raises ``GatewayDown`` when nobody answers."""

from integrations.bank import BankGateway
from integrations.dbd import DbdCompany, dbd_company
from integrations.dopa import DopaPerson, dopa_check_laser, dopa_people, dopa_person
from integrations.errors import GatewayDown
from integrations.mobile_operator import MobileAnswer, MobileOperator, MobileState

__all__ = [
    "BankGateway",
    "DbdCompany",
    "DopaPerson",
    "GatewayDown",
    "MobileAnswer",
    "MobileOperator",
    "MobileState",
    "dbd_company",
    "dopa_check_laser",
    "dopa_people",
    "dopa_person",
]
