"""The official text layout of 135 characters and the Excel template, as data (law.md 3.1, 3.2)."""

from typing import Final

WIDTH: Final = 135
SHORTEST_DETAIL: Final = 108  # what follows is blank; editors trim it
HEADER_TYPE: Final = "1"
DETAIL_TYPE: Final = "2"

# name: (first position counted from 0, position after the last)
HEADER: Final[dict[str, tuple[int, int]]] = {
    "account": (1, 11),
    "branch": (11, 17),
    "paid_date": (17, 23),
    "period": (23, 27),
    "employer_name": (27, 72),
    "rate": (72, 76),
    "count": (76, 82),
    "total_wages": (82, 97),
    "total": (97, 111),
    "total_employee": (111, 123),
    "total_employer": (123, 135),
}
DETAIL: Final[dict[str, tuple[int, int]]] = {
    "national_id": (1, 14),
    "title_code": (14, 17),
    "first_name": (17, 47),
    "last_name": (47, 82),
    "wage": (82, 96),
    "contribution": (96, 108),
    "blank": (108, 135),
}
HEADER_AMOUNTS: Final = ("total_wages", "total", "total_employee", "total_employer")

HEADINGS: Final = (
    "เลขประจำตัวประชาชน",
    "คำนำหน้าชื่อ",
    "ชื่อผู้ประกันตน",
    "นามสกุลผู้ประกันตน",
    "ค่าจ้าง",
    "จำนวนเงินสมทบ",
)

# Only 003-005 of the office's list are published (law.md 3.1); 001 and 002 are the civil register's.
TITLES: Final[dict[str, str]] = {
    "001": "เด็กชาย",
    "002": "เด็กหญิง",
    "003": "นาย",
    "004": "นางสาว",
    "005": "นาง",
}
TITLE_WORDS: Final[dict[str, str]] = {
    **{word: code for code, word in TITLES.items()},
    "ด.ช.": "001",
    "ด.ญ.": "002",
    "น.ส.": "004",
    "น.ส": "004",
    "นส.": "004",
    "mr": "003",
    "mr.": "003",
    "miss": "004",
    "ms": "004",
    "ms.": "004",
    "mrs": "005",
    "mrs.": "005",
}
