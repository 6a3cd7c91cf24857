"""Papers: what people uploaded and what the office issued. The file itself lies under its SHA-256."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sso_core import clock


class DocumentStatus(models.TextChoices):
    HELD = "held", _("กำลังตรวจ")
    CLEAN = "clean", _("พร้อมใช้")
    REFUSED = "refused", _("ไม่รับ")


class Source(models.TextChoices):
    UPLOADED = "uploaded", _("ผู้ใช้ส่ง")
    ISSUED = "issued", _("สำนักงานออก")


class Document(models.Model):
    """One paper. ``held`` until the virus scanner has answered; only ``clean`` ones are served."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField("เจ้าของ", max_length=60)
    kind = models.CharField("ชนิดเอกสาร", max_length=80)
    title = models.CharField("ชื่อเอกสาร", max_length=200)
    case_ref = models.CharField("เลขที่คำขอ", max_length=24, blank=True)
    reference = models.CharField("เลขที่เอกสาร", max_length=60, blank=True)
    source = models.CharField("ที่มา", max_length=10, choices=Source)
    status = models.CharField("สถานะ", max_length=10, choices=DocumentStatus, default=DocumentStatus.HELD)
    filename = models.CharField("ชื่อไฟล์", max_length=200)
    content_type = models.CharField("ชนิดไฟล์", max_length=60)
    size = models.PositiveIntegerField("ขนาด")
    pages = models.PositiveSmallIntegerField("จำนวนหน้า", default=1)
    sha256 = models.CharField("ค่าแฮช", max_length=64)
    verification_code = models.CharField("รหัสตรวจสอบ", max_length=20, null=True, blank=True, unique=True)
    created_by = models.CharField("ผู้ส่งหรือผู้ออก", max_length=200)
    created_by_user = models.BigIntegerField("ผู้ใช้", null=True, blank=True)
    created_at = models.DateTimeField("เวลา", default=clock.now)
    scan_attempts = models.PositiveSmallIntegerField("ครั้งที่ตรวจไวรัส", default=0)
    next_scan_at = models.DateTimeField("ตรวจอีกเมื่อ", default=clock.now)
    scanned_at = models.DateTimeField("ตรวจเสร็จเมื่อ", null=True, blank=True)
    refusal = models.CharField("เหตุที่ไม่รับ", max_length=60, blank=True)

    class Meta:
        verbose_name = "เอกสาร"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=DocumentStatus.values), name="document_status_known"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="document_source_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_shape"
            ),
            models.CheckConstraint(
                condition=Q(status=DocumentStatus.HELD) | Q(scanned_at__isnull=False),
                name="document_scanned_before_use",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.ISSUED) | Q(verification_code__isnull=False),
                name="document_issued_is_verifiable",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "kind"], name="document_of_subject"),
            models.Index(fields=["case_ref"], condition=~Q(case_ref=""), name="document_of_case"),
            models.Index(fields=["next_scan_at"], condition=Q(status="held"), name="document_held"),
        ]
        triggers = [
            pgtrigger.Protect(name="document_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="document_fixed",
                fields=[
                    "subject",
                    "kind",
                    "sha256",
                    "size",
                    "source",
                    "verification_code",
                    "created_by",
                    "created_at",
                ],
            ),
            # A paper is put to a case once and stays there.
            pgtrigger.Protect(
                name="document_case_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__case_ref__df=pgtrigger.F("new__case_ref"))
                & ~pgtrigger.Q(old__case_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReadMark(models.Model):
    """This officer has opened this paper."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField("ผู้อ่าน")
    read_at = models.DateTimeField("อ่านเมื่อ", default=clock.now)

    class Meta:
        verbose_name = "รอยการอ่านเอกสาร"
        constraints = [models.UniqueConstraint(fields=["document", "user_id"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"


class NumberSeries(models.Model):
    """A running number without gaps: the row is locked until the caller's transaction ends."""

    series = models.CharField("ชุดเลข", max_length=60)
    year = models.PositiveSmallIntegerField("ปี ค.ศ.")
    last = models.PositiveBigIntegerField("เลขล่าสุด", default=0)

    class Meta:
        verbose_name = "เลขที่เอกสาร"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}"
