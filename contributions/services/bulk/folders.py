"""What lies in the folders of ``FILING_DROPS``: files, zips of files, and the gateway's mark that it has put down all.

The gateway writes an empty file ``COMPLETE`` last. Names that begin with a dot are not looked at: the gateway writes
under such a name and renames. Neither are links, which could lead out of the folder.
"""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sso_core.kernel.finding import Finding, Refused

MARKER = "COMPLETE"
LONGEST = 100
_LOCAL_HEADER = 30  # bytes before the names of a file in a zip; the last two numbers are their lengths
# What a zip says that is cut off, changed on its way, locked, or packed in a way that nobody can read.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
Member = tuple[str, int]  # name, bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """A folder as it lies there. ``size`` is what it takes on the disk, in bytes; ``broken`` zips cannot be opened."""

    loose: tuple[Member, ...]
    zips: tuple[tuple[str, tuple[Member, ...]], ...]
    broken: tuple[str, ...]
    size: int
    is_complete: bool

    @property
    def files(self) -> int:
        return len(self.loose) + sum(len(members) for _, members in self.zips)


def names() -> list[str]:
    """The folders, in order; none where the place itself is not there."""
    root = Path(settings.FILING_DROPS)
    if not root.is_dir():
        return []
    return sorted(
        one.name for one in _entries(root) if one.is_dir(follow_symlinks=False) and is_name(one.name)
    )


def folder(name: str) -> Path:
    """Where a drop lies. Raises ``Refused`` for one that is not there, and for a name that leads elsewhere."""
    found = Path(settings.FILING_DROPS) / name if is_name(name) else None
    if found is None or found.is_symlink() or not found.is_dir():
        raise Refused(Finding("drop.gone", params={"name": name[:LONGEST]}))
    return found


def is_name(name: str) -> bool:
    """Whether a folder may be called so: one step below the place of the drops, and nothing that hides."""
    return 0 < len(name) <= LONGEST and name.isprintable() and name[0] != "." and not {"/", "\\"} & set(name)


def contents(name: str) -> Contents:
    """Look into a folder. Raises ``Refused``."""
    loose: list[Member] = []
    zips: list[tuple[str, tuple[Member, ...]]] = []
    broken: list[str] = []
    size, is_complete = 0, False
    for part in sorted(_entries(folder(name)), key=lambda entry: entry.name):
        if not part.is_file(follow_symlinks=False):
            continue
        if part.name == MARKER:
            is_complete = True
            continue
        bytes_ = part.stat().st_size
        size += bytes_
        if not part.name.lower().endswith(".zip"):
            loose.append((part.name, bytes_))
        elif (members := _members(Path(part.path))) is None:
            broken.append(part.name)
        else:
            zips.append((part.name, members))
    return Contents(tuple(loose), tuple(zips), tuple(broken), size, is_complete)


def _entries(place: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(place) as found:
        yield from (entry for entry in found if not entry.name.startswith("."))


def _members(path: Path) -> tuple[Member, ...] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            found = [(info.filename, info.file_size) for info in archive.infolist() if not info.is_dir()]
    except (*BROKEN, ValueError):
        return None
    return tuple(sorted(found))


class Archive(ExitStack):
    """A zip whose files are read unpacked and, where they are deflated, packed as well. Raises ``BROKEN``."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.zip = zipfile.ZipFile(path)
        self.callback(self.zip.close)
        self.raw = self.enter_context(path.open("rb"))

    def read(self, name: str, *, most: int) -> tuple[bytes, bytes | None]:
        """The first ``most`` bytes of a file, its check sum checked where that is all; and how it is packed."""
        info = self.zip.getinfo(name)
        with self.zip.open(info) as member:
            content = member.read(most)
        if info.compress_type != zipfile.ZIP_DEFLATED or len(content) != info.file_size:
            return content, None
        self.raw.seek(info.header_offset)
        names = sum(struct.unpack("<26x2H", self.raw.read(_LOCAL_HEADER)))
        self.raw.seek(names, os.SEEK_CUR)
        return content, self.raw.read(info.compress_size)
