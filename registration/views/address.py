"""Where one is reached: find the subdistrict by name or postcode, choose it, write the house."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registration.forms.records import AddressForm
from registration.models import AddressKind
from registration.services.addresses import addresses_of, set_address
from sso_core.accounts.public import actor_of, member_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.localities import find_localities


@member_required
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Works without JavaScript: a search that shows what was found, then one choice."""
    person_id = request.person_id  # type: ignore[attr-defined]
    text = (request.POST.get("q") or request.GET.get("q", "")).strip()
    places = find_localities(text)
    form = AddressForm(places, request.POST or None)
    if request.method == "POST" and form.is_valid():
        subdistrict, _dash, postcode = form.cleaned_data["place"].partition("-")
        told = {"house": form.cleaned_data["house"], "since": form.cleaned_data["since"]}
        try:
            set_address(person_id, AddressKind.CONTACT, subdistrict=subdistrict, postcode=postcode,
                        by=actor_of(request), **told)  # fmt: skip
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("บันทึกที่อยู่แล้ว จดหมายจะไปที่นี่"))
            return redirect("registration:profile")
    context = {
        "q": text,
        "hidden": {"q": text},
        "places": places,
        "form": form,
        "addresses": addresses_of(person_id),
    }
    return render(request, "registration/address.html", context, status=422 if form.errors else 200)
