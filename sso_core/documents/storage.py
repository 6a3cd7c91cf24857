"""Files by their SHA-256, outside the web root. What is not scanned yet lies apart."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

HELD, CLEAN, PAGES = "held", "clean", "pages"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path(place: str, sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / place / sha256[:2] / sha256


def put(place: str, content: bytes) -> str:
    """Keep ``content``, whole or not at all, and return its digest. Kept before: nothing happens."""
    sha256 = digest(content)
    write_whole(path(place, sha256), content)
    return sha256


def write_whole(target: Path, content: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)


def get(place: str, sha256: str) -> bytes:
    """The file, proven to be the one that was kept."""
    content = path(place, sha256).read_bytes()
    if digest(content) != sha256:
        raise OSError(f"stored file {sha256} was changed on disk")
    return content


def remove(place: str, sha256: str) -> None:
    path(place, sha256).unlink(missing_ok=True)
