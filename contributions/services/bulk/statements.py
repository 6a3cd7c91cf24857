"""The set-based statements of ``contributions/sql/bulk``, with their common parts put in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

_FOLDER = Path(__file__).parents[2] / "sql" / "bulk"


@cache
def statement(name: str) -> str:
    """The text of ``<name>.sql``; what stands in ``/*…*/`` without blanks is put in by ``run``."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def text(name: str, **parts: str) -> str:
    """A statement with its parts; ``lines`` and ``good`` are files of their own."""
    found = statement(name)
    for part in ("lines", "good"):
        found = found.replace(f"/*{part}*/", statement(part))
    for part, value in parts.items():
        found = found.replace(f"/*{part}*/", value)
    return found


def run(name: str, params: Mapping[str, Any] | None = None, **parts: str) -> int:
    """Execute a statement; returns how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(text(name, **parts), dict(params or {}))
        return int(cursor.rowcount)
