"""The law in public: every dated value with its source, and every rule to try."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sso_core import clock
from sso_core.accounts.public import public
from sso_core.kernel.places import provinces
from sso_core.law import registry
from sso_core.law.book import FOREVER, Dated, Parameter
from sso_core.law.forms import arguments, form_for
from sso_core.law.public import BadInput, LawError, NoLaw, current
from sso_core.ui import formats


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every value in force today, and the rules."""
    law = current()
    rows = [_today(law.parameter(key)) for key in law.keys()]  # noqa: SIM118
    context = {"rows": rows, "rules": registry.calculators(), "law": law, "today": clock.today()}
    return render(request, "law/index.html", context)


@public
@require_safe
def parameter(request: HttpRequest, key: str) -> HttpResponse:
    """One value with its whole history."""
    try:
        one = current().parameter(key)
    except NoLaw:
        raise Http404 from None
    rows = sorted(one.rows, key=lambda row: (row.since, row.area is not None), reverse=True)
    context = {
        "one": one,
        "rows": [_row(row, one.unit) for row in rows],
        "hints": [_row(row, one.unit) for row in one.hints],
    }
    return render(request, "law/parameter.html", context)


@public
@require_safe
def calculate(request: HttpRequest, rule: str) -> HttpResponse:
    """A rule to try: the answers stand in the address, so that a result can be shared."""
    try:
        one = registry.find(rule)
    except BadInput:
        raise Http404 from None
    form, worked = form_for(one)(request.GET or None), None
    if form.is_bound and form.is_valid():
        try:
            worked = one.rule(**arguments(one, form.cleaned_data), law=current())
        except LawError as error:
            place = error.field if error.field in form.fields else None
            form.add_error(place, error.th if formats.is_thai() else str(error))
    context = {"one": one, "form": form, "worked": worked}
    return render(request, "law/calculate.html", context, status=422 if form.errors else 200)


def _today(one: Parameter) -> dict[str, object]:
    try:
        row = one.at(clock.today())
    except NoLaw:
        return {"one": one, "shown": "", "unsure": True}
    return {"one": one, "shown": shown(row, one.unit), "unsure": row.confidence != "H"}


def _row(row: Dated, unit: str) -> dict[str, object]:
    return {
        "row": row,
        "shown": shown(row, unit),
        "until": None if row.until == FOREVER else row.until,
        "count": len(row.area or ()),
        "area": ", ".join(provinces()[code] for code in sorted(row.area or ())),
    }


def shown(row: Dated, unit: str) -> str:
    """A value as people read it; nothing for one that is not known."""
    if row.number is None:
        return row.text
    return formats.percent(row.number) if unit.startswith("ratio") else formats.number(row.number)
