"""One act a page: a form, what came of it, and back; a refusal keeps what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sso_core.kernel.finding import Refused
from sso_core.ui.forms import FaceForm


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
    act: Callable[[dict[str, Any]], str],
    *,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; sent and accepted, do ``act``, tell its words, and go back."""
    if request.method == "POST" and form.is_valid():
        try:
            words = act(form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, words)
            return redirect(page.back)
    shown = {"page": page, "form": form, **context}
    return render(request, template, shown, status=422 if form.errors else 200)
