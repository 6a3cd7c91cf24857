"""Set-based statements, one a file, and the SQL of migrations."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


@cache
def statement(name: str) -> str:
    """The text of ``finance/sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
