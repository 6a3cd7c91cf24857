"""What outlives a simulator that is killed: files in a folder, written whole or not at all."""

import json
import os
from pathlib import Path
from typing import Any


def state_dir(name: str) -> Path:
    """The folder of one simulator."""
    folder = Path(os.environ.get("SIM_STATE_DIR", "var/simulators")) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, content: bytes) -> None:
    """A reader sees the old content or the new, never half."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


class Kept:
    """A JSON object in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}

    def __contains__(self, key: str) -> bool:
        return key in self.rows

    def get(self, key: str) -> Any:
        return self.rows.get(key)

    def put(self, key: str, value: Any) -> None:
        self.rows[key] = value
        self._write()

    def pop(self, key: str) -> Any:
        value = self.rows.pop(key, None)
        self._write()
        return value

    def drop(self, keys: list[str]) -> None:
        """Forget several at once."""
        for key in keys:
            self.rows.pop(key, None)
        self._write()

    def _write(self) -> None:
        write_whole(self.path, json.dumps(self.rows, ensure_ascii=False).encode())
