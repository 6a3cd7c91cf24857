"""Am I insured: on which ground, for what, until when, on any day; and the paper that says so."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from registration import selectors
from registration.labels import BRANCH_LABELS
from registration.rules.section33 import LAW_BEGINS
from registration.services import certificates
from sso_core import clock
from sso_core.accounts.public import actor_of, member_required
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence
from sso_core.ui.forms import FaceForm, ThaiDateField


class DayForm(FaceForm):
    on = ThaiDateField(label=_("วันที่อยากรู้"))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < LAW_BEGINS:
            raise forms.ValidationError(_("ก่อนมีกฎหมายประกันสังคม เลือกวันตั้งแต่ 2 กันยายน 2533"))
        return day


@member_required
@require_GET
def insurance(request: HttpRequest) -> HttpResponse:
    """Today, or the day asked for."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    asked = "on_0" in request.GET
    form = DayForm(request.GET if asked else None, initial={"on": clock.today()})
    day = form.cleaned_data["on"] if asked and form.is_valid() else clock.today()
    found = selectors.insurance(person_id, day)
    covered = {branch for ground in found.grounds for branch in ground.branches}
    context = {
        "form": form,
        "day": day,
        "is_today": day == clock.today(),
        "found": found,
        "branches": [
            {"key": branch, "label": label, "yes": branch in covered}
            for branch, label in BRANCH_LABELS.items()
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "registration/insurance.html", context, status=status)


@member_required
@require_POST
def certificate(request: HttpRequest, what: str) -> HttpResponse:
    """The certificate of today, or the approval of Section 39 or 40, as a PDF."""
    certify = certificates.certify_insured if what == "insured" else certificates.certify_section
    try:
        made = certify(request.person_id, by=actor_of(request))  # type: ignore[attr-defined]
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
        return redirect("registration:insurance")
    return redirect("documents:serve", made.document_id)
