"""The form of a rule, made from its inputs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_core.kernel.places import provinces
from sso_core.law.registry import MOST_COUNT, Calculator, Input, Kind
from sso_core.ui.formats import bilingual
from sso_core.ui.forms import BahtField, FaceForm, PeriodField, ThaiDateField


def form_for(one: Calculator) -> type[FaceForm]:
    """A form class with a field for every input of the rule."""
    return type("RuleForm", (FaceForm,), {given.name: _field(given) for given in one.inputs})


def arguments(one: Calculator, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The rule's arguments from the cleaned form; an empty answer stands for the default."""
    return {
        given.name: given.read(None) if cleaned[given.name] in (None, "") else _value(given, cleaned)
        for given in one.inputs
    }


def _value(given: Input, cleaned: dict[str, Any]) -> Any:
    answer = cleaned[given.name]
    return int(answer) if given.kind is Kind.OPTION else answer


def _field(given: Input) -> forms.Field:
    shared = {"label": bilingual(given), "required": given.must_be_given}
    return _FIELDS[given.kind](given, shared)


def _count(given: Input, shared: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.IntegerField(min_value=0, max_value=MOST_COUNT, widget=widget, **shared)


def _province(given: Input, shared: dict[str, Any]) -> forms.Field:
    names = sorted(provinces().items(), key=lambda row: row[0])
    return forms.ChoiceField(choices=[("", _("ทั่วประเทศ")), *names], **shared)


def _option(given: Input, shared: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(
        choices=[(str(n), str(n)) for n in given.choices], widget=forms.RadioSelect, **shared
    )


def _yes(given: Input, shared: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(label=shared["label"], required=False)


_FIELDS: dict[Kind, Callable[[Input, dict[str, Any]], forms.Field]] = {
    Kind.BAHT: lambda given, shared: BahtField(**shared),
    Kind.AVERAGE: lambda given, shared: BahtField(**shared),
    Kind.PERIOD: lambda given, shared: PeriodField(**shared),
    Kind.DATE: lambda given, shared: ThaiDateField(**shared),
    Kind.COUNT: _count,
    Kind.PROVINCE: _province,
    Kind.OPTION: _option,
    Kind.YES_NO: _yes,
}
