"""A drop: what the e-filing gateway puts down in the five days before the last day. A folder of filings and of
zips of filings, worked in chunks by any number of workers.

A file's name begins with the employer's account (``1000000016_2569-06.txt``), so that all filings of an
employer fall into one chunk, in the order of their names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from contributions.services.bulk import folders
from contributions.services.bulk.folders import Member
from contributions.services.bulk.intake import Incoming, Taken, take
from contributions.services.uploads import LARGEST
from sso_core.audit.public import record
from sso_core.batch.models import BatchRun
from sso_core.batch.public import RunStatus, start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused

DROP_RUN = "contributions.drop"
CHUNK_BYTES = 6_000_000
CHUNK_FILINGS = 1_800
GATEWAY = Actor(SYSTEM.kind, None, "e-Filing Gateway", assurance=2)
_ACCOUNT = re.compile(r"([0-9]{10})(?![0-9])")
_MOST_TOLD = 200


def open_drop(name: str, *, by: Actor = GATEWAY) -> BatchRun:
    """Begin to take in the folder ``name`` of ``FILING_DROPS``; begun before, the same run comes back.

    A folder that has got more since its run was done is taken in again: what came before is known. Raises ``Refused``
    for a folder that is gone or holds nothing that can be read.
    """
    newest = newest_run(name)
    if newest is not None and newest.status != RunStatus.DONE:
        return newest
    found = folders.contents(name)
    if newest is not None and found.files <= newest.payload.get("files", found.files):
        return newest
    if not found.files:
        code = "drop.broken" if found.broken else "drop.empty"
        raise Refused(Finding(code, params={"name": name, "zips": ", ".join(found.broken[:5])}))
    chunks: list[dict[str, Any]] = [{"files": names} for names in _chunks(found.loose)]
    for archive, members in found.zips:
        chunks += [{"zip": archive, "files": names} for names in _chunks(members)]
    return _start(name, found, chunks, by, again=newest is not None)


def newest_run(name: str) -> BatchRun | None:
    """The run that last took in a folder."""
    if not folders.is_name(name):
        return None
    return BatchRun.objects.filter(kind=DROP_RUN, payload__folder=name).order_by("-pk").first()


@transaction.atomic
def _start(
    name: str, found: folders.Contents, chunks: list[dict[str, Any]], by: Actor, *, again: bool
) -> BatchRun:
    key = (
        f"{name}/{1 + BatchRun.objects.filter(kind=DROP_RUN, payload__folder=name).count()}"
        if again
        else name
    )
    told = {
        "folder": name, "files": found.files, "bytes": found.size, "broken": list(found.broken[:_MOST_TOLD]),
    }  # fmt: skip
    run = start_run(
        DROP_RUN, key, chunks, by=by, title=f"รับแบบจาก e-Filing {name}", payload=told, items=found.files
    )
    record(
        "contributions.drop_begun", by=by, subject=f"drop:{name}", params={"name": name, "run": run.reference}
    )
    return run


def take_complete(*, by: Actor = GATEWAY) -> list[str]:
    """Begin every folder that the gateway says is complete and that nobody began; returns their names."""
    begun = []
    for name in folders.names():
        newest = newest_run(name)
        with suppress(Refused):  # empty, broken or taken away: an officer sees it on the page
            if _is_ready(name, newest) and open_drop(name, by=by) != newest:
                begun.append(name)
    return begun


def _is_ready(name: str, newest: BatchRun | None) -> bool:
    """Complete, and changed since it was taken in, so that what was done is not read through every minute."""
    place = folders.folder(name)
    if not (place / folders.MARKER).is_file():
        return False
    return newest is None or place.stat().st_mtime > newest.started_at.timestamp()


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
    """Take in the files of a chunk; its result says what became of them.

    The commit does not wait for the disk: what is written and the note that the chunk is done are one transaction. If
    the server dies before both are on the disk, neither is there, and the chunk is done again from its files.
    """
    broken: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
    taken = take(_files(folders.folder(run["folder"]), chunk, broken), by=GATEWAY)
    taken.refused += [(name, "file_broken") for name in broken]
    return {
        "items": len(chunk["files"]), "lines": taken.lines, "filed": taken.filed, "waiting": taken.waiting,
        "known": taken.known, "refused": taken.refused[:_MOST_TOLD], "refused_count": len(taken.refused),
        "seconds": {phase: round(seconds, 3) for phase, seconds in taken.seconds.items()},
    }  # fmt: skip


def _files(folder: Path, chunk: Mapping[str, Any], broken: list[str]) -> Iterator[Incoming]:
    """The files of a chunk; those of a zip that cannot be unpacked are noted in ``broken``, the others go on."""
    if "zip" not in chunk:
        for name in chunk["files"]:
            yield _incoming(name, _read(folder / name))
        return
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(folders.Archive(folder / chunk["zip"]))
        except folders.BROKEN:
            broken += chunk["files"]
            return
        for name in chunk["files"]:
            try:
                content, packed = archive.read(name, most=LARGEST + 1)
            except (*folders.BROKEN, KeyError):
                broken.append(name)
            else:
                yield _incoming(Path(name).name, content, packed)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _incoming(name: str, content: bytes, packed: bytes | None = None) -> Incoming:
    return Incoming(name, content, account_in(name), packed=packed)


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
