"""Money that an employer paid and need not have paid: due, claimed, approved, paid, or the Fund's (SSA s.47)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.bill import Bill
from contributions.models.difference import Adjustment
from contributions.models.filing import MONEY


class RefundStatus(models.TextChoices):
    DUE = "due", _("รอนายจ้างยืนยันบัญชี")
    CLAIMED = "claimed", _("รอเจ้าหน้าที่อนุมัติ")
    ORDERED = "ordered", _("สั่งจ่ายแล้ว")
    PAID = "paid", _("จ่ายแล้ว")
    FORFEITED = "forfeited", _("พ้นกำหนด เป็นของกองทุน")
    STOPPED = "stopped", _("หยุดแล้ว ธนาคารเรียกเงินต้นทางคืน")
    RECLAIMED = "reclaimed", _("จ่ายไปแล้ว เรียกคืนจากนายจ้าง")


UNDONE = (RefundStatus.STOPPED, RefundStatus.RECLAIMED)
"""Refunds of money that the bank took back: they count no more, and the month may have another."""


class Refund(models.Model):
    """An overpayment of one adjustment. Who approves is not who claimed.

    ``remitted_on`` is the day that the money came, ``noticed_on`` the day that the employer was told.
    """

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="refunds")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    payee_name = models.CharField("ชื่อผู้รับ", max_length=200)
    period = models.DateField("งวดค่าจ้าง")
    employee = models.DecimalField("ส่วนที่ต้องส่งต่อลูกจ้าง", **MONEY)
    employer = models.DecimalField("ส่วนของนายจ้าง", **MONEY)
    surcharge = models.DecimalField("เงินเพิ่มที่คืน", **MONEY, default=0)
    amount = models.DecimalField("ยอดคืน", **MONEY)
    status = models.CharField("สถานะ", max_length=10, choices=RefundStatus, default=RefundStatus.DUE)
    remitted_on = models.DateField("นำส่งเมื่อ")
    asked_on = models.DateField("ขอคืนเมื่อ", null=True, blank=True)
    noticed_on = models.DateField("แจ้งเมื่อ")
    collect_by = models.DateField("รับเงินภายใน")
    bank_code = models.CharField("ธนาคาร", max_length=3, blank=True)
    bank_account = models.CharField("เลขบัญชี", max_length=20, blank=True)
    bank_account_name = models.CharField("ชื่อบัญชี", max_length=200, blank=True)
    claimed_by_id = models.BigIntegerField("ผู้ยืนยันบัญชี", null=True, blank=True)
    claimed_by = models.CharField("ชื่อผู้ยืนยันบัญชี", max_length=200, blank=True)
    claimed_at = models.DateTimeField("ยืนยันบัญชีเมื่อ", null=True, blank=True)
    approved_by_id = models.BigIntegerField("ผู้อนุมัติ", null=True, blank=True)
    approved_by = models.CharField("ชื่อผู้อนุมัติ", max_length=200, blank=True)
    approved_at = models.DateTimeField("อนุมัติเมื่อ", null=True, blank=True)
    paid_on = models.DateField("จ่ายเมื่อ", null=True, blank=True)
    forfeited_on = models.DateField("เป็นของกองทุนเมื่อ", null=True, blank=True)
    handed_on_at = models.DateTimeField("ส่งต่อลูกจ้างแล้วเมื่อ", null=True, blank=True)
    handed_on_by = models.CharField("ผู้ยืนยันการส่งต่อ", max_length=200, blank=True)
    refused_why = models.CharField("เหตุที่ส่งกลับ", max_length=300, blank=True)

    class Meta:
        verbose_name = "เงินสมทบที่ต้องคืน"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RefundStatus.values), name="refund_status_known"),
            models.UniqueConstraint(
                fields=["adjustment"],
                condition=~Q(status__in=("stopped", "reclaimed")),
                name="refund_of_adjustment_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, surcharge__gte=0), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(amount=F("employee") + F("employer") + F("surcharge")),
                name="refund_is_sum_of_parts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("due", "forfeited", "stopped"))
                | Q(
                    claimed_at__isnull=False, bank_code__regex=r"^[0-9]{3}$", bank_account__regex=r"^[0-9]+$"
                ),
                name="refund_claimed_has_account",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("ordered", "paid")) | Q(approved_at__isnull=False),
                name="refund_approved_before_money",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True)
                | Q(claimed_by_id__isnull=True)
                | ~Q(approved_by_id=F("claimed_by_id")),
                name="refund_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_on__isnull=False)
                | (~Q(status="paid") & Q(paid_on__isnull=True)),
                name="refund_paid_has_day",
            ),
            models.CheckConstraint(
                condition=Q(status="forfeited", forfeited_on__isnull=False)
                | (~Q(status="forfeited") & Q(forfeited_on__isnull=True)),
                name="refund_forfeited_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["account_no", "-period"], name="refund_of_employer"),
            models.Index(
                fields=["collect_by"], condition=Q(status__in=("due", "claimed")), name="refund_open_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.pk:07d}"

    @property
    def source_key(self) -> str:
        """By which finance knows the order."""
        return f"contributions.refund/{self.pk}"


class RefundPart(models.Model):
    """A refund by branch, payer and fund, signed as the allocation was: what the funds hand over."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="parts")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    payer = models.CharField("ผู้จ่าย", max_length=10)
    fund = models.CharField("กองทุน", max_length=20)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)

    class Meta:
        verbose_name = "เงินที่ต้องคืนตามกองทุน"
        constraints = [
            models.UniqueConstraint(fields=["refund", "branch_no", "payer", "fund"], name="refund_part_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="refund_part_not_zero"),
        ]


class BillPart(models.Model):
    """What a bill asks, by branch, payer and fund, signed. A bill without parts asks its filing's assessment."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="parts")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    payer = models.CharField("ผู้จ่าย", max_length=10)
    fund = models.CharField("กองทุน", max_length=20)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)

    class Meta:
        verbose_name = "ยอดในใบแจ้งชำระตามกองทุน"
        constraints = [
            models.UniqueConstraint(fields=["bill", "branch_no", "payer", "fund"], name="bill_part_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bill_part_not_zero"),
        ]
