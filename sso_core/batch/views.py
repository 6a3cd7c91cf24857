"""Officers watch batch runs, and set a stopped one going again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sso_core.accounts.public import Role, officer_required
from sso_core.batch.models import BatchRun, RunStatus
from sso_core.batch.public import progress, retry_failed

LISTED = 50


@officer_required()
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    newest = BatchRun.objects.order_by("-pk")[:LISTED]
    return render(request, "batch/runs.html", {"runs": newest})


@officer_required()
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    try:
        state = progress(run_id)
    except BatchRun.DoesNotExist:
        raise Http404 from None
    return render(request, "batch/run.html", {"run": state, "live": state.status == RunStatus.RUNNING})


@officer_required(Role.supervisor)
@require_POST
def retry(request: HttpRequest, run_id: int) -> HttpResponse:
    if not BatchRun.objects.filter(pk=run_id).exists():
        raise Http404
    retry_failed(run_id)
    return redirect("batch:run", run_id)
