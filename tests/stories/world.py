"""What a story needs to be told: papers, payments at the bank, and everything that waits done at once."""

import io
from decimal import Decimal
from pathlib import Path

import httpx
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from finance import public as finance
from sso_core.messaging.public import deliver_all

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def certificate(name: str = "certificate.pdf") -> SimpleUploadedFile:
    """A medical certificate of one page."""
    target = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(target)
    return SimpleUploadedFile(name, target.getvalue(), content_type="application/pdf")


def pay(bank_url: str, ref1: str, ref2: str, amount: Decimal) -> None:
    """Pay a bill at the bank, as from a phone."""
    told = {"ref1": ref1, "ref2": ref2, "amount": str(amount), "payer": "ผู้จ่ายตัวอย่าง"}
    httpx.post(f"{bank_url}/pay", json=told).raise_for_status()


def settle_everything(rounds: int = 4) -> None:
    """Do what beat and workers do: exchange files with the bank and deliver the outbox, until nothing waits."""
    for _ in range(rounds):
        finance.exchange()
        deliver_all()
