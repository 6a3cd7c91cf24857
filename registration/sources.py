"""Where the ledger's subjects lead: ``person:7`` and ``employer:1000000016``."""

from django.urls import reverse

from finance.public import register_source


def _person(key: str) -> str:
    return reverse("registration:office_person", args=[int(key)])


def _employer(key: str) -> str:
    return reverse("registration:office_employer", args=[key])


def register() -> None:
    register_source("person", _person)
    register_source("employer", _employer)
