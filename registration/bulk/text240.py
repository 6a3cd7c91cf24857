"""The 240-character registration record, type 103 (form 1-03), as far as its layout is known.

Known are positions 1–168 (confidence M); 169–240 and the types 608, 104, 609 and 610 behind position 23 were
not found. A record of another type is told and left out.
"""

from collections.abc import Iterator
from datetime import date

from registration.bulk import lines as cells
from registration.bulk.lines import THAI, TITLE_OF, Line, Reading, UnknownPart
from registration.countries import iso_of
from sso_core.files import encoding
from sso_core.kernel import thai_id
from sso_core.kernel.finding import Severity

WIDTH = 240
SHORTEST = 109
"""Up to the last name: blanks at the end of a line may have been cut off."""
ENROL = "103"
OTHER_TYPES = ("608", "104", "609", "610")
# Positions from 0, the end not included.
FIELDS = {
    "type": (0, 3),
    "account": (7, 17),
    "branch_no": (17, 23),
    "national_id": (23, 36),
    "id_type": (36, 37),
    "nationality": (37, 40),
    "sex": (40, 41),
    "title_code": (41, 44),
    "first_name": (44, 74),
    "last_name": (74, 109),
    "birth_date": (109, 117),
    "marital": (117, 118),
    "day": (118, 126),
}
SEXES = {"1": "M", "2": "F", "M": "M", "F": "F"}


def read(data: bytes, *, account: str, today: date) -> Reading:
    """The people of a file for ``account``, line by line."""
    reading = Reading("text240")
    if encoding.is_binary(data):
        reading.refuse("file_unreadable")
        return reading
    found = encoding.detect(data)
    if found == "utf-16":
        reading.refuse("file_unreadable")
        return reading
    reading.rows = _rows(reading, data, found, account, today)
    return reading


def _rows(reading: Reading, data: bytes, found: str, account: str, today: date) -> Iterator[Line]:
    count = records = 0
    for number, (line, stray) in enumerate(encoding.lines(data, found, width=WIDTH), 1):
        if not line.strip():
            continue
        count += 1
        if stray:
            reading.find("encoding_mixed", number, "", Severity.WARN)
        records += line.startswith((ENROL, *OTHER_TYPES))
        if (one := _line(reading, number, line, account, today)) is not None:
            yield one
    if not records:
        # Not a file of records at all: one finding, not one for each line.
        reading.findings.clear()
        reading.refuse("file_unreadable" if count else "rows_missing")


def _line(reading: Reading, number: int, line: str, account: str, today: date) -> Line | None:
    kind = line[:3]
    if kind != ENROL:
        reading.find("record_unknown" if kind in OTHER_TYPES else "record_bad", number, "type", found=kind)
        return None
    if not SHORTEST <= len(line) <= WIDTH:
        reading.find("record_width", number, "", found=len(line), least=SHORTEST, most=WIDTH)
        return None
    part = {name: line[first:last].strip() for name, (first, last) in FIELDS.items()}
    made = Line(number, national_id=part["national_id"], first_name=cells.name(part["first_name"]))
    made.last_name = cells.name(part["last_name"])
    _who(reading, made, part, today)
    _where(reading, made, part, account)
    _when(reading, made, part, today)
    return made


def _who(reading: Reading, made: Line, part: dict[str, str], today: date) -> None:
    number = made.line
    if not thai_id.is_valid(part["national_id"]):
        reading.find("id_invalid", number, "national_id", value=part["national_id"])
    if "\ufffd" in made.first_name + made.last_name:
        reading.find("letters_unreadable", number, "first_name")
    elif not made.first_name:
        reading.find("cell_missing", number, "first_name", label="ชื่อ")
    if part["title_code"] in TITLE_OF:
        made.title_code, made.title = part["title_code"], TITLE_OF[part["title_code"]]
    else:
        reading.find("cell_title", number, "title_code", Severity.WARN, value=part["title_code"])
    made.sex = SEXES.get(part["sex"], "U")
    made.nationality = part["nationality"] or THAI
    if not iso_of(made.nationality, today):
        reading.find("nationality_unknown", number, "nationality", Severity.WARN, value=made.nationality)


def _where(reading: Reading, made: Line, part: dict[str, str], account: str) -> None:
    if part["account"] != account:
        reading.find("record_account", made.line, "account", found=part["account"], asked=account)
    try:
        made.branch_no = cells.branch_no(part["branch_no"])
    except ValueError:
        reading.find("cell_branch", made.line, "branch_no", value=part["branch_no"])


def _when(reading: Reading, made: Line, part: dict[str, str], today: date) -> None:
    for name, label in (("birth_date", "วันเกิด"), ("day", "วันเริ่มงาน")):
        try:
            setattr(made, name, cells.packed_day(part[name]))
        except UnknownPart:
            severity = Severity.WARN if name == "birth_date" else Severity.BLOCK
            reading.find("date_part_unknown", made.line, name, severity, label=label, value=part[name])
        except ValueError as error:
            reading.find(cells.date_code(error), made.line, name, label=label, value=part[name])
        else:
            if name == "day" and made.day is None:
                reading.find("cell_missing", made.line, name, label=label)
    if code := cells.birth_finding(made.birth_date, today):
        reading.find(code, made.line, "birth_date")
        made.birth_date = None
