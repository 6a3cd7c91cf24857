"""The mails a catch-all has taken, one file each, and what a page shows of them."""

import email
import email.policy
import json
import time
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from integrations.simulators.state import write_whole

KEPT = 500


class Mailbox:
    """Keeps the last mails in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, content: bytes, recipients: list[str]) -> str:
        """Keep a mail with the addresses of its envelope; returns its name."""
        name = str(time.time_ns())
        write_whole(self.folder / f"{name}.json", json.dumps(recipients).encode())
        write_whole(self.folder / f"{name}.eml", content)
        for old in self.names()[KEPT:]:
            self.remove(old)
        return name

    def names(self) -> list[str]:
        """Newest first."""
        return sorted((path.stem for path in self.folder.glob("[0-9]*.eml")), reverse=True)

    def remove(self, name: str) -> None:
        for ending in ("eml", "json"):
            with suppress(FileNotFoundError):
                (self.folder / f"{name}.{ending}").unlink()

    def read(self, name: str) -> "Mail | None":
        path = self.folder / f"{Path(name).name}.eml"
        try:
            content = path.read_bytes()
            recipients = json.loads(path.with_suffix(".json").read_bytes())
        except FileNotFoundError:
            return None
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return Mail(path.stem, message, recipients)

    def all(self) -> "list[Mail]":
        return [mail for name in self.names() if (mail := self.read(name))]


class Mail:
    """One mail, taken apart."""

    def __init__(self, name: str, message: EmailMessage, recipients: list[str]) -> None:
        self.name, self.message, self.recipients = name, message, recipients

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(ไม่มีหัวเรื่อง)")

    @property
    def to(self) -> str:
        return ", ".join(self.recipients)

    @property
    def taken_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name) / 1e9, ZoneInfo("Asia/Bangkok"))

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""

    def attachments(self) -> list[tuple[str, str, bytes]]:
        """Name, type and content of each."""
        found = []
        for part in self.message.iter_attachments():
            content = part.get_content()
            raw = content.encode() if isinstance(content, str) else bytes(content)
            found.append((part.get_filename() or "attachment", part.get_content_type(), raw))
        return found

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.name,
            "at": self.taken_at.isoformat(),
            "from": str(self.message["From"] or ""),
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "attachments": [
                {"name": name, "type": kind, "size": len(raw)} for name, kind, raw in self.attachments()
            ],
        }
