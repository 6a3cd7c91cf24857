"""What every bench returns, and the machine it ran on."""

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. ``goal`` says what was asked; ``ok`` is None where nothing was asked."""

    name: str
    value: float | int | str
    unit: str
    goal: str = ""
    ok: bool | None = None


def machine() -> dict[str, Any]:
    """Cores, memory and versions, so that a figure can be compared."""
    from django.db import connection

    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        postgres = cursor.fetchone()[0]
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "postgres": postgres,
    }


def document(name: str, figures: list[Figure]) -> dict[str, Any]:
    """The JSON that ``./bench NAME --json`` prints."""
    return {"bench": name, "machine": machine(), "figures": [asdict(figure) for figure in figures]}


def peak_memory_mib() -> float:
    """The most resident memory this process has had, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
