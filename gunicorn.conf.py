"""How the web server runs wherever it is started: by ./run, ./bench, a test, the image. gunicorn reads it by itself.

One process a core, four threads each: a request that waits for the database or an outside system does not hold up the
others. More threads let a busy core begin more requests and end each later; where outside systems are slow they pay.
The code, the pages' templates and their words are read once, before the processes fork, which share that memory and
are warm from their first request.
"""

import gc
import os
from pathlib import Path

preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", 0)) or max(2, len(os.sched_getaffinity(0)))
threads = int(os.environ.get("WEB_THREADS", 4))
# Longer than a proxy keeps a connection that rests, so that no request meets one that is being closed.
keepalive = 75
worker_connections = 2000
backlog = 4096
# Its heartbeat is a file: never wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a name of gunicorn's own making
# It would lie in the home folder, where two checkouts meet.
control_socket_disable = True


def when_ready(server):
    """Before the first fork: read what every page needs, and spare the collector from looking at it ever again."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation

    folder = Path(settings.BASE_DIR, "templates")
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    get_resolver().check()
    gc.collect()
    gc.freeze()
