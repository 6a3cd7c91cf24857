"""The inbox of a member and of an employer; and, for officers, what the outbox could not deliver."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sso_core.accounts.public import Role, employer_required, member_required, officer_required
from sso_core.messaging import outbox
from sso_core.messaging.models import Delivery, DeliveryStatus
from sso_core.messaging.selectors import inbox_of, message_of
from sso_core.messaging.services import mark_read

LISTED = 200


@member_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    messages = inbox_of(f"person:{request.person_id}")  # type: ignore[attr-defined]
    return render(request, "messaging/inbox.html", {"inbox": messages, "base": "ui/base_citizen.html"})


@member_required
@require_GET
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    return _message(request, f"person:{request.person_id}", message_id, "ui/base_citizen.html")  # type: ignore[attr-defined]


@employer_required()
@require_GET
def employer_inbox(request: HttpRequest, account: str) -> HttpResponse:
    context = {"inbox": inbox_of(f"employer:{account}"), "base": "ui/base_employer.html", "account": account}
    return render(request, "messaging/inbox.html", context)


@employer_required()
@require_GET
def employer_message(request: HttpRequest, account: str, message_id: int) -> HttpResponse:
    return _message(request, f"employer:{account}", message_id, "ui/base_employer.html", account)


def _message(
    request: HttpRequest, subject: str, message_id: int, base: str, account: str = ""
) -> HttpResponse:
    found = message_of(subject, message_id)
    if found is None:
        raise Http404
    mark_read(message_id)
    context = {"message": found, "base": base, "account": account}
    return render(request, "messaging/message.html", context)


@officer_required(Role.supervisor, Role.auditor)
@require_GET
def undelivered(request: HttpRequest) -> HttpResponse:
    """Deliveries that stopped, and those that failed and wait for another try."""
    rows = Delivery.objects.select_related("event").order_by("pk")
    waiting = rows.filter(status=DeliveryStatus.WAITING)
    context = {
        "dead": rows.filter(status=DeliveryStatus.DEAD)[:LISTED],
        "failing": waiting.exclude(error="")[:LISTED],
        "waiting": waiting.count(),
        "oldest": waiting.first(),
    }
    return render(request, "messaging/undelivered.html", context)


@officer_required(Role.supervisor)
@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    if not Delivery.objects.filter(pk=delivery_id).exists():
        raise Http404
    outbox.retry(delivery_id)
    return redirect("messaging:undelivered")
