"""The scanner as its protocol says, and as ``sso_core.documents`` uses it."""

import socket
import struct

import pytest

from integrations.simulators.clamd import EICAR
from sso_core.documents.scanner import ScannerDown, scan


def talk(simulators, sent, *, close=False):
    with socket.create_connection(("127.0.0.1", simulators.ports["clamd"]), timeout=10) as line:
        line.sendall(sent)
        if close:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while part := line.recv(4096):
            answer += part
    return answer


def stream(*parts):
    return b"".join(struct.pack("!I", len(part)) + part for part in (*parts, b""))


def test_ping(simulators):
    assert talk(simulators, b"zPING\0") == b"PONG\0"
    assert talk(simulators, b"nPING\n") == b"PONG\n"
    assert talk(simulators, b"PING\n") == b"PONG\n"


def test_a_clean_stream_and_one_with_the_test_string(simulators):
    assert talk(simulators, b"zINSTREAM\0" + stream(b"hello", b"world")) == b"stream: OK\0"
    found = talk(simulators, b"zINSTREAM\0" + stream(EICAR[:20], EICAR[20:]))
    assert found == b"stream: Eicar-Test-Signature FOUND\0"


def test_a_stream_that_is_cut_off_or_too_long_is_an_error(simulators):
    assert b"ERROR" in talk(simulators, b"zINSTREAM\0" + struct.pack("!I", 50) + b"abc", close=True)
    simulators.end("clamd")
    simulators.start("clamd", SIM_CLAMD_LARGEST="10")
    assert b"size limit exceeded" in talk(simulators, b"zINSTREAM\0" + struct.pack("!I", 11))
    simulators.end("clamd")
    simulators.start("clamd")


def test_an_unknown_command_is_told(simulators):
    assert talk(simulators, b"zFORMAT\0") == b"UNKNOWN COMMAND\0"


def test_the_platform_reads_its_verdicts(simulators):
    assert scan(b"%PDF-1.7 harmless").clean
    assert scan(b"x" + EICAR).virus == "Eicar-Test-Signature"


@pytest.mark.parametrize("mode", ["down", "nonsense"])
def test_a_scanner_that_misbehaves_lets_nothing_through(simulators, mode):
    simulators.fault("clamd", mode)
    with pytest.raises(ScannerDown):
        scan(b"harmless")
    simulators.fault("clamd", "ok")
    assert scan(b"harmless").clean
