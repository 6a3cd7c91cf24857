"""Standing debits at the bank: orders of holders are taken or not, and accounts are debited or not.

Which fail is fixed, so that a fault can be repeated: accounts ending 0009 are closed (AC04), those ending 0007 have
another name (BE01), those ending 0006 are empty (AM04), and the holders of those ending 0005 took the order back
(MD01). The layouts are those of ``finance/layouts/direct_debit*.yaml``.
"""

import hashlib
from datetime import datetime

WIDTH = 160
DONE = "0000"
ORDERS_REFUSED = {"0009": "AC04", "0007": "BE01"}
DEBITS_REFUSED = ORDERS_REFUSED | {"0006": "AM04", "0005": "MD01"}


def is_debit_file(content: bytes) -> bool:
    return content[:1] == b"C"


def answer_name(name: str, *, again: str = "") -> str:
    """Named after the file that is answered."""
    return f"{name.replace('DEBIT_', 'DEBITANS_').removesuffix('.txt')}{again}.txt"


def answer(content: bytes, at: datetime, *, number: int = 1) -> bytes:
    """What the bank says of each line. The same file at the same time gives the same bytes."""
    lines = content.decode("cp874").splitlines()
    rows = [f"R{1:06d}{lines[0][7:10]}{lines[0][10:25]}{at:%d%m%Y}{number:06d}"]
    total = 0
    for line in lines[1:-1]:
        place = len(rows) + 1
        if line.startswith("M"):
            code = ORDERS_REFUSED.get(line[30:45].strip()[-4:], DONE)
            rows.append(f"M{place:06d}{line[7:27]}{code}")
            continue
        if line.startswith("X"):
            continue  # an order that ended is taken note of, and not answered
        code = DEBITS_REFUSED.get(line[50:65].strip()[-4:], DONE)
        total += int(line[105:118]) if code == DONE else 0
        # The bank's number of a debit is its own for good, so that an answer given twice is known.
        txn = hashlib.sha256(line[7:27].encode()).hexdigest()[:20].upper()
        rows.append(f"D{place:06d}{line[7:27]}{code}{at:%d%m%Y}{line[65:105]}{line[105:118]}{txn}")
    rows.append(f"T{len(rows) + 1:06d}{len(rows) - 1:06d}{total:015d}")
    return "".join(f"{row:<{WIDTH}}\r\n" for row in rows).encode("cp874")
