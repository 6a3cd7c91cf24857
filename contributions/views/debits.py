"""Standing debit: the member sets it up and stops it; finance officers see each day's file and what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions.forms import DebitForm
from contributions.selectors.debits import debit_days, mandate_counts
from contributions.services import mandates
from contributions.services.debiting import start_debit_run
from contributions.services.voluntary import SECTIONS, held_today
from contributions.views.office import FINANCE
from sso_core import clock
from sso_core.accounts.public import aal2_required, actor_of, member_required, officer_required
from sso_core.kernel.finding import Refused
from sso_core.law.public import current


@member_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What is set up, what was taken, and how to begin or stop."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    context = {
        "mandate": mandates.live(person_id),
        "debits": mandates.debits_of(person_id),
        "may_ask": any(held_today(person_id, section) for section in SECTIONS),
        "day": int(current().at("contributions.debit.day", clock.today()).value),
    }
    return render(request, "contributions/debit.html", context)


@member_required
@aal2_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Name the account. A second factor is asked before the page, so that nothing typed is lost."""
    form = DebitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            mandates.ask(request.person_id, told["bank_code"], told["account"], by=actor_of(request))  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ส่งแล้ว รอธนาคารยืนยัน ระหว่างนี้จ่ายเองก่อน"))
            return redirect("contributions:debit")
    return render(
        request, "contributions/debit_form.html", {"form": form}, status=422 if form.errors else 200
    )


@member_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop after being told what still happens."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    held = mandates.live(person_id)
    if held is None:
        return redirect("contributions:debit")
    if request.method == "POST":
        mandates.stop(person_id, by=actor_of(request))
        messages.success(request, _("เลิกหักบัญชีแล้ว"))
        return redirect("contributions:debit")
    return render(request, "contributions/debit_stop.html", {"mandate": held})


@officer_required(*FINANCE)
@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """The files of standing debits by day, with what was taken and what was refused."""
    context = {"days": debit_days(), "counts": mandate_counts()}
    return render(request, "contributions/office_debits.html", context)


@officer_required(*FINANCE)
@aal2_required
@require_POST
def collect(request: HttpRequest) -> HttpResponse:
    """Begin today's file now."""
    run = start_debit_run(by=actor_of(request))
    if run is None:
        messages.info(request, _("ไม่มีคำสั่งหักบัญชีที่รออยู่หรือใช้อยู่"))
        return redirect("contributions:office_debits")
    return redirect("batch:run", run.pk)
