"""The member's account: by year, one month opened, as CSV and PDF, and the certificate of a year for tax."""

import csv

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contributions.selectors import accounts as read
from contributions.selectors import member_month, month_searches
from contributions.selectors.changes import changes_of_person
from contributions.selectors.counts import FIRST_MONTH, months_ever
from contributions.selectors.voluntary import savings_of, section40_months
from contributions.selectors.years import latest_and_years, years_of
from contributions.services.account_paper import print_account
from contributions.services.certificates import certify_year
from sso_core import clock
from sso_core.accounts.public import actor_of, member_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.ui.fields import sentence


def _person(request: HttpRequest) -> int:
    return request.person_id  # type: ignore[attr-defined, no-any-return]


@member_required
@require_GET
def contributions(request: HttpRequest) -> HttpResponse:
    """Twelve months as a strip, every month by year or one year alone, and the counts."""
    person_id = _person(request)
    now = Period.of(clock.today())
    latest, years = latest_and_years(person_id)
    chosen = request.GET.get("year", "")
    months40 = section40_months(person_id)
    context = {
        "months": latest,
        "years": [year for year in years if chosen in ("", str(year.label))],
        "all_years": years,
        "chosen": chosen,
        "count": months_ever(person_id),
        "months40": months40,
        "saved": savings_of(person_id) if months40 else None,
        "changes": changes_of_person(person_id, FIRST_MONTH, now),
        "searches": month_searches.searches_of(person_id),
    }
    return render(request, "contributions/me.html", context)


@member_required
@require_GET
def month(request: HttpRequest, text: str) -> HttpResponse:
    """One month opened: each source with its steps, its receipt, and what was changed."""
    person_id = _person(request)
    try:
        period = Period.parse(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_MONTH <= period <= Period.of(clock.today()):
        raise Http404
    found = read.account(person_id, period, period)[0]
    search = month_searches.searches_of(person_id).get(period)
    context = {
        "month": found,
        "search": search,
        "may_look": month_searches.may_look(found, search),
        "sources": member_month.sources(person_id, period),
        "changes": member_month.changes(person_id, period),
    }
    return render(request, "contributions/me_month.html", context)


@member_required
@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every month of the account as a spreadsheet; an amount that is not known is left empty."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contributions.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(
        [
            _("งวด"),
            _("สถานะ"),
            _("มาตรา"),
            _("นายจ้าง"),
            _("ค่าจ้าง"),
            _("ฐานค่าจ้าง"),
            _("ส่วนของคุณ"),
            _("ส่วนนายจ้าง"),
            _("จ่ายเมื่อ"),
        ]
    )
    for year in years_of(_person(request)):
        for one in year.months:
            writer.writerow(_cells(one))
    return response


def _cells(one: read.AccountMonth) -> list[object]:
    shown = [one.section, one.employer_name, one.wage, one.base, one.employee, one.employer, one.paid_on]
    return [str(one.period), read.status_words()[one.status], *("" if v is None else v for v in shown)]


@member_required
@require_POST
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of a tax year as a PDF, or why there is none yet."""
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Http404
    try:
        made = certify_year(_person(request), int(text) - BE_OFFSET, by=actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
        return redirect("contributions:me")
    return redirect("documents:serve", made.id)


@member_required
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """The account of every year, or of one, as a PDF in the language of the page or the one that is asked."""
    text = request.POST.get("year", "")
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Http404
    year = int(text) - BE_OFFSET if text else None
    try:
        made = print_account(
            _person(request), year=year, language=request.POST.get("language", "th"), by=actor_of(request)
        )
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
        return redirect("contributions:me")
    return redirect("documents:serve", made.id)
