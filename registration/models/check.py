"""A question put to an outside register that still waits for its answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CheckState(models.TextChoices):
    WAITING = "waiting", _("รอตรวจ")
    PASSED = "passed", _("ผ่าน")
    FAILED = "failed", _("ไม่ผ่าน")


class Check(models.Model):
    """Kept when DOPA or DBD does not answer, and asked again until it does."""

    kind = models.CharField("ตรวจกับ", max_length=20)
    subject = models.CharField("เกี่ยวกับ", max_length=60)
    payload = models.JSONField("ข้อมูลที่ตรวจ", default=dict)
    state = models.CharField("สถานะ", max_length=10, choices=CheckState, default=CheckState.WAITING)
    attempts = models.PositiveIntegerField("ครั้งที่ลอง", default=0)
    detail = models.CharField("ผล", max_length=300, blank=True)
    next_try_at = models.DateTimeField("ลองใหม่เมื่อ")
    created_at = models.DateTimeField("ขอเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "การตรวจกับหน่วยงานอื่น"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="waiting"), name="check_waits_once"
            ),
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="check_state_known"),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="check_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
