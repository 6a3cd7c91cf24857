"""Money coming in: bills, what the banks report, receipts, and money that fits no bill."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.difference import Adjustment
from contributions.models.filing import MONEY, Filing


class BillKind(models.TextChoices):
    FILING = "filing", _("เงินสมทบตามแบบ สปส.1-10")
    ASSESSED = "assessed", _("เงินสมทบที่สำนักงานประเมิน")
    INSTALMENT = "instalment", _("งวดผ่อนชำระ")
    SURCHARGE = "surcharge", _("เงินเพิ่มที่ค้าง")
    SECTION39 = "section39", _("เงินสมทบมาตรา 39")
    SECTION40 = "section40", _("เงินสมทบมาตรา 40")
    SAVING = "saving", _("เงินออมเพิ่มมาตรา 40")
    DIFFERENCE = "difference", _("เงินสมทบที่เพิ่มจากการแก้ไข")
    RECLAIM = "reclaim", _("เงินคืนที่ต้องส่งกลับ")


VOLUNTARY = (BillKind.SECTION39, BillKind.SECTION40, BillKind.SAVING)
"""What a person owes nobody but itself: billed to the person, a month at a time."""


class BillStatus(models.TextChoices):
    UNPAID = "unpaid", _("รอชำระ")
    PAID = "paid", _("ชำระแล้ว")
    CANCELLED = "cancelled", _("ยกเลิก")


class Bill(models.Model):
    """What is owed, with the two references that a payer keys. The surcharge is as of ``worked_on``."""

    kind = models.CharField("ชนิด", max_length=10, choices=BillKind)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="bills")
    adjustment = models.ForeignKey(
        Adjustment, on_delete=models.PROTECT, null=True, blank=True, related_name="bills",
        verbose_name="การปรับ",
    )  # fmt: skip
    replaced_by = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="ออกแทนด้วย",
    )
    person_id = models.BigIntegerField("ผู้ประกันตน", null=True, blank=True)
    subject = models.CharField("ของใคร", max_length=40)
    payer_name = models.CharField("ชื่อผู้ชำระ", max_length=200)
    ref1 = models.CharField("เลขอ้างอิง 1", max_length=20)
    ref2 = models.CharField("เลขอ้างอิง 2", max_length=20)
    option = models.PositiveSmallIntegerField("ทางเลือกมาตรา 40", null=True, blank=True)
    period = models.DateField("งวด")
    contribution = models.DecimalField("เงินสมทบ", **MONEY)
    surcharge = models.DecimalField("เงินเพิ่ม", **MONEY, default=0)
    due_on = models.DateField("ครบกำหนด")
    worked_on = models.DateField("คิดเงินเพิ่มถึงวันที่")
    status = models.CharField("สถานะ", max_length=10, choices=BillStatus, default=BillStatus.UNPAID)
    issued_at = models.DateTimeField("ออกเมื่อ")
    paid_on = models.DateField("ชำระเมื่อ", null=True, blank=True)
    # The bill whose surcharge this one asks for the rest of.
    rest_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="rests")

    class Meta:
        verbose_name = "ใบแจ้งชำระ"
        constraints = [
            models.UniqueConstraint(fields=["ref1", "ref2"], name="bill_references_once"),
            models.UniqueConstraint(
                fields=["filing"],
                condition=Q(kind="filing") & ~Q(status="cancelled"),
                name="bill_of_filing_once",
            ),
            *(
                models.UniqueConstraint(
                    fields=["person_id", "period"],
                    condition=Q(kind=kind) & ~Q(status="cancelled"),
                    name=f"bill_of_{kind}_month_once",
                )
                for kind in ("section39", "section40", "saving")
            ),
            models.CheckConstraint(condition=Q(kind__in=BillKind.values), name="bill_kind_known"),
            models.CheckConstraint(condition=Q(status__in=BillStatus.values), name="bill_status_known"),
            models.CheckConstraint(
                condition=Q(contribution__gte=0, surcharge__gte=0), name="bill_amounts_positive"
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_on__isnull=False)
                | (~Q(status="paid") & Q(paid_on__isnull=True)),
                name="bill_paid_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("section39", "section40", "saving")) | Q(person_id__isnull=False),
                name="bill_voluntary_has_person",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("section40", "saving"), option__isnull=False)
                | (~Q(kind__in=("section40", "saving")) & Q(option__isnull=True)),
                name="bill_section40_has_option",
            ),
            models.CheckConstraint(
                condition=~Q(kind="difference") | Q(adjustment__isnull=False),
                name="bill_difference_has_adjustment",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status="cancelled"),
                name="bill_replaced_is_cancelled",
            ),
            models.CheckConstraint(condition=Q(ref1__regex=r"^[A-Z0-9]{1,20}$"), name="bill_ref1_form"),
            models.CheckConstraint(condition=Q(ref2__regex=r"^[A-Z0-9]{1,20}$"), name="bill_ref2_form"),
        ]
        indexes = [
            models.Index(fields=["subject", "-period"], name="bill_of_subject"),
            models.Index(fields=["due_on"], condition=Q(status="unpaid"), name="bill_unpaid_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.ref1}/{self.ref2}"

    @property
    def total(self) -> Decimal:
        return self.contribution + self.surcharge

    @property
    def receipt(self) -> "Receipt":
        """The receipt that holds. Raises ``Receipt.DoesNotExist`` while there is none."""
        return self.receipts.get(status=ReceiptStatus.ISSUED)


class MoneyInStatus(models.TextChoices):
    APPLIED = "applied", _("เข้าบิลแล้ว")
    SUSPENSE = "suspense", _("พักไว้")
    REVERSED = "reversed", _("ธนาคารเรียกคืนแล้ว")


class MoneyIn(models.Model):
    """A payment as a bank reported it. The bank's own line number makes it once."""

    bank_line_id = models.CharField("รายการของธนาคาร", max_length=80, unique=True)
    ref1 = models.CharField("เลขอ้างอิง 1", max_length=40, blank=True)
    ref2 = models.CharField("เลขอ้างอิง 2", max_length=40, blank=True)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    paid_at = models.DateTimeField("ชำระเมื่อ")
    bank = models.CharField("ธนาคาร", max_length=10, blank=True)
    channel = models.CharField("ช่องทาง", max_length=10, blank=True)
    txn_id = models.CharField("เลขรายการ", max_length=60, blank=True)
    payer = models.CharField("ผู้ชำระตามที่ธนาคารแจ้ง", max_length=200, blank=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="money_in")
    status = models.CharField("สถานะ", max_length=10, choices=MoneyInStatus)
    received_at = models.DateTimeField("รับรายการเมื่อ")

    class Meta:
        verbose_name = "เงินที่ธนาคารแจ้ง"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_in_positive"),
            models.CheckConstraint(
                condition=Q(status__in=MoneyInStatus.values), name="money_in_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(bill__isnull=False), name="money_in_applied_has_bill"
            ),
        ]


class SuspenseReason(models.TextChoices):
    UNMATCHED = "unmatched", _("ไม่พบใบแจ้งชำระ")
    DOUBLE = "double", _("ชำระซ้ำ")
    SHORT = "short", _("ชำระไม่ครบ")
    OVER = "over", _("ชำระเกิน")
    TOO_LATE = "too_late", _("จ่ายหลังหมดเวลา")
    EARLY = "early", _("แจ้งก่อนมีใบแจ้งชำระ")
    CANCELLED = "cancelled", _("ใบแจ้งชำระยกเลิกแล้ว")
    BAD_REF = "bad_ref", _("เลขอ้างอิงพิมพ์ผิด")
    ADVANCE = "advance", _("เงินล่วงหน้าของบิลถัดไป")
    INSTALMENT = "instalment", _("เงินผ่อนชำระรอตัดหนี้")
    SURPLUS = "surplus", _("เงินเหลือจากการยึดทรัพย์")
    COSTS = "costs", _("ค่าใช้จ่ายในการยึดทรัพย์")


class SuspenseStatus(models.TextChoices):
    OPEN = "open", _("รอจัดการ")
    APPLIED = "applied", _("เข้าบิลแล้ว")
    REFUNDED = "refunded", _("สั่งคืนผู้ชำระแล้ว")
    EXPIRED = "expired", _("ตกเป็นของกองทุน")
    REVERSED = "reversed", _("ธนาคารเรียกคืนแล้ว")


class SuspenseItem(models.Model):
    """Money that waits for an officer, or for the rest of a short payment."""

    money_in = models.ForeignKey(MoneyIn, on_delete=models.PROTECT, related_name="suspense")
    reason = models.CharField("เหตุผล", max_length=10, choices=SuspenseReason)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="suspense")
    status = models.CharField("สถานะ", max_length=10, choices=SuspenseStatus, default=SuspenseStatus.OPEN)
    applied_to = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_by_id = models.BigIntegerField("ผู้จัดการ", null=True, blank=True)
    applied_by = models.CharField("ชื่อผู้จัดการ", max_length=200, blank=True)
    applied_at = models.DateTimeField("จัดการเมื่อ", null=True, blank=True)
    subject = models.CharField("ของใคร", max_length=40, blank=True)
    assigned_to_id = models.BigIntegerField("ผู้รับผิดชอบ", null=True, blank=True)
    assigned_to = models.CharField("ชื่อผู้รับผิดชอบ", max_length=200, blank=True)
    order_ref = models.CharField("เลขที่คำสั่งจ่าย", max_length=30, blank=True)
    opened_at = models.DateTimeField("พักเมื่อ")

    class Meta:
        verbose_name = "เงินพักรอจัดการ"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="suspense_positive"),
            models.CheckConstraint(
                condition=Q(reason__in=SuspenseReason.values), name="suspense_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(status="open", applied_to__isnull=True, applied_at__isnull=True)
                | Q(status="applied", applied_to__isnull=False, applied_at__isnull=False)
                | Q(status__in=["refunded", "expired", "reversed"], applied_at__isnull=False),
                name="suspense_applied_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="refunded") | ~Q(order_ref=""), name="suspense_refund_has_order"
            ),
            models.CheckConstraint(
                condition=~Q(reason="advance") | ~Q(subject=""), name="suspense_advance_is_somebodys"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(status="open"), name="suspense_open"),
            models.Index(fields=["subject"], condition=Q(status="open"), name="suspense_open_of_subject"),
        ]


class ReceiptStatus(models.TextChoices):
    ISSUED = "issued", _("ใช้ได้")
    CANCELLED = "cancelled", _("ยกเลิก")


class Receipt(models.Model):
    """A numbered receipt; its PDF carries a code by which anyone can check it.

    A bill has one that holds. Where the bank takes the money back, the receipt is cancelled and kept; the
    next payment makes a new one.
    """

    number = models.CharField("เลขที่ใบเสร็จ", max_length=30, unique=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="receipts")
    subject = models.CharField("ของใคร", max_length=40)
    payer_name = models.CharField("ชื่อผู้ชำระ", max_length=200)
    contribution = models.DecimalField("เงินสมทบ", **MONEY)
    surcharge = models.DecimalField("เงินเพิ่ม", **MONEY)
    amount = models.DecimalField("รวม", **MONEY)
    paid_on = models.DateField("วันที่ชำระ")
    issued_at = models.DateTimeField("ออกเมื่อ")
    document_id = models.CharField("เอกสาร", max_length=40, blank=True)
    status = models.CharField("สถานะ", max_length=10, choices=ReceiptStatus, default=ReceiptStatus.ISSUED)
    cancelled_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    cancelled_why = models.CharField("เหตุที่ยกเลิก", max_length=200, blank=True)

    class Meta:
        verbose_name = "ใบเสร็จรับเงิน"
        constraints = [
            models.UniqueConstraint(
                fields=["bill"], condition=Q(status="issued"), name="receipt_of_bill_once"
            ),
            models.CheckConstraint(
                condition=Q(status="issued", cancelled_at__isnull=True)
                | (Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_why="")),
                name="receipt_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(amount=F("contribution") + F("surcharge")), name="receipt_is_sum_of_parts"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_positive"),
        ]
        indexes = [models.Index(fields=["subject", "-paid_on"], name="receipt_of_subject")]

    def __str__(self) -> str:
        return self.number


class Allocation(models.Model):
    """How a receipt divides by branch, payer and fund, signed: a month filed anew may take from one branch."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="allocations")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6, blank=True)
    payer = models.CharField("ผู้จ่าย", max_length=10)
    fund = models.CharField("กองทุน", max_length=20)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)

    class Meta:
        verbose_name = "การจัดสรรเงินรับ"
        constraints = [
            models.UniqueConstraint(fields=["receipt", "branch_no", "payer", "fund"], name="allocation_once"),
        ]
