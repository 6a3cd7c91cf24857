"""Section 40 on the member's pages: three options side by side, the conditions, change and end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.forms import SavingForm, Section40ChangeForm, Section40Form
from contributions.selectors.voluntary import savings_of, section40_months
from contributions.services import saving, section40, voluntary
from contributions.views.bills import bill_context
from registration.public import branch_words
from sso_core import clock
from sso_core.accounts.public import actor_of, member_required
from sso_core.kernel.finding import Refused
from sso_core.ui.formats import thai_date


def options() -> list[dict[str, Any]]:
    """Every option in words, with what it costs this month."""
    return [
        {"option": one, "insures": branch_words(one.branches)} for one in section40.options(clock.today())
    ]


@member_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Where the person stands; who may enter chooses an option here."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    standing = section40.standing(person_id)
    form = Section40Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            section40.apply(person_id, int(told["option"]), excluded=False, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("คุณเป็นผู้ประกันตนมาตรา 40 แล้ว"))
            return redirect("contributions:section40")
    context: dict[str, Any] = {"standing": standing, "options": options(), "form": form}
    context |= _to_pay(person_id) if standing.held else {}
    return render(request, "contributions/section40.html", context, status=422 if form.errors else 200)


def _to_pay(person_id: int) -> dict[str, Any]:
    """This month's bill with its QR, and every month."""
    voluntary.bill_months(person_id, 40)
    this = next(iter(voluntary.open_bills_of(person_id, 40)), None)
    found = {
        "months40": section40_months(person_id),
        "saved": savings_of(person_id),
        "may_save": saving.most(person_id),
    }
    return found | (bill_context(this) if this else {})


@member_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Another option, from the first of next month on."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    standing = section40.standing(person_id)
    if standing.held is None or not standing.goes_on:
        return redirect("contributions:section40")
    form = Section40ChangeForm(request.POST or None, held=standing.held.option)
    if request.method == "POST" and form.is_valid():
        try:
            made = section40.change(person_id, int(form.cleaned_data["option"]), by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            words = {"option": made.option, "day": thai_date(made.since)}
            messages.success(request, _("เปลี่ยนเป็นทางเลือก %(option)s เริ่ม %(day)s") % words)
            return redirect("contributions:section40")
    context = {
        "standing": standing,
        "options": options(),
        "form": form,
        "conditions": [c for c in section40.may_change(person_id) if c.code != "other"],  # type: ignore[attr-defined]
    }
    return render(request, "contributions/section40_change.html", context, status=422 if form.errors else 200)


@member_required
@require_http_methods(["GET", "POST"])
def resign(request: HttpRequest) -> HttpResponse:
    """Give Section 40 up, after being told what ends and when."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    standing = section40.standing(person_id)
    if not standing.goes_on:
        return redirect("contributions:section40")
    if request.method == "POST":
        section40.resign(person_id, by=actor_of(request))
        messages.success(request, _("ลาออกจากมาตรา 40 แล้ว"))
        return redirect("contributions:section40")
    return render(
        request, "contributions/section40_resign.html", {"standing": standing, "today": clock.today()}
    )


@member_required
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Save beside the contribution: choose the sum, then pay it as any bill."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    limit = saving.most(person_id)
    if not limit:
        return redirect("contributions:section40")
    form = SavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saving.save(person_id, form.cleaned_data["amount"])
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("contributions:saving")
    context: dict[str, Any] = {"form": form, "most": limit, "saved": savings_of(person_id)}
    present = saving.this_month(person_id)
    context |= bill_context(present) if present else {}
    return render(request, "contributions/saving.html", context, status=422 if form.errors else 200)
