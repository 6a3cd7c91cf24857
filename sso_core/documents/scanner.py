"""The virus scanner: clamd over its INSTREAM protocol."""

import socket
import struct
from dataclasses import dataclass

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT = 10.0
ANSWER = 4096


class ScannerDown(Exception):
    """No answer that can be trusted. The upload is held, never let through."""


@dataclass(frozen=True, slots=True)
class Verdict:
    clean: bool
    virus: str = ""


def scan(content: bytes) -> Verdict:
    """Ask clamd. Raises ``ScannerDown`` for silence, an error, or an answer of another form."""
    host, _, port = settings.CLAMD_ADDRESS.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=TIMEOUT) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                clamd.sendall(struct.pack("!I", len(part)) + part)
            clamd.sendall(struct.pack("!I", 0))
            answer = _read(clamd)
    except (OSError, ValueError) as error:
        raise ScannerDown(str(error)) from error
    return _verdict(answer)


def _read(clamd: socket.socket) -> str:
    parts = b""
    while len(parts) < ANSWER and not parts.endswith(b"\0"):
        part = clamd.recv(ANSWER)
        if not part:
            break
        parts += part
    return parts.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict(clean=True)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(clean=False, virus=answer[len("stream: ") : -len(" FOUND")])
    raise ScannerDown(f"unexpected answer {answer[:200]!r}")
