"""The batch runs of benefits; importing the module registers them."""

from benefits.services import pension_run

__all__ = ["pension_run"]
