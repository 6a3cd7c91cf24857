"""PostgreSQL and Valkey for this checkout, unless the environment names others."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sso_core.embedded import postgres, valkey
from sso_core.embedded.ports import free_port
from sso_core.embedded.prepare import VAR


@contextmanager
def databases(*, name: str = "sso") -> Iterator[dict[str, str]]:
    """Yield ``DATABASE_URL`` and ``REDIS_URL``; what was started here is stopped at the end."""
    with database(name=name) as url, _cache(name) as cache:
        yield {"DATABASE_URL": url, "REDIS_URL": cache}


@contextmanager
def database(*, name: str = "sso") -> Iterator[str]:
    """The database named by the environment, else one of our own."""
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
    else:
        with postgres.running(VAR / "pg", database=name) as url:
            yield url


@contextmanager
def _cache(name: str) -> Iterator[str]:
    if "REDIS_URL" in os.environ:
        yield os.environ["REDIS_URL"]
        return
    port = free_port()
    server = valkey.start(VAR / "valkey" / name, port)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
