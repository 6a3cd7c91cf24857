"""The bank behind its drop: takes payment files once each, answers them, and tells billers of paid bills.

How the answers come can be switched, to try what a platform does when a bank repeats itself, comes late or
talks nonsense. The switch and everything done are kept, so a bank that is killed goes on where it was.
"""

import itertools
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from integrations.simulators import bank_debits
from integrations.simulators.bank_answers import answers, camt054, pain002
from integrations.simulators.bank_bills import (
    BANGKOK,
    Payment,
    how_of,
    notice,
    notice_name,
    now,
    payments_of,
)
from integrations.simulators.bank_drop import Drop
from integrations.simulators.bank_orders import PaymentFile, read_payment_file
from integrations.simulators.faults import NONSENSE
from integrations.simulators.state import Kept

ANSWERS = {
    "once": "ตอบตามปกติ",
    "twice": "ตอบซ้ำ ทั้งไฟล์เดิมชื่อใหม่และข้อความใหม่เนื้อหาเดิม",
    "late": "ตอบช้า",
    "nonsense": "ตอบเป็นไฟล์ที่อ่านไม่ได้ก่อน แล้วค่อยตอบจริง",
    "cut": "ตอบเป็นไฟล์ขาดครึ่งก่อน แล้วค่อยตอบจริง",
    "silent": "ไม่ตอบเลยจนกว่าจะปล่อย",
}
LATE_SECONDS = 60.0
NEVER_SECONDS = 10.0**9


class Desk:
    """All that this bank does."""

    def __init__(self, folder: Path) -> None:
        self.drop = Drop(folder)
        self.bank = os.environ.get("SIM_BANK_CODE", "006")
        self.messages = Kept(folder / "messages.json")
        self.answered = Kept(folder / "answered.json")
        self.settings = Kept(folder / "settings.json")
        self.payments = Kept(folder / "payments.json")

    @property
    def mode(self) -> str:
        return str(self.settings.get("answers") or "once")

    def set_answers(self, mode: str, seconds: float = LATE_SECONDS) -> None:
        """How files that come from now on are answered. Raises ``ValueError``."""
        if mode not in ANSWERS:
            raise ValueError(f"mode is one of {', '.join(ANSWERS)}")
        self.settings.put("seconds", seconds)
        self.settings.put("answers", mode)

    def forget(self) -> None:
        """Begin anew: no files, no payments, the plain way of answering."""
        self.drop.clear()
        for kept in (self.messages, self.answered, self.settings, self.payments):
            kept.drop(list(kept.rows))

    # bills

    def pay(self, told: dict[str, Any]) -> tuple[list[Payment], list[str]]:
        """Pay a bill and tell the biller; returns the payments and the names of the files."""
        how, paid = how_of(told), payments_of(told)
        for one in paid:
            shown = {"ref1": one.ref1, "ref2": one.ref2, "amount": f"{one.amount:.2f}"}
            self.payments.put(one.txn_id, {**shown, "at": one.paid_at.isoformat(timespec="seconds")})
        lines = paid * 2 if how == "told_twice" else paid
        after = float(told.get("seconds") or LATE_SECONDS) if how == "late" else 0.0
        return paid, [self._tell(lines, after) for _ in range(2 if how == "filed_twice" else 1)]

    def _tell(self, payments: list[Payment], after: float) -> str:
        at = now()
        names = ((number, notice_name(self.bank, at, number)) for number in itertools.count(1))
        number, name = next((number, name) for number, name in names if not self.drop.knows(name))
        self.drop.leave(name, notice(payments, bank=self.bank, at=at, number=number), after=after)
        return name

    # payment files

    def take(self, name: str, content: bytes) -> bool:
        """Keep a file; whether it is new, so that it must be answered."""
        return self.drop.take(name, content)

    def resume(self) -> None:
        """Answer what came in before this bank was killed."""
        for name in self.drop.names("in"):
            if name not in self.answered:
                self.answer(name)

    def answer(self, name: str) -> None:
        """Answer one file of the folder ``in``."""
        path = self.drop.folder / "in" / name
        content = path.read_bytes()
        at = datetime.fromtimestamp(int(path.stat().st_mtime), BANGKOK)
        if bank_debits.is_debit_file(content):
            self._answer_debits(name, content, at)
        elif (file := read_payment_file(content)) is not None:
            self._lay(name, self._once(name, file), at)
        self.answered.put(name, True)

    def _answer_debits(self, name: str, content: bytes, at: datetime) -> None:
        """What was taken from accounts, in the way that is switched on."""
        wait = float(self.settings.get("seconds") or LATE_SECONDS)
        after = {"late": wait, "silent": NEVER_SECONDS}.get(self.mode, 0.0)
        made = bank_debits.answer(content, at)
        if self.mode in ("nonsense", "cut"):
            broken = NONSENSE.encode() if self.mode == "nonsense" else made[: len(made) // 2]
            self.drop.leave(bank_debits.answer_name(name, again="_BROKEN"), broken)
        self.drop.leave(bank_debits.answer_name(name), made, after=after)
        if self.mode == "twice":
            self.drop.leave(
                bank_debits.answer_name(name, again="_AGAIN"), bank_debits.answer(content, at, number=2)
            )

    def _once(self, name: str, file: PaymentFile) -> PaymentFile:
        """A message that came before under another name is refused whole."""
        first = self.messages.get(file.message)
        if first in (None, name):
            self.messages.put(file.message, name)
            return file
        return replace(file, refusal="AM05", detail="")

    def _lay(self, name: str, file: PaymentFile, at: datetime) -> None:
        """Lay the answers ready, in the way that is switched on."""
        made = list(answers(file, at))
        if file.refusal == "AM05":
            made = [(made[0][0].replace(".xml", f"_{Path(name).stem}.xml"), made[0][1])]
        mode, wait = self.mode, float(self.settings.get("seconds") or LATE_SECONDS)
        for place, (own, content) in enumerate(made):
            if mode in ("nonsense", "cut"):
                broken = NONSENSE.encode() if mode == "nonsense" else content[: len(content) // 2]
                self.drop.leave(own.replace(".xml", "_BROKEN.xml"), broken)
            after = {"once": 0.0, "twice": 0.0, "silent": NEVER_SECONDS}.get(mode, wait)
            self.drop.leave(own, content, after=max(after, _return_seconds() if place == 2 else 0))
            if mode == "twice":
                self.drop.leave(own.replace(".xml", "_COPY.xml"), content)
        if mode == "twice":
            for own, content in _again(file, at):
                self.drop.leave(own, content)

    def release(self) -> list[str]:
        """Lay ready everything that was held back."""
        return self.drop.release(all_of_them=True)


def _return_seconds() -> float:
    """How long after settlement the other bank sends money back."""
    return float(os.environ.get("SIM_RETURN_SECONDS", "0"))


def _again(file: PaymentFile, at: datetime) -> Iterable[tuple[str, bytes]]:
    """The same news in messages of their own numbers."""
    yield f"PAIN002_{file.message}_AGAIN.xml", pain002(file, at, again="R")
    settled = [
        replace(group, credits=[one for one in group.credits if not one.refusal]) for group in file.groups
    ]
    settled = [group for group in settled if group.credits]
    if settled and not file.refusal:
        yield f"CAMT054_{file.message}_1_AGAIN.xml", camt054(file.message, settled, at, number=1, again="R")
