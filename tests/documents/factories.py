"""Files of every kind that people send."""

import io

from PIL import Image
from pypdf import PdfWriter


def upload(content, name="ใบรับรองแพทย์.pdf"):
    file = io.BytesIO(content)
    file.name = name
    return file


def pdf(pages=1, password=""):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind="JPEG", size=(60, 80)):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()
