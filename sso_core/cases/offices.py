"""Names of the offices, from ``statute/offices.yaml``."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import get_language


@cache
def _names(path: Path) -> dict[str, tuple[str, str]]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["offices"]
    return {row["code"]: (row["th"], row["en"]) for row in rows}


def offices() -> dict[str, tuple[str, str]]:
    """Every office that is known: code → (Thai, English)."""
    return _names(settings.BASE_DIR / "statute" / "offices.yaml")


def office_name(code: str, lang: str | None = None) -> str:
    """``สำนักงานประกันสังคมกรุงเทพมหานครพื้นที่ 3``; the code itself where no name is known."""
    names = offices().get(code)
    if names is None:
        return f"สำนักงานประกันสังคม {code}"
    return names[0 if (lang or get_language() or "th").startswith("th") else 1]
