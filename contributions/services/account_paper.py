"""The member's account on paper: every year or one, what is paid, only filed, missing, and what is not loaded.

A month that is not loaded has no amounts and is told as not known, never as 0; a sum beside one says "at least".
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from contributions.selectors.accounts import AccountMonth, MonthStatus, status_words
from contributions.selectors.voluntary import Month40, section40_months
from contributions.selectors.years import AccountYear, years_of
from registration.public import person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.documents.public import DocumentView, documents_of, next_number, render_pdf
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.thai_calendar import BE_OFFSET

KIND = "contributions.account"
SERIES = "contributions.account"
TEMPLATE = "contributions/letters/account.html"
LANGUAGES = ("th", "en")


@dataclass(frozen=True, slots=True)
class Summary:
    """Months by state over the years of the paper, and what the person paid itself, in baht."""

    paid: int
    filed: int
    missing: int
    unknown: int
    employee: Decimal | None

    @property
    def in_words(self) -> str:
        return f"{self.paid}/{self.filed}/{self.missing}/{self.unknown} {self.employee}"


def summed(years: tuple[AccountYear, ...]) -> Summary:
    months = [month for year in years for month in year.months]
    paid = [
        month.employee for month in months if month.status == MonthStatus.PAID and month.employee is not None
    ]
    count = {status: sum(month.status == status for month in months) for status in MonthStatus}
    return Summary(
        count[MonthStatus.PAID], count[MonthStatus.FILED], count[MonthStatus.MISSING],
        count[MonthStatus.NOT_LOADED], sum(paid, ZERO) if paid else None,
    )  # fmt: skip


@transaction.atomic
def print_account(
    person_id: int, *, year: int | None = None, language: str = "th", by: Actor
) -> DocumentView:
    """The account of every year, or of one (C.E.), as a PDF; the same state on the same day is the same paper.

    Raises ``Refused`` for a year of which there is nothing to tell, and for a language that is not there.
    """
    if language not in LANGUAGES:
        raise Refused(Finding("account.language", field="language"))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('account paper'), %s)", [person_id])
    years = tuple(one for one in reversed(years_of(person_id)) if year in (None, one.year))
    months40 = tuple(one for one in reversed(section40_months(person_id)) if year in (None, one.period.year))
    if not years and not months40:
        raise Refused(Finding("account.nothing", field="year"))
    summary = summed(years)
    with translation.override(language):
        of = _("ทุกปี") if year is None else str(year + BE_OFFSET if language == "th" else year)
        title = f"{_('บัญชีเงินสมทบ')} {of} ({summary.in_words}/{len(months40)})"
        known = next((d for d in documents_of(f"person:{person_id}") if _is_same(d, title)), None)
        return known or _issue(
            person_id, years, months40, summary, title=title, of=of, language=language, by=by
        )


def _is_same(made: DocumentView, title: str) -> bool:
    return made.kind == KIND and made.title == title and localdate(made.created_at) == clock.today()


def _issue(
    person_id: int,
    years: tuple[AccountYear, ...],
    months40: tuple[Month40, ...],
    summary: Summary,
    *,
    title: str,
    of: str,
    language: str,
    by: Actor,
) -> DocumentView:
    who, issued = person(person_id), clock.today().year + BE_OFFSET
    number = f"{issued % 100:02d}CA{next_number(SERIES, issued):08d}"
    record("account_printed", by=by, subject=f"person:{person_id}", params={"number": number, "of": of})
    context = {
        "name": who.full_name,
        "ident": thai_id.format_id(who.national_id),
        "of": of,
        "language": language,
        "years": [(one, [_row(month) for month in reversed(one.months)]) for one in years],
        "months40": months40,
        "summary": summary,
    }
    return render_pdf(
        TEMPLATE, context, kind=KIND, subject=f"person:{person_id}", reference=number, title=title, by=by,
        language=language,
    )  # fmt: skip


def _row(month: AccountMonth) -> tuple[AccountMonth, str, str]:
    """A month, who paid in, and its state in words."""
    if month.section == 39:
        who = _("จ่ายเอง มาตรา 39")
    else:
        who = month.employer_name or ", ".join(
            entry.account_no for entry in month.entries if entry.account_no
        )
    return month, who, status_words()[month.status]
