"""A person's own pages: what the register says, and where money goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registration import selectors
from registration.forms import CodeForm, ContactForm, PayoutForm
from registration.services import contacts, payout
from registration.services.addresses import addresses_of
from sso_core import clock
from sso_core.accounts.public import aal2_required, actor_of, member_required
from sso_core.kernel import thai_id
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import sentence
from sso_core.ui.formats import thai_date


@member_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Identity from the civil register, contacts of one's own, employments and coverage."""
    person_id = request.person_id  # type: ignore[attr-defined]
    person = selectors.person(person_id)
    form = ContactForm(request.POST or None, initial={"phone": person.phone, "email": person.email})
    if request.method == "POST" and form.is_valid():
        try:
            kept = contacts.set_contacts(person_id, **form.cleaned_data, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("บันทึกช่องทางติดต่อแล้ว"))
            waits = form.cleaned_data["email"] != kept.email
            return redirect("registration:confirm_email" if waits else "registration:profile")
    register = _("จากทะเบียนราษฎร")
    born = thai_date(person.birth_date, "long") if person.birth_date else None
    context = {
        "person": person,
        "identity": [
            {"label": _("ชื่อ"), "value": person.full_name, "source": register},
            {"label": _("เลขประจำตัว"), "value": thai_id.format_id(person.national_id), "source": register},
            {"label": _("วันเกิด"), "value": born, "source": register},
        ],
        "form": form,
        "waiting_email": contacts.waiting_email(person_id),
        "addresses": addresses_of(person_id, on=clock.today()),
        "employments": selectors.employments_of(person_id),
        "coverages": selectors.coverages(person_id),
        "destination": selectors.destination_of(person_id),
        "asked": selectors.asked_destination_of(person_id),
    }
    return render(request, "registration/profile.html", context, status=422 if form.errors else 200)


@member_required
@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest) -> HttpResponse:
    """The code that was sent to a new address; another one on demand."""
    person_id = request.person_id  # type: ignore[attr-defined]
    again = "again" in request.POST
    form = CodeForm(None if again else request.POST or None)
    try:
        if again:
            contacts.send_again(person_id)
            messages.success(request, _("ส่งรหัสใหม่แล้ว รหัสก่อนหน้าใช้ไม่ได้อีก"))
            return redirect("registration:confirm_email")
        if request.method == "POST" and form.is_valid():
            contacts.confirm_email(person_id, form.cleaned_data["code"], by=actor_of(request))
            messages.success(request, _("ยืนยันอีเมลแล้ว"))
            return redirect("registration:profile")
    except Refused as refused:
        if again:
            messages.error(request, sentence(refused.findings[0]))
            return redirect("registration:confirm_email")
        form.add_refusal(refused)
    context = {"form": form, "email": contacts.waiting_email(person_id)}
    return render(request, "registration/confirm_email.html", context, status=422 if form.errors else 200)


@member_required
@aal2_required
@require_http_methods(["GET", "POST"])
def payout_page(request: HttpRequest) -> HttpResponse:
    """How to be paid. A second factor is asked before the page, so that nothing typed is lost."""
    person_id = request.person_id  # type: ignore[attr-defined]
    active = selectors.destination_of(person_id)
    form = PayoutForm(request.POST or None, initial={"kind": active.kind if active else "promptpay"})
    onward = request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        try:
            made = payout.request_destination(person_id, **form.cleaned_data, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            words = {
                "asked": _("ส่งแล้ว รอเจ้าหน้าที่อนุมัติบัญชีใหม่"),
                "approved": _("บัญชีนี้อนุมัติแล้ว รอเริ่มใช้"),
            }
            messages.success(request, words.get(made.state, _("ตั้งวิธีรับเงินแล้ว")))
            if url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
                return redirect(onward)
            return redirect("registration:profile")
    asked = selectors.asked_destination_of(person_id)
    context = {"form": form, "active": active, "asked": asked}
    return render(request, "registration/payout.html", context, status=422 if form.errors else 200)
