"""A claim for a benefit: its facts, what was worked out, and the money ordered. Its way is the case's."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClaimKind(models.TextChoices):
    SICKNESS = "sickness", _("เงินทดแทนการขาดรายได้กรณีเจ็บป่วย")
    OLD_AGE = "old_age", _("ประโยชน์ทดแทนกรณีชราภาพ")


class PayState(models.TextChoices):
    """What became of the money. Unlike the case, this can go back: a bank may return a payment."""

    NONE = "none", _("ยังไม่มีคำสั่งจ่าย")
    ORDERED = "ordered", _("สั่งจ่ายแล้ว")
    PAID = "paid", _("เงินเข้าบัญชีแล้ว")
    RETURNED = "returned", _("ธนาคารคืนเงิน")


class Claim(models.Model):
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="คำขอ")
    reference = models.CharField("เลขที่คำขอ", max_length=30, unique=True)
    kind = models.CharField("ประโยชน์ทดแทน", max_length=20, choices=ClaimKind)
    person = models.ForeignKey(
        "registration.Person", on_delete=models.PROTECT, related_name="+", verbose_name="ผู้ประกันตน"
    )
    event_on = models.DateField("วันที่เกิดสิทธิ")
    facts = models.JSONField("ข้อเท็จจริง", default=dict)
    worked = models.JSONField("การคำนวณ", null=True)
    law_hash = models.CharField("ชุดกฎหมาย", max_length=16, blank=True)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2, null=True)
    order_reference = models.CharField("คำสั่งจ่าย", max_length=40, blank=True)
    pay_state = models.CharField("การจ่ายเงิน", max_length=10, choices=PayState, default=PayState.NONE)
    pay_note = models.CharField("หมายเหตุการจ่าย", max_length=300, blank=True)
    created_at = models.DateTimeField("ยื่นเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "คำขอรับประโยชน์ทดแทน"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="claim_kind_known"),
            models.CheckConstraint(condition=Q(pay_state__in=PayState.values), name="claim_pay_state_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="claim_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(pay_state=PayState.NONE) | ~Q(order_reference=""), name="claim_paid_by_an_order"
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        return self.reference


class SickLeave(models.Model):
    """Days of rest claimed. Two claims of one person never cover the same day."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="leave")
    person = models.ForeignKey("registration.Person", on_delete=models.PROTECT, related_name="+")
    days = DateRangeField("วันหยุดพัก")
    counted = models.PositiveSmallIntegerField("จำนวนวันที่ขอรับเงิน")
    active = models.BooleanField("มีผล", default=True)

    class Meta:
        verbose_name = "วันหยุดพักรักษาตัว"
        constraints = [
            ExclusionConstraint(
                name="sick_leave_no_day_twice",
                expressions=[("person", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
            ),
            models.CheckConstraint(condition=Q(days__isempty=False), name="sick_leave_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.days}"
