"""Pages of recovery: for who has lost everything, and for the two officers who help."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sso_core.accounts.assurance import is_proved_anew
from sso_core.accounts.faces import actor_of, member_required, officer_required, public
from sso_core.accounts.models import Recovery, User
from sso_core.accounts.recovery import (
    ASKING,
    DECIDING,
    ask_recovery,
    decide_recovery,
    may_decide,
    start_anew,
    use_recovery,
    waiting_recoveries,
)
from sso_core.accounts.recovery_forms import AskForm, CodeForm
from sso_core.accounts.ways import ways_of
from sso_core.kernel.finding import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """The ways back in; by POST the code of the branch and a new password."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if full := ratelimit.consume_or_429(request, action="recovery_code", key=told["username"]):
            return full
        try:
            use_recovery(told["username"], told["code"], told["password"], request=request)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ตั้งรหัสผ่านใหม่แล้ว เข้าสู่ระบบ แล้วตั้งการยืนยันขั้นที่สองใหม่"))
            return redirect("account_login")
    return render(request, "accounts/recover.html", {"form": form}, status=422 if form.errors else 200)


@member_required
@never_cache
@require_http_methods(["GET", "POST"])
def anew(request: HttpRequest) -> HttpResponse:
    """After ThaID has just recognised its holder: every older proof void, this session alone goes on."""
    user = request.user
    assert isinstance(user, User)
    if not is_proved_anew(request.session, user):
        thaid = next((way.url for way in ways_of(user) if way.key == "thaid"), "/")
        return redirect(f"{thaid}?next={request.path}")
    if request.method == "GET":
        return render(request, "accounts/recover_anew.html")
    start_anew(user, request=request, keep=request.session.session_key)
    update_session_auth_hash(request, user)
    messages.success(request, _("เริ่มใหม่แล้ว การยืนยันเดิมใช้ไม่ได้อีก ตั้งรหัสผ่านและการยืนยันขั้นที่สองใหม่"))
    return redirect("accounts:security")


@officer_required(*ASKING, *DECIDING)
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """Ask for somebody who stands here, and what waits for a second officer."""
    form, user = AskForm(request.POST or None), request.user
    assert isinstance(user, User)
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            ask_recovery(**form.cleaned_data, office=offices[0], by=actor_of(request), request=request)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ส่งแล้ว รอเจ้าหน้าที่อีกคนอนุมัติ"))
            return redirect("accounts:office_recoveries")
    waiting = [(one, may_decide(user, one)) for one in waiting_recoveries(offices)]
    context = {"form": form, "waiting": waiting}
    return render(request, "accounts/office_recoveries.html", context, status=422 if form.errors else 200)


@officer_required(*DECIDING)
@never_cache
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, recovery: int) -> HttpResponse:
    """The second pair of eyes; approved, the code is shown once, to be given by hand."""
    found = get_object_or_404(Recovery.objects.select_related("user", "asked_by"), pk=recovery)
    user = request.user
    assert isinstance(user, User)
    if not may_decide(user, found):
        raise Http404
    context: dict[str, Any] = {"recovery": found, "waits": found.state == Recovery.State.ASKED}
    if request.method == "GET":
        return render(request, "accounts/office_recovery.html", context)
    approve = request.POST.get("choice") == "approve"
    try:
        code = decide_recovery(found.pk, approve=approve, by=actor_of(request))
    except Refused as refused:
        context["findings"] = refused.findings
        return render(request, "accounts/office_recovery.html", context, status=422)
    if approve:
        return render(request, "accounts/office_recovery.html", {**context, "code": code, "waits": False})
    messages.success(request, _("ไม่อนุมัติแล้ว"))
    return redirect("accounts:office_recoveries")
