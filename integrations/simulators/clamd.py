"""A virus scanner that speaks clamd's INSTREAM: it finds the EICAR test string and nothing else.

Health and fault switch answer HTTP on the same port, as on the other simulators.
"""

import json
import os
import signal
import socketserver
import struct
import time

from integrations.simulators.faults import Fault
from integrations.simulators.server import leave_cleanly, ready

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONGEST_LINE = 8192
FAULT = Fault()


def largest() -> int:
    """clamd's StreamMaxLength, in bytes."""
    return int(os.environ.get("SIM_CLAMD_LARGEST", 25 * 2**20))


class Scan(socketserver.StreamRequestHandler):
    """One connection: one command."""

    def handle(self) -> None:
        line = self._line()
        if line.startswith((b"GET ", b"POST ")):
            self._http(line)
        elif FAULT.mode == "nonsense":
            self.wfile.write(b"scheduled maintenance\0")
        elif FAULT.mode != "down":
            if FAULT.mode == "slow":
                time.sleep(FAULT.seconds)
            self._command(line)

    def _line(self) -> bytes:
        text = b""
        while len(text) < LONGEST_LINE and (byte := self.rfile.read(1)) and byte not in (b"\0", b"\n"):
            text += byte
        return text.rstrip(b"\r")

    def _command(self, line: bytes) -> None:
        end = b"\0" if line.startswith(b"z") else b"\n"
        command = line[1:] if line[:1] in (b"z", b"n") else line
        answers = {
            b"PING": lambda: b"PONG",
            b"VERSION": lambda: b"ClamAV 1.0.0/simulator",
            b"INSTREAM": self._scan,
        }
        self.wfile.write(answers.get(command, lambda: b"UNKNOWN COMMAND")() + end)

    def _scan(self) -> bytes:
        limit, content = largest(), b""
        while True:
            head = self.rfile.read(4)
            if len(head) < 4:
                return b"INSTREAM: cut off. ERROR"
            size = struct.unpack("!I", head)[0]
            if size == 0:
                break
            if len(content) + size > limit:
                return b"INSTREAM size limit exceeded. ERROR"
            part = self.rfile.read(size)
            if len(part) < size:
                return b"INSTREAM: cut off. ERROR"
            content += part
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"

    def _http(self, line: bytes) -> None:
        length = 0
        while header := self._line():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        status, body = self._page(line, self.rfile.read(length))
        text = json.dumps(body).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n"
        self.wfile.write(head.encode() + b"Connection: close\r\n\r\n" + text)

    def _page(self, line: bytes, body: bytes) -> tuple[str, dict[str, str]]:
        path = line.split()[1]
        if line.startswith(b"POST ") and path == b"/_fault":
            try:
                FAULT.set(body)
            except ValueError as error:
                return "400 Bad Request", {"error": str(error)}
        elif path != b"/health":
            return "404 Not Found", {"error": "this port speaks clamd; also /health and /_fault"}
        return "200 OK", {"name": "clamd", "mode": FAULT.mode}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(port: int) -> None:
    """Serve until told to end."""
    signal.signal(signal.SIGTERM, leave_cleanly)
    with Server(("127.0.0.1", port), Scan) as server:
        ready("clamd", port)
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            return
