"""The yearly certificate of contributions for tax: what the insured person paid, as the account has it.

A year with months that are not loaded is refused: a certificate is never of a part. Months that an employer filed
and has not paid are named and left out of the sum.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.timezone import localdate

from contributions.selectors.accounts import gap_months
from registration.public import person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.documents.public import DocumentView, documents_of, next_number, render_pdf
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.law.public import current

KIND = "contributions.tax_certificate"
SERIES = "contributions.tax_certificate"
TEMPLATE = "contributions/letters/tax_certificate.html"
_SQL = (Path(__file__).parents[1] / "sql" / "year_paid.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class PaidMonth:
    period: Period
    section: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class YearPaid:
    """What a person paid in a calendar year (C.E.), in baht. ``unpaid`` months are filed only, and not in it."""

    year: int
    months: tuple[PaidMonth, ...]
    unpaid: tuple[Period, ...]
    unknown: tuple[Period, ...]

    @property
    def total(self) -> Decimal:
        return sum((month.amount for month in self.months), ZERO)


def year_paid(person_id: int, year: int) -> YearPaid:
    """The person's own contributions of a year, and which months are not known. Raises ``NoLaw``."""
    first = date(year, 1, 1)
    of33, of39 = _year_rules(first)
    rules = {33: of33, 39: of39, 40: of39}
    params: dict[str, Any] = {
        "person": person_id, "first": first, "end": date(year, 12, 31), "last": date(year + 1, 12, 1),
        "before": date(year - 2, 1, 1), "by_payment": [s for s, rule in rules.items() if rule == "paid_on"],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, params)
        rows = [(section, Period.of(day), paid, done) for section, day, paid, done in cursor.fetchall()]
    return YearPaid(
        year=year,
        months=tuple(PaidMonth(month, section, paid) for section, month, paid, _ in rows if paid),
        unpaid=tuple(month for _, month, _, done in rows if not done),
        unknown=tuple(sorted(gap_months(person_id, Period(year, 1), Period(year, 12)))),
    )


def _year_rules(first: date) -> tuple[str, str]:
    """What decides the year: of Section 33, and of what one pays oneself. Raises ``NoLaw``."""
    law = current()
    of33 = law.at("contributions.certificate.year_of_33", first).text
    return of33, law.at("contributions.certificate.year_of_39", first).text


@transaction.atomic
def certify_year(person_id: int, year: int, *, by: Actor) -> DocumentView:
    """The certificate of a year that has ended or goes on; asked again on a day, it is the same paper.

    Raises ``Refused`` where months are not known, and where nothing was paid.
    """
    if not 1991 <= year <= clock.today().year:
        raise Refused(Finding("certificate.no_year", params={"year": year + BE_OFFSET}))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('tax certificate'), %s)", [person_id])
    found = year_paid(person_id, year)
    if found.unknown:
        months = ", ".join(month.be_short() for month in found.unknown)
        raise Refused(Finding("certificate.months_unknown", params={"months": months}))
    if not found.months:
        raise Refused(Finding("certificate.nothing_paid", params={"year": year + BE_OFFSET}))
    title = f"หนังสือรับรองการจ่ายเงินสมทบ ปีภาษี {year + BE_OFFSET} ({found.total:,.2f} บาท)"
    subject, today = f"person:{person_id}", clock.today()
    same = [
        d
        for d in documents_of(subject)
        if d.kind == KIND and d.title == title and localdate(d.created_at) == today
    ]
    return same[0] if same else _issue(found, person_id, title, by=by)


def _issue(found: YearPaid, person_id: int, title: str, *, by: Actor) -> DocumentView:
    who, issued = person(person_id), clock.today().year + BE_OFFSET
    number = f"{issued % 100:02d}TX{next_number(SERIES, issued):08d}"
    record(
        "tax_certified", by=by, subject=f"person:{person_id}", params={"number": number, "year": found.year}
    )
    of33, of39 = _year_rules(date(found.year, 1, 1))
    with translation.override("th"):
        return render_pdf(
            TEMPLATE,
            {
                "name": who.full_name,
                "ident": thai_id.format_id(who.national_id),
                "year": found.year + BE_OFFSET,
                "found": found,
                "year_of_33": of33,
                "year_of_39": of39,
                "until": clock.today() if found.year == clock.today().year else None,
            },
            kind=KIND,
            subject=f"person:{person_id}",
            reference=number,
            title=title,
            by=by,
        )
