"""A scanner on a real socket that speaks INSTREAM: OK, FOUND for the EICAR string, or what it is told to say."""

import socket
import socketserver
import struct
import threading

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.BaseRequestHandler):
    def handle(self):
        assert self._take(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self._take(4))[0]:
            content += self._take(size)
        self.server.scanned.append(content)
        answer = self.server.says or (
            "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"
        )
        self.request.sendall(answer.encode() + b"\0")

    def _take(self, count):
        parts = b""
        while len(parts) < count:
            part = self.request.recv(count - len(parts))
            if not part:
                raise ConnectionError
            parts += part
        return parts


class Clamd(socketserver.ThreadingTCPServer):
    """Started on a free port; ``down()`` closes it and leaves the port free."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.says, self.scanned = "", []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_address[1]}"


def nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"
