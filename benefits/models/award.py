"""What was awarded for life or once, and what was paid of it month by month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from benefits.models.claim import Claim


class AwardKind(models.TextChoices):
    PENSION = "pension", _("บำนาญชราภาพ")
    LUMP_SUM = "lump_sum", _("บำเหน็จชราภาพ")


class AwardStatus(models.TextChoices):
    ACTIVE = "active", _("จ่ายอยู่")
    SUSPENDED = "suspended", _("งดจ่าย")
    ENDED = "ended", _("สิ้นสุด")


class Award(models.Model):
    """A pension runs from the month after the status ended (SSA s.77bis); a lump sum is paid once."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="award")
    person = models.ForeignKey("registration.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("ชนิด", max_length=10, choices=AwardKind)
    status = models.CharField("สถานะ", max_length=10, choices=AwardStatus, default=AwardStatus.ACTIVE)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)
    starts_on = models.DateField("จ่ายตั้งแต่เดือน")
    ends_on = models.DateField("จ่ายถึงเดือน", null=True, blank=True)

    class Meta:
        verbose_name = "สิทธิประโยชน์ทดแทนชราภาพ"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="pension", status="active"),
                name="award_one_pension_a_person",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_amount_positive"),
            models.CheckConstraint(condition=Q(starts_on__day=1), name="award_starts_with_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class PensionPayment(models.Model):
    """One month of one pension. The pair is unique, so a run repeated pays nobody twice."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="payments")
    period = models.DateField("เดือน")
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)
    order_reference = models.CharField("คำสั่งจ่าย", max_length=40, blank=True)
    run = models.ForeignKey("batch.BatchRun", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "การจ่ายบำนาญรายเดือน"
        constraints = [
            models.UniqueConstraint(fields=["award", "period"], name="pension_paid_once_a_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="pension_payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.period}"
