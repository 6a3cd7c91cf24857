"""How the outside systems answer, for officers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from integrations.states import states
from sso_core.accounts.public import officer_required


@officer_required()
@require_GET
def gateways(request: HttpRequest) -> HttpResponse:
    return render(request, "integrations/gateways.html", {"states": states()})
