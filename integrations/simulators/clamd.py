"""A virus scanner that speaks INSTREAM: it finds the EICAR test string and nothing else."""

import socketserver
import struct

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 64 * 2**20


class Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self._command()
        if command == b"PING":
            self.wfile.write(b"PONG\0")
        elif command == b"VERSION":
            self.wfile.write(b"ClamAV 1.0 (simulator)\0")
        elif command == b"INSTREAM":
            self.wfile.write(self._scan())
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _command(self) -> bytes:
        text = b""
        while (byte := self.rfile.read(1)) and byte not in (b"\0", b"\n"):
            text += byte
        return text.lstrip(b"zn")

    def _scan(self) -> bytes:
        content = b""
        while True:
            head = self.rfile.read(4)
            if len(head) < 4:
                return b"INSTREAM: cut off ERROR\0"
            size = struct.unpack(">I", head)[0]
            if size == 0:
                break
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(port: int) -> None:
    with Server(("127.0.0.1", port), Scan) as server:
        print(f"clamd on port {port}", flush=True)  # noqa: T201
        server.serve_forever()
