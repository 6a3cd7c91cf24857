"""Who looked at whose record, and what happened. Rows are written once and never changed or deleted."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME;",
    ),
]


class Purpose(models.TextChoices):
    """Why an officer opens a record."""

    CASE = "case", _("พิจารณาคำขอที่รับผิดชอบ")
    ENQUIRY = "enquiry", _("ตอบคำถามของเจ้าของข้อมูล")
    CORRECTION = "correction", _("แก้ไขข้อมูลตามคำร้อง")
    FINANCE = "finance", _("จ่ายหรือรับเงิน")
    AUDIT = "audit", _("ตรวจสอบภายใน")


class Access(models.Model):
    """One reading of another's record."""

    at = models.DateTimeField("เวลา", auto_now_add=True)
    user_id = models.BigIntegerField("ผู้ใช้", null=True)
    actor_kind = models.CharField("ชนิดผู้ดู", max_length=10)
    actor_name = models.CharField("ผู้ดู", max_length=200)
    acting_for = models.CharField("ในนามของ", max_length=60, blank=True)
    subject = models.CharField("ข้อมูลของ", max_length=60)
    subject_name = models.CharField("ชื่อเจ้าของข้อมูล", max_length=200)
    purpose = models.CharField("เหตุผล", max_length=200)
    what = models.CharField("สิ่งที่ดู", max_length=200)

    class Meta:
        verbose_name = "การดูข้อมูล"
        indexes = [models.Index(fields=["subject", "-at"]), models.Index(fields=["user_id", "-at"])]
        constraints = [models.CheckConstraint(condition=~models.Q(purpose=""), name="access_has_purpose")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.actor_name} → {self.subject}"


class Event(models.Model):
    """Something that was done, for those who trace it later."""

    at = models.DateTimeField("เวลา", auto_now_add=True)
    verb = models.CharField("การกระทำ", max_length=60)
    user_id = models.BigIntegerField("ผู้ใช้", null=True)
    actor_kind = models.CharField("ชนิดผู้ทำ", max_length=10)
    actor_name = models.CharField("ผู้ทำ", max_length=200)
    acting_for = models.CharField("ในนามของ", max_length=60, blank=True)
    subject = models.CharField("เกี่ยวกับ", max_length=60)
    params = models.JSONField("รายละเอียด", default=dict)

    class Meta:
        verbose_name = "เหตุการณ์"
        indexes = [
            models.Index(fields=["subject", "-at"]),
            models.Index(fields=["acting_for", "-at"], condition=~models.Q(acting_for=""), name="event_for"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.verb
