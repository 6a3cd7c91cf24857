"""What officers do with held money, and what a bank takes back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.bill import Bill, MoneyIn, Receipt, SuspenseItem
from contributions.models.filing import MONEY


class ActKind(models.TextChoices):
    APPLY = "apply", _("ใส่เข้าใบแจ้งชำระ")
    REFUND = "refund", _("คืนผู้ชำระ")
    MOVE = "move", _("ย้ายไปบัญชีนายจ้างอื่น")
    KEEP = "keep", _("เก็บเป็นเงินล่วงหน้า")
    EXPIRE = "expire", _("ตกเป็นของกองทุน (มาตรา 47)")


class ActState(models.TextChoices):
    PROPOSED = "proposed", _("รออีกคนตรวจ")
    DONE = "done", _("ทำแล้ว")
    DECLINED = "declined", _("ไม่ทำ")


class SuspenseAct(models.Model):
    """One act on held money. From a limit on, who proposes it may not be who does it."""

    item = models.ForeignKey(SuspenseItem, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField("การกระทำ", max_length=10, choices=ActKind)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    params = models.JSONField("รายละเอียด", default=dict)
    reason = models.CharField("เหตุผล", max_length=300, blank=True)
    state = models.CharField("สถานะ", max_length=10, choices=ActState)
    needs_two = models.BooleanField("ต้องมีสองคน")
    made_by_id = models.BigIntegerField("ผู้เสนอ", null=True, blank=True)
    made_by = models.CharField("ชื่อผู้เสนอ", max_length=200)
    made_at = models.DateTimeField("เสนอเมื่อ")
    checked_by_id = models.BigIntegerField("ผู้ตรวจ", null=True, blank=True)
    checked_by = models.CharField("ชื่อผู้ตรวจ", max_length=200, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "การจัดการเงินพัก"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="suspense_act_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ActState.values), name="suspense_act_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="suspense_act_positive"),
            models.CheckConstraint(
                condition=Q(needs_two=False)
                | ~Q(state="done")
                | (
                    Q(made_by_id__isnull=False, checked_by_id__isnull=False)
                    & ~Q(checked_by_id=F("made_by_id"))
                ),
                name="suspense_act_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", checked_at__isnull=True)
                | (~Q(state="proposed") & Q(checked_at__isnull=False)),
                name="suspense_act_done_has_time",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="proposed"), name="suspense_act_one_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class MoneyReversal(models.Model):
    """The bank took a payment back: a bounced cheque, a refused debit, its own correction. Once a payment."""

    money_in = models.OneToOneField(MoneyIn, on_delete=models.PROTECT, related_name="reversal")
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    on = models.DateField("วันที่ธนาคารเรียกคืน")
    reason = models.CharField("เหตุผล", max_length=200)
    claimed = models.DecimalField("คืนผู้ชำระไปก่อนแล้ว ต้องเรียกคืน", **MONEY, default=0)
    at = models.DateTimeField("เวลา")
    by_id = models.BigIntegerField("ผู้ทำรายการ", null=True, blank=True)
    by = models.CharField("ชื่อผู้ทำรายการ", max_length=200)

    class Meta:
        verbose_name = "เงินที่ธนาคารเรียกคืน"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_reversal_positive"),
            models.CheckConstraint(condition=Q(claimed__gte=0), name="money_reversal_claimed_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="money_reversal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.money_in_id}"


class Reclaim(models.Model):
    """Money that had gone back to a payer when the bank took its payment: asked for by a bill (account 1206)."""

    reversal = models.ForeignKey(
        MoneyReversal, on_delete=models.PROTECT, related_name="reclaims", verbose_name="เงินที่ธนาคารเรียกคืน"
    )
    order_ref = models.CharField("เลขที่คำสั่งจ่าย", max_length=30, unique=True)
    bill = models.OneToOneField(
        Bill, on_delete=models.PROTECT, related_name="reclaim", verbose_name="ใบแจ้งชำระ"
    )
    payee_name = models.CharField("ผู้รับเงิน", max_length=200)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    at = models.DateTimeField("เวลา")

    class Meta:
        verbose_name = "เงินคืนที่ต้องเรียกกลับ"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="reclaim_positive")]

    def __str__(self) -> str:
        return self.order_ref


class OriginReversal(models.Model):
    """The account rows of this origin are not paid any more, until they are paid again.

    ``contributions_account`` is append-only, so a reversal stands beside it: one row for a whole filing.
    While ``paid_again_on`` is empty the rows of the origin do not count as paid; after that they count with
    the day and the receipt of the new payment. Of several reversals of one origin the latest speaks. The view
    ``contributions_paid`` is the account with this applied.
    """

    origin = models.CharField("ที่มา", max_length=10)
    origin_id = models.BigIntegerField("เลขที่มา")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    reversed_at = models.DateTimeField("เรียกคืนเมื่อ")
    paid_again_on = models.DateField("ชำระใหม่เมื่อ", null=True, blank=True)
    paid_again_receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_latest = models.BooleanField("ล่าสุด", default=True)

    class Meta:
        db_table = "contributions_reversal"
        verbose_name = "รายการบัญชีที่เรียกคืน"
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_id"],
                condition=Q(is_latest=True),
                name="reversal_of_origin_latest",
            ),
            models.CheckConstraint(
                condition=Q(paid_again_on__isnull=True, paid_again_receipt__isnull=True)
                | Q(paid_again_on__isnull=False, paid_again_receipt__isnull=False),
                name="reversal_paid_again_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_latest=True) | Q(paid_again_on__isnull=False), name="reversal_older_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}:{self.origin_id}"
