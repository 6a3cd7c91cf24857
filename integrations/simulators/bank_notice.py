"""The bank's drop of files, and the notification of paid bills as a fixed-width file (cp874, CRLF).

The layout is the one that ``finance/layouts/bill_payment.yaml`` describes: H, D and T records of 160.
"""

import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

WIDTH = 160
BILLER = "099400016550101"


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Bangkok"))


@dataclass(frozen=True, slots=True)
class Payment:
    """One bill paid."""

    ref1: str
    ref2: str
    amount: Decimal
    payer: str = ""
    channel: str = "QR"
    txn_id: str = field(default_factory=lambda: f"{_now():%y%m%d%H%M%S}{secrets.randbelow(10**8):08d}")


class Drop:
    """Folders ``in``, ``out`` and ``done``; a file lies in ``out`` until it is told done."""

    def __init__(self, folder: Path, *, bank: str) -> None:
        self.folder, self.bank = folder, bank
        for name in ("in", "out", "done"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def notify(self, payments: Sequence[Payment]) -> str:
        """Write a notification file of ``payments``; returns its name."""
        today = _now()
        number = next(n for n in itertools.count(1) if not self._exists(self._name(today, n)))
        name = self._name(today, number)
        self.leave(name, notice(payments, bank=self.bank, at=today, number=number))
        return name

    def _name(self, day: datetime, number: int) -> str:
        return f"BILLPAY_{self.bank}_{day:%Y%m%d}_{number:06d}.txt"

    def _exists(self, name: str) -> bool:
        return any((self.folder / place / name).exists() for place in ("out", "done"))

    def leave(self, name: str, content: bytes) -> None:
        part = self.folder / "out" / f".{Path(name).name}.part"
        part.write_bytes(content)
        part.rename(self.folder / "out" / Path(name).name)

    def take(self, name: str, content: bytes) -> bool:
        """Keep a file that was put; False when the same was put before."""
        path = self.folder / "in" / Path(name).name
        if path.exists() and path.read_bytes() == content:
            return False
        path.write_bytes(content)
        return True

    def names(self) -> list[str]:
        files = (path for path in (self.folder / "out").iterdir() if not path.name.startswith("."))
        return [path.name for path in sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))]

    def read(self, name: str) -> bytes | None:
        path = self.folder / "out" / Path(name).name
        return path.read_bytes() if path.exists() else None

    def file_away(self, name: str) -> None:
        path = self.folder / "out" / Path(name).name
        if path.exists():
            path.rename(self.folder / "done" / path.name)


def notice(payments: Sequence[Payment], *, bank: str, at: datetime, number: int) -> bytes:
    """The notification file: header, a line for each payment, trailer with count and total in satang."""
    rows = [f"H{1:06d}{bank}{BILLER}{at:%d%m%Y}{number:06d}"]
    for place, one in enumerate(payments, 2):
        rows.append(
            f"D{place:06d}{bank}{at:%d%m%Y}{at:%H%M%S}{one.payer[:50]:<50}{one.ref1:<20}{one.ref2:<20}"
            f"{one.channel:<2}{int(one.amount * 100):013d}{one.txn_id:<20}THB"
        )
    total = sum(int(one.amount * 100) for one in payments)
    rows.append(f"T{len(payments) + 2:06d}{len(payments):06d}{total:015d}")
    return "".join(f"{row:<{WIDTH}}\r\n" for row in rows).encode("cp874")
