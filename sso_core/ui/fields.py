"""How a bound field is drawn: which govuk parts, which classes, which ids."""

from collections.abc import Iterable
from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    Form,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from sso_core.kernel.finding import Finding
from sso_core.ui import formats

CLASSES: tuple[tuple[type[Widget], str], ...] = (
    (CheckboxInput, "govuk-checkboxes__input"),
    (Textarea, "govuk-textarea"),
    (Select, "govuk-select"),
    (FileInput, "govuk-file-upload"),
)


def shape(field: BoundField, **attrs: Any) -> dict[str, Any]:
    """The parts a field's template needs, the control already rendered."""
    widget = field.field.widget
    kind = "checkbox" if isinstance(widget, CheckboxInput) else "set" if widget.use_fieldset else "plain"
    return {
        "kind": kind,
        "control": _control(field, kind, {k: v for k, v in attrs.items() if v}),
        "target": target(field),
        "described": field.aria_describedby or "",
        "errors": field.errors,
    }


def _control(field: BoundField, kind: str, attrs: dict[str, Any]) -> SafeString:
    widget = field.field.widget
    if kind == "set":
        return field.as_widget()
    base = next((css for of, css in CLASSES if isinstance(widget, of)), "govuk-input")
    wrong = f" {base}--error" if field.errors and kind == "plain" else ""
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={**attrs, "class": f"{base}{wrong} {own}".strip()})


def target(field: BoundField) -> str:
    """The id a link in the error summary leads to: the control, or the first faulty part of a group."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    faulty = getattr(widget, "faulty", None)
    if faulty is not None:
        return f"{field.auto_id}_{faulty}"
    return field.id_for_label or field.auto_id


def problems(form: Form | None = None, findings: Iterable[Any] = ()) -> list[dict[str, str]]:
    """Every message of a page once, in the order of the fields, each with where it leads."""
    found = []
    if form is not None and form.is_bound:
        found += [{"text": str(text), "href": ""} for text in form.non_field_errors()]
        for field in form:
            found += [{"text": str(text), "href": f"#{target(field)}"} for text in field.errors]
    for finding in findings or ():
        found.append({"text": sentence(finding), "href": _href(finding)})
    return found


def sentence(finding: Any) -> str:
    """A finding as a sentence in the language of the page."""
    if isinstance(finding, Finding):
        return str(import_string("sso_core.messaging.findings.sentence")(finding, _language()))
    if isinstance(finding, str):
        return finding
    return formats.bilingual(finding, "message")


def _language() -> str:
    return "th" if formats.is_thai() else "en"


def _href(finding: Any) -> str:
    field = finding.get("field", "") if isinstance(finding, dict) else getattr(finding, "field", "")
    return f"#id_{field}" if field else ""
