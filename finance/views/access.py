"""Who of the office may look at money, who may act, and how a refusal is shown."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from finance.models import PaymentOrder
from sso_core.accounts.public import Role, User, actor_of, offices_of
from sso_core.audit.public import Purpose, log_access
from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.messaging.public import sentence

ACTING = (Role.finance, Role.finance_checker)
READING = (*ACTING, Role.supervisor, Role.auditor)
PAGE = 50


def may(request: HttpRequest, *roles: Role) -> bool:
    """Whether the officer holds one of the roles, to show a button or not. The act asks again."""
    return isinstance(request.user, User) and bool(offices_of(request.user, *roles))


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def refusal(request: HttpRequest, refused: Refused) -> None:
    """Say at the top of the next page why nothing was done."""
    for finding in refused.findings:
        messages.error(request, sentence(finding))


def told(stored: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored findings as rows with their sentence."""
    return [
        {
            **one,
            "text": sentence(
                Finding(one["code"], Severity(one["severity"]), one["field"], one["params"], line=one["line"])
            ),
        }
        for one in stored
    ]


def note_reading(request: HttpRequest, order: PaymentOrder) -> None:
    """An order shows whose money it is and where it goes: that is reading the person's record."""
    if order.subject.startswith("person:"):
        log_access(
            actor_of(request),
            subject=order.subject,
            subject_name=order.payee_name,
            purpose=Purpose.FINANCE.label,
            what=f"คำสั่งจ่าย {order.reference}",
        )
