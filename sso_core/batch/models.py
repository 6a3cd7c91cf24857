"""Work on many, in chunks. Which chunk is done is a row, not hope.

A chunk is taken by locking its row for the length of its own transaction: a killed worker loses
the lock with its connection, its half-done work rolls back, and the next worker takes the chunk.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RunStatus(models.TextChoices):
    RUNNING = "running", _("กำลังทำ")
    DONE = "done", _("เสร็จแล้ว")
    STOPPED = "stopped", _("หยุด รอแก้ไข")


class ChunkStatus(models.TextChoices):
    WAITING = "waiting", _("รอ")
    DONE = "done", _("เสร็จแล้ว")
    FAILED = "failed", _("ไม่สำเร็จ")


class BatchRun(models.Model):
    """One run of one kind. ``kind`` and ``key`` together happen once."""

    kind = models.CharField("ชนิดงาน", max_length=60)
    key = models.CharField("รอบ", max_length=120)
    title = models.CharField("ชื่องาน", max_length=200)
    status = models.CharField("สถานะ", max_length=10, choices=RunStatus, default=RunStatus.RUNNING)
    payload = models.JSONField("ข้อมูลงาน", default=dict)
    result = models.JSONField("ผล", default=dict)
    chunks_total = models.PositiveIntegerField("จำนวนชุดย่อย")
    items_total = models.BigIntegerField("จำนวนรายการ", default=0)
    started_by = models.CharField("ผู้เริ่ม", max_length=200)
    started_at = models.DateTimeField("เริ่มเมื่อ", auto_now_add=True)
    finished_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "งานรอบใหญ่"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="batch_run_once"),
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="batch_run_status_known"),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DONE) | Q(finished_at__isnull=False),
                name="batch_run_done_has_end",
            ),
        ]
        indexes = [models.Index(fields=["status"], condition=Q(status="running"), name="batch_run_running")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"B{self.pk:07d}"


class BatchChunk(models.Model):
    """A slice of the run, done in one transaction."""

    run = models.ForeignKey(BatchRun, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField("ลำดับ")
    payload = models.JSONField("ข้อมูลชุดย่อย", default=dict)
    status = models.CharField("สถานะ", max_length=10, choices=ChunkStatus, default=ChunkStatus.WAITING)
    attempts = models.PositiveSmallIntegerField("ครั้งที่ทำ", default=0)
    items = models.BigIntegerField("รายการที่ทำ", default=0)
    result = models.JSONField("ผล", default=dict)
    error = models.TextField("ข้อผิดพลาด", blank=True)
    done_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "ชุดย่อยของงานรอบใหญ่"
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="batch_chunk_once"),
            models.CheckConstraint(
                condition=Q(status=ChunkStatus.DONE, done_at__isnull=False)
                | (~Q(status=ChunkStatus.DONE) & Q(done_at__isnull=True)),
                name="batch_chunk_done_has_time",
            ),
            models.CheckConstraint(condition=Q(items__gte=0), name="batch_chunk_items_positive"),
        ]
        indexes = [
            models.Index(fields=["run", "number"], condition=Q(status="waiting"), name="batch_chunk_waiting")
        ]
