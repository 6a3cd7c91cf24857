"""Work on many in slices: files of people read, checked and enrolled; the nightly look at the civil register."""

from collections.abc import Mapping
from typing import Any

from registration.models import EnrolFile
from registration.services import civil_sync, enrol_files, enrol_slices, twins
from registration.services.civil_sync import SYNC_RUN
from registration.services.enrol_files import CHECK_RUN, KEEP_RUN, READ_RUN
from registration.services.twins import TWINS_RUN
from sso_core.batch.models import BatchChunk
from sso_core.batch.public import chunk_handler, run_finisher
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind

Payload = Mapping[str, Any]


def _file(run: Payload) -> EnrolFile:
    return EnrolFile.objects.select_related("employer").defer("content").get(pk=run["file"])


@chunk_handler(READ_RUN)
def read_file(run: Payload, chunk: Payload) -> Payload:
    return {"items": enrol_files.read(_file(run))}


@run_finisher(READ_RUN)
def begin_check(run: Payload) -> Payload:
    file = _file(run)
    if file.status == "checking":
        enrol_files.begin_check(file, by=SYSTEM)
    return {"lines": file.lines}


@chunk_handler(CHECK_RUN)
def check_slice(run: Payload, chunk: Payload) -> Payload:
    return {"items": enrol_slices.check(_file(run), **chunk)}


@run_finisher(CHECK_RUN)
def close_check(run: Payload) -> Payload:
    enrol_files.close_check(_file(run))
    return {}


@chunk_handler(KEEP_RUN)
def keep_slice(run: Payload, chunk: Payload) -> Payload:
    by = Actor(ActorKind.EMPLOYER, run["by"], run["name"])
    done = enrol_slices.keep(_file(run), by=by, **chunk)
    return {"items": done, "enrolled": done}


@run_finisher(KEEP_RUN)
def close_keep(run: Payload) -> Payload:
    file = _file(run)
    chunks = BatchChunk.objects.filter(run__kind=KEEP_RUN, run__key=str(file.pk))
    enrolled = sum(result.get("enrolled", 0) for result in chunks.values_list("result", flat=True))
    enrol_files.close_keep(file, enrolled)
    return {"enrolled": enrolled}


@chunk_handler(SYNC_RUN)
def sync_people(run: Payload, chunk: Payload) -> Payload:
    return civil_sync.sync_slice(**chunk)


@run_finisher(SYNC_RUN)
def close_sync(run: Payload) -> Payload:
    results = BatchChunk.objects.filter(run__kind=SYNC_RUN, run__key=run["day"]).values_list(
        "result", flat=True
    )
    return {name: sum(result[name] for result in results) for name in ("items", "changed", "died")}


@chunk_handler(TWINS_RUN)
def find_twins(run: Payload, chunk: Payload) -> Payload:
    return {"items": chunk["high"] - chunk["low"] + 1, "found": twins.find_twins(**chunk)}


@run_finisher(TWINS_RUN)
def close_search(run: Payload) -> Payload:
    results = BatchChunk.objects.filter(run__kind=TWINS_RUN, run__key=run["day"])
    return {"found": sum(result["found"] for result in results.values_list("result", flat=True))}
