"""Where the ledger's references lead: ``filing:F6906-0000123`` and ``bill:<ref 2>``."""

from django.urls import reverse

from finance.public import register_source


def _filing(reference: str) -> str:
    return reverse("contributions:office_filing", args=[int(reference.rpartition("-")[2])])


def _bill(ref2: str) -> str:
    return reverse("contributions:office_bill", args=[ref2])


def register() -> None:
    register_source("filing", _filing)
    register_source("bill", _bill)
