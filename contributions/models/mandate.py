"""Standing debit: the order to a bank to take each month from an account, and each attempt to take it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.bill import Bill
from sso_core.kernel import bank_account


class MandateState(models.TextChoices):
    ASKED = "asked", _("รอส่งธนาคาร")
    SENT = "sent", _("รอธนาคารยืนยัน")
    ACTIVE = "active", _("ใช้อยู่")
    REFUSED = "refused", _("ธนาคารไม่รับ")
    ENDED = "ended", _("เลิกแล้ว")


class EndedFor(models.TextChoices):
    """Why an order ended from our side: told to the bank in the next file."""

    MEMBER = "member", _("เจ้าของบัญชีขอเลิก")
    DIED = "died", _("ผู้ประกันตนเสียชีวิต")
    UNINSURED = "uninsured", _("ไม่เป็นผู้ประกันตนมาตรา 39 หรือ 40 แล้ว")


LIVE = ("asked", "sent", "active")


class Mandate(models.Model):
    """A person lets Section 39 and 40 be taken from a bank account. One at a time."""

    reference = models.CharField("เลขที่", max_length=20, unique=True)
    person_id = models.BigIntegerField("ผู้ประกันตน")
    holder_name = models.CharField("ชื่อบัญชี", max_length=200)
    holder_id = models.CharField("เลขประจำตัวเจ้าของบัญชี", max_length=13)
    bank_code = models.CharField("ธนาคาร", max_length=3)
    account = models.CharField("เลขที่บัญชี", max_length=15)
    state = models.CharField("สถานะ", max_length=10, choices=MandateState, default=MandateState.ASKED)
    reason = models.CharField("เหตุผล", max_length=10, blank=True)
    run_on = models.DateField("ส่งธนาคารวันที่", null=True, blank=True)
    asked_at = models.DateTimeField("ขอเมื่อ")
    confirmed_at = models.DateTimeField("ธนาคารยืนยันเมื่อ", null=True, blank=True)
    ended_at = models.DateTimeField("เลิกเมื่อ", null=True, blank=True)
    ended_for = models.CharField("เหตุที่เลิก", max_length=10, choices=EndedFor, blank=True)
    stop_run_on = models.DateField("แจ้งธนาคารว่าเลิกวันที่", null=True, blank=True)

    class Meta:
        verbose_name = "คำสั่งหักบัญชีอัตโนมัติ"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MandateState.values), name="mandate_state_known"),
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(state__in=LIVE), name="mandate_of_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False), name="mandate_active_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "refused"), ended_at__isnull=False)
                | (~Q(state__in=("ended", "refused")) & Q(ended_at__isnull=True)),
                name="mandate_end_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_for="") | Q(state="ended"), name="mandate_ended_for_when_ended"
            ),
            models.CheckConstraint(
                condition=Q(stop_run_on__isnull=True) | ~Q(ended_for=""), name="mandate_stop_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(account__regex=r"^[0-9]{10,15}$"), name="mandate_account_form"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state="asked"), name="mandate_waiting"),
            models.Index(
                fields=["person_id"],
                condition=Q(run_on__isnull=False, stop_run_on__isnull=True) & ~Q(ended_for=""),
                name="mandate_stop_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def bank_name(self) -> str:
        return bank_account.name(self.bank_code)

    @property
    def masked(self) -> str:
        return bank_account.mask(self.account)


class DebitState(models.TextChoices):
    SENT = "sent", _("ส่งธนาคารแล้ว")
    COLLECTED = "collected", _("หักได้แล้ว")
    REFUSED = "refused", _("หักไม่ได้")


class Debit(models.Model):
    """One attempt to take one bill. ``run_on`` names the file that it went out with."""

    reference = models.CharField("เลขที่", max_length=20, unique=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="debits")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="debits")
    attempt = models.PositiveSmallIntegerField("ครั้งที่")
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)
    run_on = models.DateField("หักวันที่")
    state = models.CharField("สถานะ", max_length=10, choices=DebitState, default=DebitState.SENT)
    reason = models.CharField("เหตุผล", max_length=10, blank=True)
    answered_on = models.DateField("ธนาคารตอบวันที่", null=True, blank=True)

    class Meta:
        verbose_name = "รายการหักบัญชี"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DebitState.values), name="debit_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="debit_positive"),
            models.UniqueConstraint(fields=["bill", "attempt"], name="debit_attempt_once"),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state__in=("sent", "collected")), name="debit_of_bill_once"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_on__isnull=True)
                | (~Q(state="sent") & Q(answered_on__isnull=False)),
                name="debit_answer_has_day",
            ),
        ]
        indexes = [models.Index(fields=["run_on"], name="debit_of_run")]

    def __str__(self) -> str:
        return self.reference

    @property
    def why(self) -> str:
        """Why it was refused, in words."""
        return str(WHY.get(self.reason, self.reason)) if self.reason else ""


WHY = {
    "AM04": _("เงินในบัญชีไม่พอ"),
    "AC04": _("บัญชีปิดแล้ว"),
    "MD01": _("เจ้าของบัญชีเลิกคำสั่งที่ธนาคาร"),
    "BE01": _("บัญชีเป็นชื่อคนอื่น"),
}
