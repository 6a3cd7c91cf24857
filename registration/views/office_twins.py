"""One person under two numbers: the pairs that were found, two records side by side, merging and parting them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration import selectors
from registration.forms.records import MergeForm, OtherNumberForm, ReasonForm
from registration.models import Merge, Person, Twin
from registration.services import merging
from registration.values import PersonView
from registration.views.office_record import asked, open_record
from registration.views.purpose import Record, log_reading
from sso_core.accounts.public import actor_of, officer_required
from sso_core.audit.public import Purpose
from sso_core.messaging.public import sentence

PAIRS_A_PAGE = 25
GROUNDS = {
    "name": gettext_noop("ชื่อและวันเกิดเดียวกัน"),
    "former_name": gettext_noop("ชื่อเดิมและวันเกิดเดียวกัน"),
    "phone": gettext_noop("โทรศัพท์และวันเกิดเดียวกัน"),
    "account": gettext_noop("บัญชีธนาคารและวันเกิดเดียวกัน"),
}


@officer_required()
@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for an officer, the newest first; numbers are masked."""
    rows = Twin.objects.filter(dismissed_at=None).select_related("one", "other").order_by("-found_on", "pk")
    page = Paginator(rows, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    shown = [(twin, [_(GROUNDS[ground]) for ground in twin.grounds]) for twin in page.object_list]
    return render(request, "registration/office_twins.html", {"page": page, "pairs": shown})


@officer_required()
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, person_id: int) -> HttpResponse:
    """The record and another one side by side; asks that they be merged, the better one staying."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    if "with" in request.GET:
        return _merge(request, found, _other(request.GET["with"], found))
    form = OtherNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = selectors.person_by_national_id(form.cleaned_data["number"])
        if other is not None and other.id != found.id:
            # The number itself stays out of the address, which servers write into their logs.
            return redirect(f"{request.path}?with={other.id}")
        wrong = _("ไม่พบเลขนี้ในทะเบียน ตรวจเลขอีกครั้ง") if other is None else _("เป็นระเบียนเดียวกันอยู่แล้ว")
        form.add_error("number", wrong)
    values = {"person": found, "form": form}
    return render(request, "registration/office_merge.html", values, status=422 if form.errors else 200)


def _other(key: str, found: PersonView) -> PersonView:
    try:
        other = selectors.person(int(key))
    except (ValueError, Person.DoesNotExist):
        raise Http404 from None
    if other.id == found.id or other.merged_into is not None:
        raise Http404
    return other


def _merge(request: HttpRequest, found: PersonView, other: PersonView) -> HttpResponse:
    log_reading(actor_of(request), Record.of_person(other), Purpose.CORRECTION)
    better = other if other.is_verified and not found.is_verified else found
    numbers = (found.national_id, other.national_id)
    form = MergeForm(numbers, request.POST or None, initial={"stays": better.national_id})
    return asked(
        request, found, form, lambda told: _ask(found, other, told, request),
        template="office_merge", other=other, both=(found, other), warnings=_warnings(found, other),
    )  # fmt: skip


def _ask(found: PersonView, other: PersonView, told: dict[str, Any], request: HttpRequest) -> Any:
    source, target = (other, found) if told["stays"] == found.national_id else (found, other)
    return merging.ask_merge(source.id, target.id, reason=told["reason"], by=actor_of(request))


def _warnings(found: PersonView, other: PersonView) -> list[str]:
    one, two = Person.objects.get(pk=found.id), Person.objects.get(pk=other.id)
    # Which of the two stays is chosen below: what hangs on that is judged then.
    seen = [f for f in merging.against(one, two) if f.code != "merge_keeps_verified"]
    return [sentence(finding) for finding in seen]


@officer_required()
@require_POST
def dismiss(request: HttpRequest, twin_id: int) -> HttpResponse:
    """They are two people: the pair is not proposed again."""
    twin = get_object_or_404(Twin, pk=twin_id, dismissed_at=None)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("บอกเหตุผลว่าเป็นคนละคนกันอย่างไร"))
        return redirect("registration:office_twins")
    merging.dismiss(twin.pk, reason=form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("บันทึกแล้วว่าเป็นคนละคน จะไม่เสนอคู่นี้อีก"))
    return redirect("registration:office_twins")


@officer_required()
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, person_id: int, merge_id: int) -> HttpResponse:
    """Ask that a merge be taken apart again."""
    found = open_record(request, person_id)
    if found is None:
        return redirect("registration:office_person", person_id)
    done = (
        Merge.objects.select_related("source").filter(pk=merge_id, target=person_id, undone_at=None).first()
    )
    if done is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    return asked(
        request, found, form, lambda told: merging.ask_parting(merge_id, **told, by=actor_of(request)),
        template="office_part", merge=done,
    )  # fmt: skip
