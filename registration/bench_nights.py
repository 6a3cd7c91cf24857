"""Two nights of ``./bench registration``: the civil register asked about everybody; one person under two numbers.

The civil register is a server over a real socket that knows everybody of the bench, some with another name, some
dead. The process that works is killed when half is done, as a host that loses its power; another one goes on.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.db import connection

from registration.services.civil_sync import start_sync
from registration.services.twins import start_search
from sso_core import clock
from sso_core.batch.models import BatchChunk, BatchRun, ChunkStatus
from sso_core.batch.public import work
from sso_core.bench import Figure
from sso_core.kernel.actor import SYSTEM

Report = Callable[[str], None]
Name = Callable[[int], tuple[str, str]]
STEP, SPACE = 7_919, 10**11
"""The bench's n-th person has the number 1, then n times ``STEP`` modulo ``SPACE``, then the check digit."""
RENAMED, DEAD = (100, 7), (500, 3)
"""Of so many people, the one of this place has another last name, or has died."""


def nights(people: int, name: Name, report: Report) -> list[Figure]:
    """Both nights over the register of ``people``."""
    return [*_sync(people, name, report), *_twins(people, report)]


def _sync(people: int, name: Name, report: Report) -> list[Figure]:
    with _civil_register(name):
        run = start_sync(clock.today(), by=SYSTEM)
        started = time.perf_counter()
        done = _killed_in_the_middle(run)
        report(f"the worker was killed after {done} of {run.chunks_total} slices")
        work(run.pk)
        seconds = time.perf_counter() - started
    run.refresh_from_db()
    changes = sum(chunk.result["changed"] for chunk in run.chunks.all())
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(distinct pgh_obj_id) from registration_personevent where pgh_label = 'update'"
        )
        written, changed = cursor.fetchone()
    right = sum(n % RENAMED[0] == RENAMED[1] or n % DEAD[0] == DEAD[1] for n in range(people))
    once = written == changed == changes == right and run.status == "done"
    report(f"{people:,} people asked for in {seconds:.1f} s, {changed:,} changed")
    return [
        Figure("civil register: people asked for", people, "people"),
        Figure("slices done when the worker was killed", f"{done} of {run.chunks_total}", ""),
        Figure("civil register: both workers together", round(seconds, 1), "s"),
        Figure("people that should change, and did once", f"{changed:,} of {right:,}", "", "all, once", once),
        Figure("people written twice", written - changed, "people", "0", written == changed),
    ]


def _killed_in_the_middle(run: BatchRun) -> int:
    """Let a process of its own work, kill it when half of the slices are done; how many were done then."""
    connection.close()
    worker = os.fork()
    if not worker:
        work(run.pk)
        os._exit(0)
    while _done(run) < run.chunks_total // 2:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    return _done(run)


def _done(run: BatchRun) -> int:
    return BatchChunk.objects.filter(run=run, status=ChunkStatus.DONE).count()


_PLANTED = """
insert into registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, search_key,
    birth_date, sex, nationality, phone, email, address, province, office, created_at)
select '9' || substr(national_id, 2), title_code, title, first_name, last_name, name_sort_key, search_key,
       birth_date, sex, nationality, '', '', '', province, office, created_at
  from registration_person
 where id %% 1000 = 0 and died_on is null and national_id like '1%%'"""


def _twins(people: int, report: Report) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute("alter table registration_person disable trigger user")
        cursor.execute(_PLANTED, [])
        planted = int(cursor.rowcount)
        cursor.execute("alter table registration_person enable trigger user")
        cursor.execute("analyze registration_person")
    run = start_search(clock.today(), by=SYSTEM)
    started = time.perf_counter()
    work(run.pk)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from registration_twin t join registration_person p on p.id = t.other_id"
            " join registration_person q on q.id = t.one_id where substr(p.national_id, 2) = substr(q.national_id, 2)"
        )
        found = int(cursor.fetchone()[0])
    report(f"two numbers of one person: {found:,} of {planted:,} planted found in {seconds:.1f} s")
    return [
        Figure("search for two numbers of one person, of everybody", round(seconds, 1), "s"),
        Figure("planted pairs found", f"{found:,} of {planted:,}", "", "all", found == planted),
    ]


@contextmanager
def _civil_register(name: Name) -> Iterator[None]:
    """A server that answers for everybody of the bench; the settings point at it meanwhile."""

    class Register(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({"Result": "token"})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["CitizenIDs"]
            self._tell({"people": [_entry(number, name) for number in asked], "unknown": []})

        def _tell(self, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given: object) -> None:
            """Nothing: a line for each question would hide the figures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = settings.DOPA_URL
    settings.DOPA_URL = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        settings.DOPA_URL = before
        server.shutdown()


def _entry(number: str, name: Name) -> dict[str, str]:
    n = int(number[1:12]) * pow(STEP, -1, SPACE) % SPACE
    first, last = name(n)
    is_dead = n % DEAD[0] == DEAD[1]
    return {
        "pid": number, "titleCode": "003", "titleDesc": "นาย", "firstName": first,
        "lastName": last + "ใหม่" if n % RENAMED[0] == RENAMED[1] else last,
        "statusOfPersonCode": "1" if is_dead else "0", "dateOfDeath": "25690101" if is_dead else "",
        "genderCode": "1", "nationalityCode": "099",
    }  # fmt: skip
