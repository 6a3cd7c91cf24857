"""Nationalities: the three digits of Thai registers as ISO 3166-1, as far as a source tells them."""

from datetime import date

from sso_core.law.public import NoLaw, current


def iso_of(code: str, on: date) -> str:
    """The country of a three-digit code, or nothing: what no source tells is not guessed."""
    try:
        return current().at(f"registration.country.{code}", on).text
    except NoLaw:
        return ""
