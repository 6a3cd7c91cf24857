"""Loading the past: a load, the totals it is held against, and what was kept aside."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.filing import MONEY


class LoadStatus(models.TextChoices):
    STAGING = "staging", _("กำลังอ่าน")
    DIFFERS = "differs", _("ยอดไม่ตรง รอสองคน")
    LOADING = "loading", _("กำลังลงบัญชี")
    LOADED = "loaded", _("ลงบัญชีแล้ว")
    REFUSED = "refused", _("ไม่รับ")


class HistoryLoad(models.Model):
    """Files of months from an older system, loaded once. ``files`` is what each file told of itself.

    A load whose totals differ from the control file goes on only by two people with a reason.
    """

    sha256 = models.CharField("ลายนิ้วมือไฟล์", max_length=64)
    files = models.JSONField("ไฟล์")
    first_month = models.DateField("เดือนแรก")
    last_month = models.DateField("เดือนสุดท้าย")
    status = models.CharField("สถานะ", max_length=10, choices=LoadStatus, default=LoadStatus.STAGING)
    attempt = models.PositiveSmallIntegerField("อ่านครั้งที่", default=1)
    rows = models.BigIntegerField("จำนวนรายการ", default=0)
    aside = models.BigIntegerField("แยกไว้", default=0)
    differences = models.IntegerField("จำนวนนายจ้าง-ปีที่ยอดไม่ตรง", null=True)
    started_by_id = models.BigIntegerField("ผู้เริ่ม", null=True)
    started_by = models.CharField("ชื่อผู้เริ่ม", max_length=200)
    started_at = models.DateTimeField("เริ่มเมื่อ")
    reason = models.CharField("เหตุผลที่รับทั้งที่ยอดไม่ตรง", max_length=500, blank=True)
    asked_by_id = models.BigIntegerField("ผู้เสนอให้รับ", null=True)
    asked_by = models.CharField("ชื่อผู้เสนอให้รับ", max_length=200, blank=True)
    accepted_by_id = models.BigIntegerField("ผู้รับ", null=True)
    accepted_by = models.CharField("ชื่อผู้รับ", max_length=200, blank=True)
    accepted_at = models.DateTimeField("รับเมื่อ", null=True)

    class Meta:
        verbose_name = "การนำเข้าประวัติเงินสมทบ"
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(status="refused"), name="history_load_once"
            ),
            models.CheckConstraint(condition=Q(status__in=LoadStatus.values), name="history_status_known"),
            models.CheckConstraint(
                condition=Q(accepted_by_id__isnull=True) | ~Q(accepted_by_id=F("asked_by_id")),
                name="history_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("loading", "loaded"))
                | Q(differences=0, differences__isnull=False)
                | (Q(accepted_by_id__isnull=False, asked_by_id__isnull=False) & ~Q(reason="")),
                name="history_reconciled_or_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"H{self.pk:07d}"


class HistoryControl(models.Model):
    """An employer's wage months of a year: what the older system says, and what the files have.

    ``account_no`` is blank for Section 39. ``aside_*`` is the part of ``found_*`` that was kept aside.
    """

    load = models.ForeignKey(HistoryLoad, on_delete=models.PROTECT, related_name="controls")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, blank=True)
    year = models.PositiveSmallIntegerField("ปีของงวดค่าจ้าง")
    count = models.BigIntegerField("จำนวนตามระบบเดิม", null=True)
    wages = models.DecimalField("ค่าจ้างตามระบบเดิม", **MONEY, null=True)
    contributions = models.DecimalField("เงินสมทบตามระบบเดิม", **MONEY, null=True)
    found_count = models.BigIntegerField("จำนวนในไฟล์", default=0)
    found_wages = models.DecimalField("ค่าจ้างในไฟล์", **MONEY, default=0)
    found_contributions = models.DecimalField("เงินสมทบในไฟล์", **MONEY, default=0)
    aside_count = models.BigIntegerField("จำนวนที่แยกไว้", default=0)
    differs = models.BooleanField("ไม่ตรง", default=True)

    class Meta:
        verbose_name = "ยอดควบคุมของการนำเข้า"
        constraints = [
            models.UniqueConstraint(fields=["load", "account_no", "year"], name="history_control_once")
        ]
        indexes = [models.Index(fields=["load"], condition=Q(differs=True), name="history_control_differs")]


class HistoryFinding(models.Model):
    """A line of a load that is worth telling: ``is_aside`` is not loaded, the rest only tells."""

    load = models.ForeignKey(HistoryLoad, on_delete=models.PROTECT, related_name="findings")
    file = models.PositiveSmallIntegerField("ไฟล์ที่")
    line = models.BigIntegerField("บรรทัด")
    code = models.CharField("ข้อพบ", max_length=40)
    is_aside = models.BooleanField("แยกไว้")
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=13, blank=True)
    period = models.DateField("งวดค่าจ้าง", null=True)
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, blank=True)
    raw = models.CharField("บรรทัดตามไฟล์", max_length=300)

    class Meta:
        verbose_name = "ข้อพบของการนำเข้า"
        constraints = [
            models.UniqueConstraint(fields=["load", "file", "line", "code"], name="history_finding_once")
        ]
