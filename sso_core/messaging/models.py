"""Two things: the outbox, by which apps tell each other, and the inbox, by which people are told."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sso_core import clock


class OutboxEvent(models.Model):
    """What happened, written in the transaction in which it happened. ``topic`` and ``key`` happen once."""

    topic = models.CharField("เรื่อง", max_length=80)
    key = models.CharField("กุญแจ", max_length=200)
    payload = models.JSONField("ข้อมูล", default=dict)
    created_at = models.DateTimeField("เวลา", default=clock.now)

    class Meta:
        verbose_name = "เหตุการณ์ในตู้ส่ง"
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_event_once")]
        triggers = [
            pgtrigger.Protect(name="outbox_event_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("รอส่ง")
    DONE = "done", _("ส่งแล้ว")
    DEAD = "dead", _("หยุด รอเจ้าหน้าที่")


class Delivery(models.Model):
    """One event on its way to one subscriber. Marked done in the handler's own transaction."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField("ผู้รับ", max_length=200)
    status = models.CharField(
        "สถานะ",
        max_length=10,
        choices=DeliveryStatus,
        default=DeliveryStatus.WAITING,
        db_default=DeliveryStatus.WAITING.value,
    )
    attempts = models.PositiveSmallIntegerField("ครั้งที่ลอง", default=0, db_default=0)
    next_attempt_at = models.DateTimeField("ลองอีกเมื่อ", default=clock.now)
    error = models.TextField("ข้อผิดพลาดล่าสุด", blank=True, default="", db_default="")
    done_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "การส่งเหตุการณ์"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="outbox_delivery_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.DONE, done_at__isnull=False)
                | (~Q(status=DeliveryStatus.DONE) & Q(done_at__isnull=True)),
                name="outbox_delivery_done_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(status="waiting"), name="outbox_delivery_waiting"),
            models.Index(fields=["id"], condition=Q(status="dead"), name="outbox_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber}"


class Message(models.Model):
    """One message to a person or an employer, kept as it was sent."""

    subject = models.CharField("ผู้รับ", max_length=60)
    recipient_name = models.CharField("ชื่อผู้รับ", max_length=200)
    template = models.CharField("แบบข้อความ", max_length=120)
    language = models.CharField("ภาษา", max_length=2, default="th")
    title = models.CharField("เรื่อง", max_length=300)
    body = models.TextField("ข้อความ")
    action_url = models.CharField("ลิงก์", max_length=300, blank=True)
    action_label = models.CharField("ชื่อลิงก์", max_length=120, blank=True)
    case_ref = models.CharField("เลขที่คำขอ", max_length=24, blank=True)
    email = models.EmailField("อีเมลที่ส่งถึง", blank=True)
    created_at = models.DateTimeField("เวลา", default=clock.now)
    read_at = models.DateTimeField("อ่านเมื่อ", null=True, blank=True)
    emailed_at = models.DateTimeField("ส่งอีเมลเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "ข้อความ"
        indexes = [
            models.Index(fields=["subject", "-id"], name="message_of_subject"),
            models.Index(fields=["subject"], condition=Q(read_at=None), name="message_unread"),
        ]
        triggers = [
            pgtrigger.Protect(name="message_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="message_text_fixed",
                fields=["subject", "recipient_name", "template", "title", "body", "case_ref", "created_at"],
            ),
        ]

    def __str__(self) -> str:
        return self.title
