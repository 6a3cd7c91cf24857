"""Where one is signed in: see it, end one, end all others."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sso_core.accounts.faces import login_alone_needed
from sso_core.accounts.models import User
from sso_core.accounts.sessions import end_other_sessions, end_session, sessions_of
from sso_core.accounts.telling import tell_of


@login_alone_needed
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The list; by POST every other session ends."""
    user = request.user
    assert isinstance(user, User)
    key = request.session.session_key
    if request.method == "POST":
        if end_other_sessions(user, key):
            tell_of(user, "accounts/sessions_ended", request)
        messages.success(request, _("ออกจากเครื่องอื่นทุกเครื่องแล้ว"))
        return redirect("accounts:sessions")
    return render(request, "accounts/sessions.html", {"sessions": sessions_of(user, key)})


@login_alone_needed
@require_POST
def end_one(request: HttpRequest, session: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if not end_session(user, session):
        raise Http404
    messages.success(request, _("ออกจากเครื่องนั้นแล้ว"))
    return redirect("accounts:sessions")
