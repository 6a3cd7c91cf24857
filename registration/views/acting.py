"""One act a page: a form, what came of it, and back; a refusal keeps what was typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registration.views.joining import tell_findings
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.localities import Locality, find_localities
from sso_core.ui.forms import FaceForm

Done = tuple[str, Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of an act says: ``note`` is one sentence on what follows, ``section`` its law."""

    title: str
    button: str
    back: str
    back_label: str
    note: str = ""
    section: str = ""
    kind: str = ""


def ask(
    request: HttpRequest,
    page: Page,
    form: FaceForm,
    act: Callable[[dict[str, Any]], Done],
    *,
    template: str = "registration/act.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; sent and accepted, do ``act``, tell its words and warnings, and go back."""
    if request.method == "POST" and form.is_valid():
        try:
            words, findings = act(form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, words)
            tell_findings(request, findings)
            return redirect(page.back)
    shown = {"page": page, "form": form, **context}
    return render(request, template, shown, status=422 if form.errors else 200)


def asked_places(request: HttpRequest) -> tuple[str, tuple[Locality, ...]]:
    """What was searched for, and the subdistricts that were found."""
    text = (request.POST.get("q") or request.GET.get("q", "")).strip()
    return text, find_localities(text)
