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
    data = VAR / "pg"
    own_postgres = "DATABASE_URL" not in os.environ and not postgres.is_running(data)
    cache = None
    try:
        found = {"DATABASE_URL": os.environ.get("DATABASE_URL") or postgres.start(data, database=name)}
        if "REDIS_URL" in os.environ:
            found["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            port = free_port()
            cache = valkey.start(VAR / "valkey" / str(name), port)
            found["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        yield found
    finally:
        if cache:
            cache.terminate()
            cache.wait(10)
        if own_postgres:
            postgres.stop(data)
