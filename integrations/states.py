"""How each outside system answers: its last answer, its last failure, and whether it is spared now.

Kept in the cache beside the breaker, so that every process tells the same. Without a cache nothing is known, which is
said so.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from integrations.client import gateway_key, is_open, quietly

SYSTEMS = {
    "dopa": ("ทะเบียนราษฎร (DOPA)", "Civil register (DOPA)", "DOPA_URL"),
    "dbd": ("ทะเบียนนิติบุคคล (DBD)", "Company register (DBD)", "DBD_URL"),
    "immigration": ("ใบอนุญาตทำงานคนต่างชาติ", "Work permits of foreigners", "IMMIGRATION_URL"),
    "doe": ("กรมการจัดหางาน", "Department of Employment", "DOE_URL"),
    "police": ("สำนักงานตำรวจ", "Police", "POLICE_URL"),
    "mobile": ("เครือข่ายมือถือ", "Mobile operator", "MOBILE_URL"),
    "ndid": ("NDID (แอปธนาคาร)", "NDID (bank apps)", "NDID_URL"),
    "bank": ("ธนาคาร", "Bank", "BANK_URL"),
}


@dataclass(frozen=True, slots=True)
class GatewayState:
    """``answered_at`` and ``failed_at`` are None where nothing is known of the last thirty days."""

    system: str
    label_th: str
    label_en: str
    answered_at: datetime | None
    failed_at: datetime | None
    why: str
    spared: bool

    @property
    def is_well(self) -> bool | None:
        """Whether the last question was answered; None where none is known."""
        if self.answered_at is None and self.failed_at is None:
            return None
        return self.failed_at is None or (self.answered_at is not None and self.answered_at >= self.failed_at)


def states() -> tuple[GatewayState, ...]:
    """Every system this platform asks, in the order of the docs."""
    return tuple(_state(system, *told) for system, told in SYSTEMS.items())


def _state(system: str, label_th: str, label_en: str, setting: str) -> GatewayState:
    url = getattr(settings, setting)
    answered = quietly(lambda: cache.get(gateway_key(system, url, "answered")))
    failed, why = quietly(lambda: cache.get(gateway_key(system, url, "failed"))) or (None, "")
    return GatewayState(system, label_th, label_en, answered, failed, why, is_open(system, url))
