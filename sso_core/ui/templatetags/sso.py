"""Formatting and drawing for templates. No rule of law lives here."""

from typing import Any, cast

from django import template
from django.http import HttpRequest, QueryDict
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sso_core.kernel import bank_account
from sso_core.kernel.places import provinces
from sso_core.ui import fields as field_shapes
from sso_core.ui import formats, icons, menus, preferences, shapes

register = template.Library()

for _name in ("thai_date", "thai_datetime", "baht", "number", "percent", "period", "national_id"):
    register.filter(_name, getattr(formats, _name))
for _name in ("national_id_masked", "account_no", "bilingual"):
    register.filter(_name, getattr(formats, _name))
register.filter("thai_date_long", lambda value: formats.thai_date(value, "long"))
register.filter("period_long", lambda value: formats.period(value, "long"))
register.filter("masked_account", bank_account.mask)
register.filter("finding_sentence", field_shapes.sentence)
register.filter("province", lambda code: provinces().get(code, ""))
register.filter("section", shapes.section)
register.filter("law_section", shapes.section)

register.simple_tag(shapes.worked, name="worked_shape")
register.simple_tag(shapes.strip, name="strip_shape")
register.simple_tag(shapes.checks, name="checks_shape")
register.simple_tag(shapes.status, name="status_shape")
register.simple_tag(shapes.share, name="share")
register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.mark, name="mark")
register.simple_tag(icons.cloth, name="cloth")
register.simple_tag(field_shapes.shape, name="field_shape")
register.simple_tag(field_shapes.problems, name="problems")


@register.filter
def pairs(value: Any) -> list[Any]:
    """Rows of label, value and source, from a mapping, from tuples or from facts."""
    if hasattr(value, "items"):
        return list(value.items())
    return [
        (row.label, row.value, getattr(row, "source", "")) if hasattr(row, "label") else row
        for row in value or ()
    ]


@register.filter
def safe_svg(value: Any) -> SafeString:
    """SVG drawn by this project (QR, barcode, charts); never a visitor's."""
    return mark_safe(value or "")  # noqa: S308


@register.simple_tag(takes_context=True)
def pref_link(context: Context, **changes: str) -> str:
    """The same page with another text size, contrast or language."""
    request = context.get("request")
    return preferences.link(request.GET if request else QueryDict(), **changes)


@register.simple_tag(takes_context=True)
def query_link(context: Context, **changes: Any) -> str:
    """The same list with some parameters changed; an empty value takes one away."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


class FaceHeader(template.Node):
    """Header and menu of a face; what is written inside names the current entry."""

    child_nodelists = ("nodelist",)

    def __init__(self, face: FilterExpression, nodelist: NodeList) -> None:
        self.face = face
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        face = self.face.resolve(context)
        request: HttpRequest | None = context.get("request")
        match = getattr(request, "resolver_match", None)
        account = match.kwargs.get("account", "") if match else ""
        entries = menus.items(face, request, self.nodelist.render(context).strip(), account)
        return render_to_string(
            "ui/parts/header.html",
            {**cast(dict[str, Any], context.flatten()), "face": face, "entries": entries},
            request=None,
        )


@register.tag
def face_header(parser: Parser, token: Token) -> FaceHeader:
    face = parser.compile_filter(token.split_contents()[1])
    nodelist = parser.parse(("endface_header",))
    parser.delete_first_token()
    return FaceHeader(face, nodelist)
