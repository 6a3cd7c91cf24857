"""A drop: what the e-filing gateway puts down in the five days before the last day. A folder of filings and of
zips of filings, worked in chunks by any number of workers.

A file's name begins with the employer's account (``1000000016_2569-06.txt``), so that all filings of an
employer fall into one chunk, in the order of their names.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings

from contributions.services.bulk.intake import Incoming, Taken, take
from contributions.services.uploads import LARGEST
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel.actor import SYSTEM, Actor

DROP_RUN = "contributions.drop"
CHUNK_BYTES = 2_000_000
CHUNK_FILINGS = 600
GATEWAY = Actor(SYSTEM.kind, None, "e-Filing Gateway", assurance=2)
_ACCOUNT = re.compile(r"([0-9]{10})(?![0-9])")
_MOST_TOLD = 200
Member = tuple[str, int]  # name, bytes


def open_drop(name: str, *, by: Actor = GATEWAY, key: str = "") -> BatchRun:
    """Begin to take in the folder ``name`` of ``FILING_DROPS``; begun before, the same run comes back."""
    folder = _folder(name)
    chunks, filings = [], 0
    for part in sorted(folder.iterdir()):
        if part.suffix == ".zip":
            with zipfile.ZipFile(part) as archive:
                members = [
                    (info.filename, info.file_size) for info in archive.infolist() if not info.is_dir()
                ]
            chunks += [{"zip": part.name, "files": names} for names in _chunks(sorted(members))]
            filings += len(members)
    loose = [
        (part.name, part.stat().st_size)
        for part in sorted(folder.iterdir())
        if part.is_file() and part.suffix != ".zip"
    ]
    chunks += [{"files": names} for names in _chunks(loose)]
    return start_run(
        DROP_RUN, key or name, chunks, by=by, title=f"รับแบบจาก e-Filing {name}", payload={"folder": name},
        items=filings + len(loose),
    )  # fmt: skip


def _folder(name: str) -> Path:
    folder = (Path(settings.FILING_DROPS) / name).resolve()
    if not folder.is_relative_to(Path(settings.FILING_DROPS).resolve()) or not folder.is_dir():
        raise FileNotFoundError(f"no drop {name!r}")
    return folder


def _chunks(members: Iterable[Member]) -> Iterator[list[str]]:
    """Names in chunks of about equal work; an employer's filings are never parted."""
    names: list[str] = []
    size = 0
    for _, of_one in groupby(members, key=lambda member: account_in(member[0]) or member[0]):
        group = list(of_one)
        more = sum(bytes_ for _, bytes_ in group)
        if names and (size + more > CHUNK_BYTES or len(names) + len(group) > CHUNK_FILINGS):
            yield names
            names, size = [], 0
        names += [name for name, _ in group]
        size += more
    if names:
        yield names


def account_in(name: str) -> str | None:
    """The account that a file's name begins with."""
    match = _ACCOUNT.match(Path(name).name)
    return match[1] if match else None


def take_chunk(run: Mapping[str, Any], chunk: Mapping[str, Any]) -> dict[str, Any]:
    """Take in the files of a chunk; its result says what became of them."""
    folder = _folder(run["folder"])
    taken = take(_files(folder, chunk), by=GATEWAY)
    return {
        "items": len(chunk["files"]), "lines": taken.lines, "filed": taken.filed, "waiting": taken.waiting,
        "known": taken.known, "refused": taken.refused[:_MOST_TOLD], "refused_count": len(taken.refused),
        "seconds": {phase: round(seconds, 3) for phase, seconds in taken.seconds.items()},
    }  # fmt: skip


def _files(folder: Path, chunk: Mapping[str, Any]) -> Iterator[Incoming]:
    if "zip" not in chunk:
        for name in chunk["files"]:
            yield _incoming(name, _read(folder / name))
        return
    with zipfile.ZipFile(folder / chunk["zip"]) as archive:
        for name in chunk["files"]:
            with archive.open(name) as member:
                yield _incoming(Path(name).name, member.read(LARGEST + 1))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _incoming(name: str, content: bytes) -> Incoming:
    return Incoming(name, content, account_in(name))


def totals(results: Iterable[Mapping[str, Any]]) -> Taken:
    """What all chunks came to."""
    whole = Taken()
    for result in results:
        whole.lines += result["lines"]
        whole.filed += result["filed"]
        whole.waiting += result["waiting"]
        whole.known += result["known"]
        whole.refused += [tuple(pair) for pair in result["refused"]]
    return whole
