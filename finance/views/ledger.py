"""The ledger: finding entries, one entry with the way back to its paper, the trial balance."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from finance.forms import DayForm, EntryFilter
from finance.labels import FUND_LABELS
from finance.selectors.ledger import TrialRow, entry_by_id, search, trial_balance, view_of
from finance.sources import source_url
from finance.types import EntryView, Fund
from finance.views.access import READING, page_of
from sso_core import clock
from sso_core.accounts.public import officer_required


@officer_required(*READING)
@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    form = EntryFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    names = ("text", "account", "fund", "since", "until")
    page = page_of(request, search(**{name: wanted[name] for name in names if wanted.get(name)}))
    rows = [view_of(entry) for entry in page]
    return render(request, "finance/entries.html", {"page": page, "entries": rows, "form": form})


@officer_required(*READING)
@require_GET
def entry_page(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = entry_by_id(entry_id)
    if entry is None:
        raise Http404
    context = {
        "entry": entry,
        "funds": _by_fund(entry),
        "source": source_url(entry.ref),
        "subject_url": source_url(entry.subject),
    }
    return render(request, "finance/entry.html", context)


def _by_fund(entry: EntryView) -> list[dict[str, object]]:
    lines = sorted(entry.lines, key=lambda line: (list(Fund).index(Fund(line.fund)), line.number))
    return [
        {"label": FUND_LABELS[Fund(fund)], "lines": list(group)}
        for fund, group in groupby(lines, lambda line: line.fund)
    ]


@officer_required(*READING)
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    funds = [_fund(fund, list(rows)) for fund, rows in groupby(trial_balance(on), lambda row: row.fund)]
    return render(request, "finance/trial.html", {"funds": funds, "on": on or clock.today(), "form": form})


def _fund(fund: str, rows: list[TrialRow]) -> dict[str, object]:
    return {
        "key": fund,
        "label": FUND_LABELS[Fund(fund)],
        "rows": rows,
        "debit": sum(row.debit_balance for row in rows),
        "credit": sum(row.credit_balance for row in rows),
    }
