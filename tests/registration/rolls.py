"""Files of people for tests: our workbook and the 240-character record."""

import io

import openpyxl

from registration.bulk.excel import COME_COLUMNS, COME_SHEET, GO_COLUMNS, GO_SHEET, NAME_COLUMNS, NAME_SHEET
from registration.bulk.text240 import FIELDS, WIDTH


def _told(one, name):
    return one[name] if isinstance(one, dict) else getattr(one, name)


def come(one, day="02/11/2569", **more):
    """A row of who comes: a person of the register or of the simulators."""
    told = {name: _told(one, name) for name in ("national_id", "title", "first_name", "last_name")}
    values = {**told, "branch_no": "", "day": day, "wage": "15000", "birth_date": "", **more}
    return [values[name] for name, _ in COME_COLUMNS]


def go(one, day="20/11/2569", reason="1", **more):
    """A row of who goes."""
    told = {name: _told(one, name) for name in ("national_id", "first_name", "last_name")}
    values = {**told, "branch_no": "", "day": day, "reason": reason, **more}
    return [values[name] for name, _ in GO_COLUMNS]


def rename(one, first_name, last_name, day="02/11/2569"):
    """A row of a new name."""
    values = {
        "national_id": _told(one, "national_id"),
        "first_name": first_name,
        "last_name": last_name,
        "day": day,
    }
    return [values[name] for name, _ in NAME_COLUMNS]


def book_of(come_rows=(), go_rows=(), name_rows=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = COME_SHEET
    sheet.append([label for _, label in COME_COLUMNS])
    for row in come_rows:
        sheet.append(row)
    leavers = book.create_sheet(GO_SHEET)
    leavers.append([label for _, label in GO_COLUMNS])
    for row in go_rows:
        leavers.append(row)
    if name_rows:
        names = book.create_sheet(NAME_SHEET)
        for row in ([label for _, label in NAME_COLUMNS], *name_rows):
            names.append(row)
    return book


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(*come_rows, go_rows=(), name_rows=()):
    return saved(book_of(come_rows, go_rows, name_rows))


def record(one, to, **more):
    """A 240-character record of type 103."""
    born = _told(one, "birth_date")
    values = {
        "type": "103", "account": to, "branch_no": "000000", "national_id": _told(one, "national_id"),
        "id_type": "1", "nationality": "099", "sex": "1", "title_code": "003",
        "first_name": _told(one, "first_name"), "last_name": _told(one, "last_name"),
        "birth_date": f"{born:%d%m}{born.year + 543}" if born else "", "marital": "1", "day": "02112569", **more,
    }  # fmt: skip
    line = [" "] * WIDTH
    for name, (first, last) in FIELDS.items():
        line[first:last] = values[name].ljust(last - first)[: last - first]
    return "".join(line)


def text_file(*records, encoding="cp874"):
    return b"".join(line.encode(encoding) + b"\r\n" for line in records)
