"""``python -m sso_core.health_probe [address]``: asks a web server as the proxy would; fails where it cannot serve."""

import os
import sys
from urllib.request import Request, urlopen

address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
question = Request(f"{address}/health/", headers={"Host": host, "X-Forwarded-Proto": "https"})  # noqa: S310
with urlopen(question, timeout=5):  # noqa: S310 - our own server
    pass
