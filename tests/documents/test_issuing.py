"""Papers that the office issues: numbered without gaps, verifiable by anyone, telling nothing of the person."""

import threading

import pytest
from barcode.charsets import code128
from django.db import connections, transaction

from sso_core.documents.models import NumberSeries
from sso_core.documents.public import barcode_svg, next_number, open_document, qr_svg, render_pdf
from sso_core.kernel.actor import SYSTEM


def issue(**context):
    return render_pdf(
        "letters/receipt.html",
        {"rows": [], "amount": "10.00", "payer_name": "น.ส. ปาณิสรา แก้วมณีวงศ์", **context},
        kind="receipt",
        subject="person:77",
        reference="69110000012",
        title="ใบเสร็จรับเงิน",
        by=SYSTEM,
    )


@pytest.mark.django_db
class TestVerification:
    def test_a_genuine_paper_says_what_and_when_and_no_more(self, client):
        document = issue()
        page = client.get(f"/verify/{document.verification_code}/")
        text = page.content.decode()
        assert page.status_code == 200
        assert "ใบเสร็จรับเงิน" in text
        assert "ปาณิสรา" not in text
        assert "69110000012" not in text

    def test_the_code_may_be_typed_any_way(self, client):
        code = issue().verification_code
        assert client.get(f"/verify/{code.lower().replace('-', '')}/").status_code == 200
        assert client.get("/verify/", {"code": f" {code} "}).url == f"/verify/{code}/"

    def test_an_unknown_code_is_not_genuine(self, client):
        page = client.get("/verify/AAAA-BBBB-CCCC/")
        assert page.status_code == 404
        assert "ไม่พบเอกสารนี้" in page.content.decode()
        assert client.get("/api/v1/verify/AAAA-BBBB-CCCC").json()["genuine"] is False

    def test_the_page_survives_strange_codes(self, client):
        for code in ("<script>", "' or 1=1", "ก" * 300, "%00"):
            assert client.get(f"/verify/{code}/").status_code == 404

    def test_the_paper_is_a_pdf_with_its_code(self):
        document, content = open_document(issue().id, SYSTEM)
        assert content.startswith(b"%PDF-1.7")
        assert document.filename == "69110000012.pdf"


@pytest.mark.django_db
class TestNumbers:
    def test_no_gaps_even_after_a_failure(self):
        assert [next_number("receipt", 2026) for _ in range(3)] == [1, 2, 3]
        with transaction.atomic():
            next_number("receipt", 2026)
            transaction.set_rollback(True)
        assert (next_number("receipt", 2026), next_number("receipt", 2027)) == (4, 1)


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_to_many_at_a_time():
    given, lock = [], threading.Lock()

    def take():
        for _ in range(10):
            with transaction.atomic():
                number = next_number("receipt", 2026)
            with lock:
                given.append(number)
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(given) == list(range(1, 31))
    assert NumberSeries.objects.get().last == 30


class TestCodes:
    def test_svg_has_no_style_attributes(self):
        for svg in (qr_svg("https://x/verify/1/"), barcode_svg("|0994\r1\r2\r300")):
            assert svg.startswith("<svg")
            assert "style=" not in svg
            assert "<script" not in svg

    def test_the_label_is_escaped(self):
        assert "<b>" not in qr_svg("x", label='"><b>')

    def test_the_bar_code_holds_the_text_with_its_carriage_returns(self):
        text = "|099400016550101\r1000000016\r0669000123\r3750025"
        assert decode(barcode_svg(text)) == text


def decode(svg):
    """Read the bars back, as a scanner does: six widths a symbol, check sum, code sets A, B and C."""
    path = svg.split(' d="')[1].split('"')[0]
    bits = ""
    for part in path.split("M")[1:]:
        x, rest = part.split(" ", 1)
        width = int(rest[2 : rest.index("v")])
        bits = bits.ljust((int(x) // 2) - 10, "0") + "1" * (width // 2)
    symbols = [bits[n : n + 11] for n in range(0, len(bits) - 13, 11)]
    values = [code128.CODES.index(symbol) for symbol in symbols]
    *values, check = values
    assert check == (values[0] + sum(n * v for n, v in enumerate(values[1:], 1))) % 103
    return _words(values)


def _words(values):
    names = {103: "A", 104: "B", 105: "C"}
    sets = {"A": code128.A, "B": code128.B}
    now, text, shift = names[values[0]], "", ""
    for value in values[1:]:
        if (now, value) in {("A", 100), ("C", 100)}:
            now = "B"
        elif (now, value) in {("B", 101), ("C", 101)}:
            now = "A"
        elif now in "AB" and value == 99:
            now = "C"
        elif now in "AB" and value == 98:
            shift = "A" if now == "B" else "B"
        elif now == "C":
            text += f"{value:02d}"
        else:
            text += {v: k for k, v in sets[shift or now].items()}[value]
            shift = ""
    return text
