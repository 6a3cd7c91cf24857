"""The member's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import home as composed
from sso_core import clock
from sso_core.accounts.public import member_required


@member_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    person_id: int = request.person_id  # type: ignore[attr-defined]
    page = composed.member_home(person_id, user_id=request.user.pk or 0, today=clock.today())
    return render(request, "portal/home.html", {"home": page})
