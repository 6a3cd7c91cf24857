"""Papers can be read: by eye, by copying, by search, by a screen reader."""

import subprocess
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.template import engines
from pypdf import PdfReader

from sso_core.documents.pdf import draw, pdf_bytes

WORDS = "สำนักงานประกันสังคม น้ำ ค่ำ ทำงาน กำหนด ปิ่น ที่ดิน ผู้ซื้อ ๗๙/๑ 1,234.50 A/B น้ำใจ จำนวน คำขอ"


def text_of(pdf: bytes, tmp_path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return squeeze(found.stdout)


def squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def paper(words: str) -> bytes:
    source = '{% extends "letters/base.html" %}{% block main %}<p>{{ words }}</p>{% endblock %}'
    template = engines["django"].from_string(source)
    return draw(template.render({"title": "ทดสอบ", "reference": "T1", "words": words}))


def test_every_thai_word_reads_back_as_written(tmp_path):
    assert squeeze(WORDS) in text_of(paper(WORDS), tmp_path)


def test_without_the_shim_it_would_not(tmp_path, monkeypatch):
    """When this fails, WeasyPrint does it itself: delete ``thai_pdf``."""
    from weasyprint.pdf import fonts

    from sso_core.documents import thai_pdf

    paper("ก")
    plain = fonts.Font.__init__.__closure__
    original = next(cell.cell_contents for cell in plain if callable(cell.cell_contents))
    monkeypatch.setattr(fonts.Font, "__init__", original)
    monkeypatch.setattr(thai_pdf, "install", lambda: None)
    assert squeeze(WORDS) not in text_of(paper(WORDS), tmp_path)


def test_it_is_tagged_thai_and_carries_whole_fonts(tmp_path):
    path = tmp_path / "p.pdf"
    path.write_bytes(paper(WORDS))
    root = PdfReader(path).trailer["/Root"]
    assert root["/Lang"] == "th"
    assert root["/MarkInfo"]["/Marked"].value is True
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert "Sarabun" in fonts
    assert " no " not in fonts.splitlines()[2].split("Identity-H")[1][:8]


def test_a_paper_loads_nothing_from_outside():
    from sso_core.documents.pdf import OnlyFonts

    for url in ("http://example.com/x.png", "file:///etc/passwd", "sso-font:../../etc/passwd"):
        with pytest.raises(ValueError, match="may not load"):
            OnlyFonts().fetch(url)


@pytest.mark.parametrize(
    ("template", "context", "words"),
    [
        (
            "letters/receipt.html",
            {
                "number": "69110000012",
                "payer_name": "บริษัท ทอใจพัฒนา จำกัด",
                "payer_ident": "10-0000001-6",
                "paid_on": date(2026, 7, 10),
                "channel": "พร้อมเพย์",
                "rows": [("เงินสมทบฝ่ายผู้ประกันตน", "มิ.ย. 2569 25 คน", Decimal("18750.00"))],
                "amount": Decimal("18750.00"),
            },
            "หนึ่งหมื่นแปดพันเจ็ดร้อยห้าสิบบาทถ้วน",
        ),
        (
            "letters/slip.html",
            {
                "payer_name": "บริษัท ทอใจพัฒนา จำกัด",
                "amount": Decimal("37500.25"),
                "due_on": date(2026, 7, 15),
                "biller_id": "099400016550101",
                "ref1": "1000000016",
                "ref2": "0669000123",
                "rows": [("เงินสมทบ", "มิ.ย. 2569", Decimal("37500.25"))],
            },
            "สามหมื่นเจ็ดพันห้าร้อยบาทยี่สิบห้าสตางค์",
        ),
    ],
)
def test_money_papers_say_the_sum_in_words(template, context, words, tmp_path):
    from sso_core.documents.public import barcode_svg, qr_svg

    context = {**context, "pay_qr": qr_svg("x"), "barcode": barcode_svg("|0994\r1\r2\r3")}
    text = text_of(pdf_bytes(template, {"title": "", "reference": "R1", **context}), tmp_path)
    assert words in text
