"""The English catalogue: every Thai sentence of the code and the templates, and its translation.

Thai is the source language, so only ``locale/en`` exists. Read with Babel; no gettext tools are needed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
PATH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "_": None,
}
SKIPPED = {"migrations", "tests", "node_modules", "__pycache__"}

Key = tuple[str | tuple[str, ...], str | None]


def sources() -> list[Path]:
    """Code of the project's own apps, and all templates."""
    folders = sorted({ROOT / app.split(".")[0] for app in settings.HOUSE_APPS})
    code = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    templates = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
    return [path for path in [*code, *templates] if not SKIPPED & set(path.relative_to(ROOT).parts)]


def found() -> Iterator[tuple[Key, str]]:
    """Each sentence with the file it stands in. The gallery is for developers and stays Thai."""
    for path in sources():
        if path.name.startswith("gallery"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Read as Python, where the indent of a page's markup would mean something.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        where = str(path.relative_to(ROOT))
        for _line, message, _comments, context in extract(
            "python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield (tuple(message) if isinstance(message, list | tuple) else message, context), where


def current() -> Catalog:
    """The catalogue as committed."""
    if not PATH.exists():
        return Catalog(locale="en")
    with PATH.open("rb") as file:
        return read_po(file, locale="en")


def refreshed() -> Catalog:
    """Every sentence of today with the translation it already has; what is no longer used is dropped."""
    before = current()
    catalogue = Catalog(locale="en", header_comment="# English of the pages. Written by: manage.py messages")
    places: dict[Key, set[str]] = {}
    for key, where in found():
        if key[0]:
            places.setdefault(key, set()).add(where)
    for key in sorted(places, key=str):
        (message, context) = key
        old: Message | None = before.get(message[0] if isinstance(message, tuple) else message, context)
        catalogue.add(
            message,
            old.string if old else None,
            locations=[(where, 0) for where in sorted(places[key])],
            context=context,
        )
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def written(catalogue: Catalog) -> bytes:
    """The file's bytes: sorted, without dates or line numbers, so that it changes only with its words."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=False, omit_header=True, include_lineno=False)
    head = (
        "# English of the pages. Thai is the source language. Refresh: python manage.py messages\n"
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + buffer.getvalue()
