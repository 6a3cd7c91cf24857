"""The employer's own pages: which company, its home, and who may act for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration import selectors
from registration.duties import duties_of
from registration.establishments import open_branches
from registration.forms import GrantForm
from registration.panels import employer_panels
from registration.services import certificates, rights
from registration.values import EmployerView
from sso_core import clock
from sso_core.accounts.public import (
    Role,
    actor_of,
    employer_accounts_of,
    employer_required,
    holders_of_scope,
    login_needed,
)
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence

DUTIES_SHOWN = 5


def employer_or_404(account: str) -> EmployerView:
    found = selectors.employer(account)
    if found is None:
        raise Http404
    return found


@login_needed
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The companies that this person may act for; with one, straight to it."""
    accounts = employer_accounts_of(request.user)  # type: ignore[arg-type]
    if len(accounts) == 1:
        return redirect("registration:employer_home", accounts[0])
    found = [selectors.employer(account) for account in accounts]
    return render(request, "registration/choose.html", {"employers": [one for one in found if one]})


@employer_required()
@require_GET
def home(request: HttpRequest, account: str) -> HttpResponse:
    today = clock.today()
    context = {
        "employer": employer_or_404(account),
        "counts": selectors.staff_counts(account, today),
        "branches": open_branches(account, today),
        "duties": [(duty, duty.is_late(today)) for duty in duties_of(account, today)[:DUTIES_SHOWN]],
        "panels": employer_panels(account),
        "holders": holders_of_scope(f"employer:{account}"),
        "is_admin": account in employer_accounts_of(request.user, Role.employer_admin),  # type: ignore[arg-type]
    }
    return render(request, "registration/employer_home.html", context)


@employer_required()
@require_POST
def certificate(request: HttpRequest, account: str) -> HttpResponse:
    """The certificate of registration, as a PDF."""
    try:
        made = certificates.certify_employer(account, by=actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
        return redirect("registration:employer_home", account)
    return redirect("documents:serve", made.document_id)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, account: str) -> HttpResponse:
    """Who may act for the company; the administrator adds a second person."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = rights.give_right(
                account, told["username"], told["role"], until=told["until"], by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ให้สิทธิแล้ว: %(name)s") % {"name": made.user})
            return redirect("registration:delegates", account)
    context = {
        "employer": employer_or_404(account),
        "form": form,
        "grants": holders_of_scope(f"employer:{account}"),
    }
    return render(request, "registration/people.html", context, status=422 if form.errors else 200)


@employer_required(Role.employer_admin)
@require_POST
def end_right(request: HttpRequest, account: str, grant: int) -> HttpResponse:
    try:
        rights.take_right(account, grant, by=actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
    else:
        messages.success(request, _("เลิกสิทธิแล้ว"))
    return redirect("registration:delegates", account)
