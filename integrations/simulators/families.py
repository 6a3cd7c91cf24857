"""Who belongs together in the simulated civil register. A person whom no line names has no relatives."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from integrations.simulators.data import person

_FILE = Path(__file__).parent / "data" / "families.json"


@cache
def _links() -> tuple[tuple[str, str, str, str], ...]:
    """Every link from both of its ends: whose, what the other is to them, the other, since."""
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    links = []
    for one in told["marriages"]:
        first, second = one["people"]
        links += [(first, "spouse", second, one["since"]), (second, "spouse", first, one["since"])]
    for one in told["children"]:
        links.append((one["parent"], "child", one["child"], ""))
        links.append((one["child"], "parent", one["parent"], ""))
    return tuple(links)


def relatives(national_id: str) -> list[tuple[str, dict[str, Any], str]]:
    """Relation, person and ISO date of its beginning for everybody whom a number is linked with."""
    found = [
        (relation, person(other), since) for whose, relation, other, since in _links() if whose == national_id
    ]
    return [(relation, other, since) for relation, other, since in found if other is not None]
