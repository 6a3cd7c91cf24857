"""The office: the wage months, from their opening to their closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from contributions.forms import MonthFilterForm
from contributions.selectors import months as read
from contributions.services import months as services
from contributions.views import collection, history, office, trace
from sso_core import clock
from sso_core.accounts.public import (
    OFFICE_ROLES,
    Role,
    User,
    aal2_required,
    actor_of,
    officer_required,
    offices_of,
)
from sso_core.cases.offices import office_name
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.ui.fields import sentence
from sso_core.ui.formats import number

PAGE = 50


def period_of(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise Http404 from None


# What else the office does about contributions: address, name, and whose page it is.
DOORS: tuple[tuple[str, Promise, tuple[Role, ...]], ...] = (
    ("contributions:drops", gettext_lazy("แบบจาก e-Filing"), ()),
    ("contributions:collection", gettext_lazy("เร่งรัดหนี้"), collection.READING),
    ("contributions:suspense", gettext_lazy("เงินพักรอจัดการ"), office.FINANCE),
    ("contributions:office_refunds", gettext_lazy("เงินสมทบที่ต้องคืน"), trace.READING),
    ("contributions:office_debits", gettext_lazy("หักบัญชีประจำ"), office.FINANCE),
    ("contributions:relief", gettext_lazy("ประกาศลดอัตราที่ทราบภายหลัง"), ()),
    ("contributions:history", gettext_lazy("นำเข้าประวัติเงินสมทบ"), history.READERS),
)


@officer_required()
@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """Every wage month, newest first; the next one that may be opened."""
    found = read.months()
    newest = Period.of(clock.today())
    known = {one.period for one in found}
    may_open = [period for period in (newest, newest.prev()) if period not in known]
    user = request.user
    assert isinstance(user, User)
    doors = [
        (reverse(name), label) for name, label, roles in DOORS if offices_of(user, *(roles or OFFICE_ROLES))
    ]
    context = {"months": found, "may_open": may_open, "doors": doors}
    return render(request, "contributions/months.html", context)


@officer_required()
@require_GET
def one_month(request: HttpRequest, month: str) -> HttpResponse:
    """One month: who must file, who has, what runs, what may be done now."""
    view = read.month(period_of(month))
    if view is None:
        raise Http404
    form = MonthFilterForm(request.GET or None, offices=read.offices_of(view.period))
    wanted = form.cleaned_data["office"] if form.is_valid() else ""
    runs = read.runs_of(view.period)
    counts = read.counts(view.period)
    context = {
        "month": view,
        "counts": counts,
        "tiles": _tiles(counts),
        "steps": _steps(view),
        "runs": runs,
        "live": any(not one.is_done and one.status == "running" for one in runs),
        "form": form,
        "office": office_name(wanted) if wanted else "",
        "page": Paginator(read.missing_of(view.period, office=wanted), PAGE).get_page(
            request.GET.get("page")
        ),
        "differing": read.differing(view),
    }
    return render(request, "contributions/month.html", context)


@officer_required(Role.supervisor)
@aal2_required
@require_POST
def act(request: HttpRequest, month: str, what: str) -> HttpResponse:
    """Begin a step of the month."""
    wanted = period_of(month)
    if what not in services.ACTS:
        raise Http404
    begin(services.ACTS[what], wanted, request)
    if read.month(wanted) is None:
        return redirect("contributions:months")
    return redirect("contributions:month", str(wanted))


def begin(step: Callable[..., Any], period: Period, request: HttpRequest) -> None:
    by: Actor = actor_of(request)
    try:
        run = step(period, by=by)
    except Refused as refused:
        messages.error(request, sentence(refused.findings[0]))
    else:
        messages.success(request, _("เริ่มงาน %(run)s แล้ว") % {"run": run.title})


def _tiles(counts: read.MonthCounts) -> list[dict[str, Any]]:
    rows = [
        (_("ต้องยื่น"), number(counts.expected), ""),
        (_("ยื่นแล้ว"), number(counts.filed), "ok"),
        (_("ยังไม่ครบกำหนด"), number(counts.not_due), "warn"),
        (_("เลยกำหนด"), number(counts.missing), "bad"),
    ]
    return [{"label": label, "value": value, "kind": kind, "unit": _("ราย")} for label, value, kind in rows]


def _steps(view: read.MonthView) -> list[dict[str, Any]]:
    """What may be begun now."""
    if view.state == "closing":
        return []
    if view.state == "closed":
        return [{"act": "chase", "label": _("ทวงผู้ที่ยังไม่ยื่น"), "main": False}]
    steps = [{"act": "open", "label": _("นับนายจ้างที่ต้องยื่นใหม่"), "main": False}]
    if view.is_due:
        steps += [
            {"act": "chase", "label": _("ทวงผู้ที่ยังไม่ยื่น"), "main": False},
            {"act": "close", "label": _("ปิดงวด"), "main": True},
        ]
    else:
        steps.append({"act": "remind", "label": _("เตือนก่อนครบกำหนด"), "main": True})
    return steps
