"""What employers send by mistake, or others on purpose: each road says the same, and nothing is half-saved."""

import io
import json
import select
import socket
import zipfile
from dataclasses import replace
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from contributions.models import Filing, FilingFile, FilingFinding, StagedLine
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.files import archive
from tests.contributions.factories import ACCOUNT, CLEAN, enrol_everybody, make_employer
from tests.contributions.filings import SAMPLES, excel, excel_rows
from tests.contributions.filings import Filing as Made
from tests.contributions.test_api import BASE as API
from tests.contributions.test_pages import BASE

GOOD = excel({"000000": excel_rows(Made())})
MONTH = "2026-06"


def repacked(parts: dict[str, bytes], data: bytes = GOOD, *, more: bytes = b"") -> bytes:
    """The workbook with parts put in or changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue() + more


def sheet(rows: str) -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


SHEET = "xl/worksheets/sheet1.xml"
ONE = "<c><v>1</v></c>"
FAR = repacked({SHEET: sheet(f'<row r="1">{ONE}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})
FAR_UNNAMED = repacked({SHEET: sheet(f'<row>{ONE * 16_000}</row><row r="1048576">{ONE}</row>')})
STRINGS = repacked(
    {
        "xl/sharedStrings.xml": b"<sst>"
        + b"<si><t>a</t></si>" * (archive.MOST_STRINGS * 101 // 100)
        + b"</sst>"
    }
)
BOMB = repacked({SHEET: b"0" * (archive.MOST_UNPACKED + 1)})
MANY = repacked({f"xl/worksheets/sheet{n}.xml": b"<worksheet/>" for n in range(2, archive.MOST_PARTS + 3)})


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """The central directory says that every part unpacks to one byte."""
    raw = bytearray(data)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 24 : place + 28] = (1).to_bytes(4, "little")
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


OTHER_ACCOUNT = replace(Made(), account="2000000013").data()
OTHER_MONTH = replace(Made(), period="0569").data()
FUTURE = replace(Made(), period="1269").data()
CASES = [
    ("utf16.txt", CLEAN.decode("cp874").encode("utf-16"), "encoding_utf16"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "format_unknown"),
    ("words.txt", "ไม่ใช่แบบ".encode(), "format_unknown"),
    ("zip.txt", zipped("1-10.txt", CLEAN), "excel_not_workbook"),
    ("zip-of-zip.xlsx", zipped("inner.zip", zipped("a", b"0" * 10_000_000)), "excel_not_workbook"),
    ("broken.xlsx", b"PK\x03\x04 broken", "excel_damaged"),
    ("cut.xlsx", GOOD[: len(GOOD) // 2], "excel_damaged"),
    ("old.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "excel_old_or_locked"),
    ("bomb.xlsx", BOMB, "excel_too_big"),
    ("lying-bomb.xlsx", lying(BOMB), "excel_too_big"),
    ("many-sheets.xlsx", MANY, "excel_too_big"),
    ("strings.xlsx", STRINGS, "excel_too_big"),
    ("far-cell.xlsx", FAR, "excel_too_wide"),
    ("far-cell-unnamed.xlsx", FAR_UNNAMED, "excel_too_wide"),
    ("other-account.txt", OTHER_ACCOUNT, "account_other"),
    ("other-month.txt", OTHER_MONTH, "period_other"),
    ("to-come.txt", FUTURE, "period_future"),
    ("faults.txt", (SAMPLES / "1-10_faults_2569-06.txt").read_bytes(), "id_check_digit"),
]
NAMES = [case[0] for case in CASES]
TAKEN = [
    ("excel-as-text.txt", GOOD),
    ("text-as-excel.xlsx", CLEAN),
    ("with-macro.xlsx", repacked({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen()"})),
    (
        "with-link.xlsx",
        repacked({"xl/externalLinks/externalLink1.xml": b'<externalLink r:id="http://x.test/"/>'}),
    ),
    ("utf8.txt", CLEAN.decode("cp874").encode("utf-8")),
]


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def employer(db):
    make_employer()
    enrol_everybody()


def let_the_worker_work() -> None:
    """What is large is checked by a worker."""
    for run in BatchRun.objects.all():
        work(run.pk)


def told_by_page(clerk, name: str, content: bytes) -> set[str]:
    file = SimpleUploadedFile(name, content)
    sent = clerk.post(f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": file})
    assert sent.status_code == 302, sent.content.decode()[:300]
    let_the_worker_work()
    filing = Filing.objects.latest("pk")
    assert clerk.get(sent["Location"]).status_code == 200
    return codes_of(filing)


def told_by_api(clerk, name: str, content: bytes) -> set[str]:
    answer = clerk.post(
        API,
        {"file": SimpleUploadedFile(name, content), "period": MONTH},
        headers={"Idempotency-Key": f"hostile-{name}"},
    )
    assert answer.status_code == 201
    let_the_worker_work()
    found = clerk.get(f"{API}/{answer.json()['id']}/findings").json()["findings"]
    assert all(row["message_th"] and row["message_en"] for row in found)
    return {row["code"] for row in found if row["severity"] == "block"}


def told_by_command(folder, name: str, content: bytes) -> set[str]:
    (folder / name).write_bytes(content)
    out = StringIO()
    with pytest.raises(SystemExit, match=r"[12]"):
        call_command(
            "check_filing", str(folder / name), "--json", "--account", ACCOUNT, "--period", MONTH, stdout=out
        )
    findings = json.loads(out.getvalue())["findings"]
    return {row["code"] for row in findings if row["severity"] == "block"}


def codes_of(filing: Filing) -> set[str]:
    return set(FilingFinding.objects.filter(filing=filing, severity="block").values_list("code", flat=True))


@pytest.mark.parametrize(("name", "content", "code"), CASES, ids=NAMES)
@pytest.mark.django_db
class TestEveryRoadSaysTheSame:
    def test_on_the_page(self, employer, clerk, name, content, code):
        assert f"filing.{code}" in told_by_page(clerk, name, content)
        filing = Filing.objects.get()
        assert filing.status != "submitted"
        if filing.status == "unreadable":
            assert not StagedLine.objects.exists()
        assert bytes(FilingFile.objects.get().content) == content

    def test_by_program(self, employer, clerk, name, content, code):
        assert f"filing.{code}" in told_by_api(clerk, name, content)

    def test_by_command(self, employer, tmp_path, name, content, code):
        assert f"filing.{code}" in told_by_command(tmp_path, name, content)
        assert not Filing.objects.exists()


@pytest.mark.parametrize(("name", "content"), TAKEN, ids=[name for name, _ in TAKEN])
@pytest.mark.django_db
def test_what_is_only_named_wrong_is_taken(employer, clerk, name, content):
    assert told_by_page(clerk, name, content) == set()
    assert StagedLine.objects.exists()


@pytest.mark.django_db
def test_a_month_to_come_is_refused_for_excel_too(employer, clerk, tmp_path):
    file = SimpleUploadedFile("a.xlsx", GOOD)
    clerk.post(f"{BASE}upload/", {"period_0": "12", "period_1": "2569", "file": file})
    assert "filing.period_future" in codes_of(Filing.objects.get())


class TestTooLarge:
    @pytest.mark.django_db
    def test_a_page_and_a_problem_say_what_to_do(self, employer, clerk, settings):
        settings.MOST_BODY_BYTES = 1024 * 1024
        big = SimpleUploadedFile("big.txt", b"0" * (2 * 1024 * 1024))
        page = clerk.post(f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": big})
        assert (page.status_code, "แบ่งเป็นหลายไฟล์" in page.content.decode()) == (413, True)
        big.seek(0)
        answer = clerk.post(API, {"file": big}, headers={"Idempotency-Key": "too-large-1"})
        assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
        assert not Filing.objects.exists()

    @pytest.mark.django_db
    @pytest.mark.parametrize("length", ["", "x", "-5", "٣"])
    def test_a_length_that_is_none_is_no_way_in(self, client, length):
        assert client.post("/", CONTENT_LENGTH=length).status_code != 413

    @pytest.mark.django_db(transaction=True)
    def test_two_gigabytes_are_refused_before_they_come(self, live_server, settings, tmp_path):
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        host, port = live_server.thread.host, live_server.thread.port
        head = (
            f"POST {BASE}upload/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {2 << 30}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        )
        with socket.create_connection((host, port), timeout=60) as wire:
            wire.sendall(head.encode())
            answer, sent = streamed(wire)
        assert b" 413 " in answer.split(b"\r\n")[0]
        assert sent < 64 * 1024 * 1024
        assert list(tmp_path.iterdir()) == []


def streamed(wire: socket.socket) -> tuple[bytes, int]:
    """Send zeros until the server answers; the answer, and how many bytes were sent."""
    piece, sent = b"0" * 65_536, 0
    while sent < 2 << 30:
        readable, writable, _ = select.select([wire], [wire], [], 60)
        if readable:
            return wire.recv(65_536), sent
        if writable:
            sent += wire.send(piece)
    return b"", sent
