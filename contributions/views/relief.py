"""The office: relief announced later, its effect and its run; and months that stand under the wrong person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import MoveMonthsForm
from contributions.models import FoundAs
from contributions.search_forms import CorrectMonthForm
from contributions.selectors import changes as read
from contributions.services import month_corrections, office_changes, voluntary_relief
from contributions.services import relief as services
from contributions.services.month_searches import Found
from registration.public import person
from sso_core.accounts.public import Role, actor_of, officer_required
from sso_core.batch.public import progress_of
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Refused
from sso_core.kernel.places import provinces


@officer_required()
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Announcements that came after their first month, newest first."""
    rows = [(one, progress_of(services.RELIEF_RUN, one.key)) for one in services.notices()]
    own = [
        (one, progress_of(voluntary_relief.VOLUNTARY_RELIEF_RUN, one.key))
        for one in voluntary_relief.notices()
    ]
    return render(request, "contributions/relief.html", {"rows": rows, "own": own})


@officer_required(Role.supervisor, Role.finance, Role.finance_checker)
@require_http_methods(["GET", "POST"])
def one_notice(request: HttpRequest, key: str) -> HttpResponse:
    """What was known then and now, what it comes to month by month, and the run."""
    one = services.notice(key)
    if one is None:
        raise Http404
    if request.method == "POST":
        services.start(key, by=actor_of(request))
        messages.success(request, _("เริ่มงานแล้ว ติดตามได้ในหน้านี้"))
        return redirect("contributions:relief_notice", key)
    effects = services.effect(one)
    context = {
        "notice": one,
        "places": [provinces()[place] for place in sorted(one.provinces)],
        "effects": effects,
        "sum": services.summed(effects),
        "rates": services.rates(one),
        "run": progress_of(services.RELIEF_RUN, one.key),
        "written": read.written_for(f"relief:{one.key}"),
    }
    return render(request, "contributions/relief_notice.html", context)


@officer_required(Role.supervisor, Role.finance, Role.finance_checker)
@require_http_methods(["GET", "POST"])
def voluntary_notice(request: HttpRequest, key: str) -> HttpResponse:
    """Bills of Sections 39 and 40 that a notice makes too dear, month by month, and the run."""
    one = voluntary_relief.notice(key)
    if one is None:
        raise Http404
    if request.method == "POST":
        voluntary_relief.start(key, by=actor_of(request))
        messages.success(request, _("เริ่มงานแล้ว ติดตามได้ในหน้านี้"))
        return redirect("contributions:voluntary_notice", key)
    context = {
        "notice": one,
        "effects": [row for row in voluntary_relief.effect(one) if row.unpaid or row.paid],
        "run": progress_of(voluntary_relief.VOLUNTARY_RELIEF_RUN, one.key),
    }
    return render(request, "contributions/voluntary_notice.html", context)


@officer_required(Role.officer, Role.checker, Role.supervisor)
@require_http_methods(["GET", "POST"])
def move_months(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask that months become their owner's; another officer decides the case."""
    found = person(person_id)
    form = MoveMonthsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            case = office_changes.ask_move(
                person_id, **{**told, "account": bare(told["account"])}, by=actor_of(request)
            )
        except ValueError:
            form.add_error("account", _("เลขที่บัญชีนายจ้างเป็นตัวเลข 10 หลัก"))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("cases:office_case", case.reference)
    context = {"person": found, "form": form}
    return render(request, "contributions/move_months.html", context, status=422 if form.errors else 200)


@officer_required(Role.officer, Role.checker, Role.supervisor)
@require_http_methods(["GET", "POST"])
def correct_month(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask that a loaded month become what the papers say; another officer decides the case."""
    found = person(person_id)
    form = CorrectMonthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        period, reason = told.pop("period"), told.pop("reason")
        try:
            case = month_corrections.ask_correction(
                person_id, period, Found(FoundAs.PROVEN, **told), reason=reason, by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("cases:office_case", case.reference)
    context = {"person": found, "form": form}
    return render(request, "contributions/correct_month.html", context, status=422 if form.errors else 200)
