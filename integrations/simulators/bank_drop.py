"""The bank's folders: what came in, what lies ready, what was taken, and what is held back for later."""

import time
from pathlib import Path

from integrations.simulators.state import Kept, write_whole

PLACES = ("in", "out", "done", "held")


class Drop:
    """Works like the SFTP folder of a bank: a file lies in ``out`` until it is told done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in PLACES:
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.due = Kept(folder / "held.json")

    def clear(self) -> None:
        """Remove every file."""
        for place in PLACES:
            for path in (self.folder / place).iterdir():
                path.unlink()
        self.due.drop(list(self.due.rows))

    def take(self, name: str, content: bytes) -> bool:
        """Keep a file that was put; False when the very same was put before."""
        path = self.folder / "in" / Path(name).name
        if path.exists() and path.read_bytes() == content:
            return False
        write_whole(path, content)
        return True

    def leave(self, name: str, content: bytes, *, after: float = 0) -> None:
        """Lay a file ready, or hold it back for ``after`` seconds."""
        name = Path(name).name
        if after <= 0:
            write_whole(self.folder / "out" / name, content)
            return
        write_whole(self.folder / "held" / name, content)
        self.due.put(name, time.time() + after)

    def release(self, *, all_of_them: bool = False) -> list[str]:
        """Lay ready what was held back long enough; returns the names."""
        now = time.time()
        ripe = [name for name, at in self.due.rows.items() if all_of_them or at <= now]
        for name in ripe:
            held = self.folder / "held" / name
            if held.exists():
                write_whole(self.folder / "out" / name, held.read_bytes())
                held.unlink()
        if ripe:
            self.due.drop(ripe)
        return ripe

    def names(self, place: str = "out") -> list[str]:
        """Names of a folder, oldest first."""
        if place == "out":
            self.release()
        files = (path for path in (self.folder / place).iterdir() if not path.name.startswith("."))
        return [path.name for path in sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))]

    def knows(self, name: str) -> bool:
        return any((self.folder / place / name).exists() for place in ("out", "done", "held"))

    def read(self, name: str) -> bytes | None:
        path = self.folder / "out" / Path(name).name
        return path.read_bytes() if path.exists() else None

    def file_away(self, name: str) -> bool:
        """The file was taken: it leaves ``out``. True also when that was told before."""
        path = self.folder / "out" / Path(name).name
        if path.exists():
            path.replace(self.folder / "done" / path.name)
            return True
        return (self.folder / "done" / path.name).exists()
