"""What every bench returns, and the machine it ran on."""

import os
import platform
import tempfile
import time
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


def raw_copy(table: str, rows: str) -> float:
    """Seconds to ``COPY`` the rows of a query into an empty table of the same columns, constraints and indexes.

    The query is code; the rows are copied out beforehand, which is not counted.
    """
    from django.db import connection

    with tempfile.TemporaryFile() as kept, connection.cursor() as cursor:
        cursor.execute(f"create table bench_{table} (like {table} including all)")
        with cursor.copy(f"copy ({rows}) to stdout") as copy:
            for block in copy:
                kept.write(block)
        kept.seek(0)
        started = time.perf_counter()
        with cursor.copy(f"copy bench_{table} from stdin") as copy:
            while block := kept.read(1 << 20):
                copy.write(block)
        seconds = time.perf_counter() - started
        cursor.execute(f"drop table bench_{table}")
    return seconds
