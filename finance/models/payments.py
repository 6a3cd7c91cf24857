"""Payment orders and payout batches. Only services write ``state``; the flow table says which moves exist."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from finance.models.ledger import FUNDS
from finance.types import BatchState, Fund, OrderState

ORDER_STATES = [
    (OrderState.ORDERED.value, _("รออนุมัติ")),
    (OrderState.APPROVED.value, _("อนุมัติแล้ว รอเข้าชุดจ่าย")),
    (OrderState.BATCHED.value, _("อยู่ในชุดจ่าย")),
    (OrderState.SENT.value, _("ส่งธนาคารแล้ว")),
    (OrderState.SETTLED.value, _("เงินถึงผู้รับแล้ว")),
    (OrderState.REJECTED.value, _("ธนาคารปฏิเสธ")),
    (OrderState.RETURNED.value, _("เงินถูกคืน")),
    (OrderState.REISSUED.value, _("ออกคำสั่งจ่ายใหม่แล้ว")),
    (OrderState.CANCELLED.value, _("ยกเลิก")),
]
BATCH_STATES = [
    (BatchState.MADE.value, _("รอผู้อนุมัติปล่อยเงิน")),
    (BatchState.RELEASED.value, _("ส่งธนาคารแล้ว รอคำตอบ")),
    (BatchState.CLOSED.value, _("ธนาคารตอบครบแล้ว")),
    (BatchState.CANCELLED.value, _("ยกเลิก")),
]


class PayoutBatch(models.Model):
    """Orders that go to the bank in one file. Who makes it may not release it."""

    reference = models.CharField("เลขที่ชุดจ่าย", max_length=30, unique=True)
    value_date = models.DateField("วันที่เงินเข้า")
    state = models.CharField("สถานะ", max_length=10, choices=BATCH_STATES, default=BatchState.MADE.value)
    count = models.PositiveIntegerField("จำนวนรายการ")
    total = models.DecimalField("ยอดรวม", max_digits=18, decimal_places=2)
    made_by_id = models.BigIntegerField(null=True)
    made_by = models.CharField("ผู้จัดชุด", max_length=200)
    made_at = models.DateTimeField("จัดเมื่อ")
    released_by_id = models.BigIntegerField(null=True, blank=True)
    released_by = models.CharField("ผู้ปล่อยเงิน", max_length=200, blank=True)
    released_at = models.DateTimeField("ปล่อยเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "ชุดจ่าย"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(BatchState)), name="finance_batch_state_known"),
            models.CheckConstraint(
                condition=Q(released_by_id__isnull=True) | ~Q(released_by_id=F("made_by_id")),
                name="finance_batch_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "cancelled"], released_at__isnull=True)
                | Q(state__in=["released", "closed"], released_at__isnull=False) & ~Q(released_by=""),
                name="finance_batch_released_by_someone",
            ),
            models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="finance_batch_not_empty"),
        ]
        indexes = [models.Index(fields=["state"], name="finance_batch_state")]

    def __str__(self) -> str:
        return self.reference


class PaymentOrder(models.Model):
    """Money that somebody is owed, on its way. ``source_key`` makes it once."""

    reference = models.CharField("เลขที่คำสั่งจ่าย", max_length=30, unique=True)
    source_key = models.CharField("ที่มา", max_length=200, unique=True)
    # What reissues share: the source that the app above knows.
    root_key = models.CharField("ที่มาแรก", max_length=200)
    subject = models.CharField("ผู้มีสิทธิ", max_length=80)
    payee_name = models.CharField("ชื่อผู้รับ", max_length=200)
    payee_ident = models.CharField("เลขประจำตัวผู้รับ", max_length=20, blank=True)
    fund = models.CharField("กองทุน", max_length=20, choices=FUNDS)
    benefit = models.CharField("รายการ", max_length=40)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)
    kind = models.CharField("วิธีจ่าย", max_length=10, choices=[("promptpay", "พร้อมเพย์"), ("bank", "บัญชีธนาคาร")])
    bank_code = models.CharField("ธนาคาร", max_length=3, blank=True)
    account = models.CharField("เลขบัญชีหรือเลขพร้อมเพย์", max_length=20)
    account_name = models.CharField("ชื่อบัญชี", max_length=200)
    due_on = models.DateField("กำหนดจ่าย")
    memo = models.CharField("คำอธิบาย", max_length=140, blank=True)
    state = models.CharField("สถานะ", max_length=10, choices=ORDER_STATES, default=OrderState.ORDERED.value)
    ordered_by_id = models.BigIntegerField(null=True)
    ordered_by = models.CharField("ผู้สั่งจ่าย", max_length=200)
    ordered_at = models.DateTimeField("สั่งเมื่อ")
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    approved_by = models.CharField("ผู้อนุมัติ", max_length=200, blank=True)
    approved_at = models.DateTimeField("อนุมัติเมื่อ", null=True, blank=True)
    batch = models.ForeignKey(
        PayoutBatch, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="ชุดจ่าย"
    )
    accepted_at = models.DateTimeField("ธนาคารรับเมื่อ", null=True, blank=True)
    settled_on = models.DateField("เงินถึงเมื่อ", null=True, blank=True)
    returned_on = models.DateField("คืนเมื่อ", null=True, blank=True)
    reason_code = models.CharField("รหัสเหตุผล", max_length=10, blank=True)
    reason = models.CharField("เหตุผล", max_length=300, blank=True)
    reissue_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reissued_as", verbose_name="ออกแทน"
    )

    class Meta:
        verbose_name = "คำสั่งจ่าย"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="finance_order_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=list(OrderState)), name="finance_order_state_known"),
            models.CheckConstraint(condition=Q(fund__in=list(Fund)), name="finance_order_fund_known"),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True)
                | Q(ordered_by_id__isnull=True)
                | ~Q(approved_by_id=F("ordered_by_id")),
                name="finance_order_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "cancelled"]) | Q(approved_at__isnull=False),
                name="finance_order_approved_before_money",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "approved", "cancelled"]) | Q(batch__isnull=False),
                name="finance_order_in_batch_before_bank",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_on__isnull=False),
                name="finance_order_settled_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="promptpay", bank_code="") | Q(kind="bank", bank_code__regex="^[0-9]{3}$"),
                name="finance_order_bank_code",
            ),
            models.CheckConstraint(
                condition=Q(account__regex="^[0-9]+$"), name="finance_order_account_digits"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_on"],
                condition=Q(state__in=["ordered", "approved", "rejected", "returned"]),
                name="finance_order_todo",
            ),
            models.Index(fields=["subject"], name="finance_order_subject"),
            models.Index(fields=["root_key"], name="finance_order_root"),
        ]

    def __str__(self) -> str:
        return self.reference
