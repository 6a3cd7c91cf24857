"""The office: what the e-filing gateway has put down, and taking it in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from contributions.selectors import drops as read
from contributions.services.bulk.drops import open_drop
from sso_core.accounts.public import Role, aal2_required, actor_of, officer_required
from sso_core.batch.public import RunStatus
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence
from sso_core.ui.formats import number

# Why a file was nobody's filing, in the words of the page.
REASONS: dict[str, Promise] = {
    "employer_unknown": gettext_lazy("ไม่มีนายจ้างเลขที่บัญชีนี้"),
    "period_missing": gettext_lazy("ไฟล์ไม่บอกงวด"),
    "file_too_big": gettext_lazy("ไฟล์ใหญ่เกินกำหนด"),
    "file_broken": gettext_lazy("ไฟล์ใน zip เสีย เปิดไม่ได้"),
}


@officer_required()
@require_GET
def drops(request: HttpRequest) -> HttpResponse:
    """Every folder that waits, and the newest that were taken in."""
    return render(request, "contributions/drops.html", {"drops": read.drops_now()})


@officer_required()
@require_GET
def one_drop(request: HttpRequest, name: str) -> HttpResponse:
    """One folder: what lies in it, how far its run is, what became of its files."""
    found = read.drop(name)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"drop": found, "live": False}
    if found.run:
        outcome = read.outcome(found.run.run_id)
        context |= {
            "live": found.run.status == RunStatus.RUNNING,
            "tiles": _tiles(outcome),
            "refused": [(file, REASONS.get(code, code)) for file, code in outcome.refused],
            "refused_count": outcome.refused_count,
        }
    return render(request, "contributions/drop.html", context)


def _tiles(outcome: read.Outcome) -> list[dict[str, Any]]:
    rows = [
        (_("ยื่นแล้ว"), outcome.filed, "ok"),
        (_("รอนายจ้างแก้"), outcome.waiting, "warn"),
        (_("เคยรับแล้ว"), outcome.known, ""),
        (_("ไม่ใช่แบบของใคร"), outcome.refused_count, "bad"),
    ]
    return [{"label": label, "value": number(n), "kind": kind, "unit": _("ไฟล์")} for label, n, kind in rows]


@officer_required(Role.supervisor)
@aal2_required
@require_POST
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to take a folder in; begun before, its run is shown."""
    try:
        open_drop(name, by=actor_of(request))
    except Refused as refused:
        messages.error(request, sentence(refused.findings[0]))
        return redirect("contributions:drops")
    return redirect("contributions:drop", name)
