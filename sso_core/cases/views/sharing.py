"""A supervisor's page: who has how much open, the rules by which new cases are given out, and sharing out now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sso_core.accounts.public import Role, User, actor_of, officer_required, offices_of
from sso_core.cases.forms import RuleForm
from sso_core.cases.offices import office_name, offices
from sso_core.cases.registry import all_types
from sso_core.cases.services import sharing as service
from sso_core.kernel.finding import Refused


@officer_required(Role.supervisor)
@require_http_methods(["GET", "POST"])
def sharing(request: HttpRequest) -> HttpResponse:
    """Of one office that the supervisor leads; ``?office=`` names another."""
    led = _led(request)
    office = request.GET.get("office", "")
    office = office if office in led else led[0]
    by, here = actor_of(request, f"office:{office}"), f"{reverse('cases:sharing')}?office={office}"
    if "share_out" in request.POST:
        given = service.share_out(office, by=by)
        messages.success(
            request, ngettext("แจกงานแล้ว %(n)s เรื่อง", "แจกงานแล้ว %(n)s เรื่อง", given) % {"n": given}
        )
        return redirect(here)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.set_rule(office, **form.cleaned_data, by=by)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ตั้งกติกาแล้ว ใช้กับงานที่เข้ามาจากนี้"))
            return redirect(here)
    labels = {kind.key: kind.label for kind in all_types()}
    context = {
        "office": office,
        "office_name": office_name(office),
        "offices": [(code, office_name(code)) for code in led],
        "loads": service.loads_of(office),
        "rules": [
            (labels.get(rule.case_type, _("ประเภทอื่นทั้งหมด")), rule) for rule in service.rules_of(office)
        ],
        "form": form,
    }
    return render(request, "cases/sharing.html", context, status=422 if form.errors else 200)


def _led(request: HttpRequest) -> list[str]:
    user = request.user
    assert isinstance(user, User)
    led = offices_of(user, Role.supervisor)
    return sorted(offices()) if "*" in led else sorted(led)
