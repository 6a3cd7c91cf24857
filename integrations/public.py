"""The door to outside systems: each question as a typed function. Raises ``GatewayDown`` when nobody answers."""

from integrations.bank import BankGateway
from integrations.dbd import DbdCompany, dbd_company
from integrations.dopa import DopaPerson, dopa_check_laser, dopa_people, dopa_person
from integrations.dopa_family import Relative, dopa_family
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
    "Relative",
    "dbd_company",
    "dopa_check_laser",
    "dopa_family",
    "dopa_people",
    "dopa_person",
]
