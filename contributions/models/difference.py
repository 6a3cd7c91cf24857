"""What changes a month after it was filed: an adjustment with its cause, and the differences it makes line by line.

What was filed is never edited. A month stands as its line and the sum of its differences.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.filing import MONEY, Filing


class Cause(models.TextChoices):
    AMENDED = "amended", _("นายจ้างยื่นแก้ไข")
    WITHDRAWN = "withdrawn", _("ถอนแบบที่ยื่น")
    RELIEF = "relief", _("ลดอัตราย้อนหลัง")
    CORRECTION = "correction", _("เจ้าหน้าที่แก้บัญชี")


class Adjustment(models.Model):
    """One cause at one employer and wage month, applied once. The sums are of its differences, signed.

    ``known_then`` and ``known_now`` say as of which days the law was known when the month was assessed and now.
    """

    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    period = models.DateField("งวดค่าจ้าง")
    cause = models.CharField("เหตุ", max_length=10, choices=Cause)
    cause_key = models.CharField(
        "เหตุครั้งนี้", max_length=60, db_comment="filing:12, case:CA…, relief:2025-05-27"
    )
    filing = models.ForeignKey(
        Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="adjustments"
    )
    reason = models.CharField("เหตุผล", max_length=500, blank=True)
    people = models.PositiveIntegerField("จำนวนคนที่เปลี่ยน", default=0)
    wages = models.DecimalField("ค่าจ้างต่าง", **MONEY, default=0)
    employee = models.DecimalField("ส่วนผู้ประกันตนต่าง", **MONEY, default=0)
    employer = models.DecimalField("ส่วนนายจ้างต่าง", **MONEY, default=0)
    government = models.DecimalField("ส่วนรัฐบาลต่าง", **MONEY, default=0)
    law_then = models.CharField("รุ่นของกฎหมายเมื่อประเมิน", max_length=64, blank=True)
    law_now = models.CharField("รุ่นของกฎหมายที่ใช้คำนวณใหม่", max_length=64)
    known_then = models.DateField("กฎหมายเท่าที่ทราบเมื่อ", null=True, blank=True)
    known_now = models.DateField("กฎหมายเท่าที่ทราบถึง")
    by_id = models.BigIntegerField("ผู้ทำ", null=True, blank=True)
    by_name = models.CharField("ชื่อผู้ทำ", max_length=200)
    at = models.DateTimeField("ทำเมื่อ")

    class Meta:
        verbose_name = "การปรับเงินสมทบ"
        constraints = [
            models.UniqueConstraint(
                fields=["account_no", "period", "cause", "cause_key"], name="adjustment_cause_once"
            ),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="adjustment_cause_known"),
            models.CheckConstraint(condition=Q(period__day=1), name="adjustment_period_is_month"),
            models.CheckConstraint(condition=~Q(cause_key=""), name="adjustment_has_cause"),
        ]
        indexes = [models.Index(fields=["cause", "cause_key"], name="adjustment_by_cause")]

    def __str__(self) -> str:
        return f"A{(self.period.year + 543) % 100:02d}{self.period.month:02d}-{self.pk:07d}"

    @property
    def contribution(self) -> Decimal:
        """Both payers' difference in baht; below 0 when less is owed."""
        return self.employee + self.employer


class AdjustmentShare(models.Model):
    """An adjustment by branch, payer and fund, signed: what the ledger took up. Sums equal the differences'."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="shares")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    payer = models.CharField("ผู้จ่าย", max_length=10)
    fund = models.CharField("กองทุน", max_length=20)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)

    class Meta:
        verbose_name = "ยอดปรับตามกองทุน"
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "branch_no", "payer", "fund"], name="adjustment_share_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="adjustment_share_not_zero"),
        ]


class Difference(models.Model):
    """What an adjustment changes of one person's month, signed. Partitioned by wage month; append-only.

    ``origin`` and ``origin_id`` name the row that it changes: the filing of the line, the load of history,
    or the bill that the person paid. ``paid_on`` is kept where no filing gave the month.
    """

    pk = models.CompositePrimaryKey("period", "adjustment_id", "account_no", "national_id", "branch_no")
    period = models.DateField("งวดค่าจ้าง")
    adjustment_id = models.BigIntegerField("การปรับ")
    origin = models.CharField("ที่มา", max_length=10, default="filing")
    origin_id = models.BigIntegerField("เลขที่มา")
    section = models.PositiveSmallIntegerField("มาตรา", default=33)
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, blank=True)
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6, blank=True)
    line = models.PositiveIntegerField("บรรทัด", default=0)
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=13)
    person_id = models.BigIntegerField("ผู้ประกันตน", null=True)
    wage = models.DecimalField("ค่าจ้างต่าง", **MONEY, null=True)
    base = models.DecimalField("ค่าจ้างที่ใช้คิดต่าง", **MONEY)
    employee = models.DecimalField("ส่วนผู้ประกันตนต่าง", **MONEY)
    employer = models.DecimalField("ส่วนนายจ้างต่าง", **MONEY)
    government = models.DecimalField("ส่วนรัฐบาลต่าง", **MONEY)
    paid_on = models.DateField("จ่ายเมื่อ", null=True)

    class Meta:
        db_table = "contributions_difference"
        verbose_name = "ผลต่างเงินสมทบรายคน"
