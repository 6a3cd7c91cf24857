"""Agreements on instalments, and orders to seize property: the two ends that a debt may come to (s.49–51)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.bill import Bill
from contributions.models.collection import KEPT, CollectionCase
from contributions.models.filing import MONEY


class PlanState(models.TextChoices):
    ACTIVE = "active", _("กำลังผ่อน")
    KEPT = "kept", _("ครบแล้ว")
    DEFAULTED = "defaulted", _("ผิดนัด")


class InstalmentPlan(models.Model):
    """A debt divided into parts as of ``agreed_on``. The surcharge goes on and is billed at the end."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="plans")
    total = models.DecimalField("ยอดที่ตกลงผ่อน", **MONEY)
    contribution = models.DecimalField("ในนั้นเป็นเงินสมทบ", **MONEY)
    state = models.CharField("สถานะ", max_length=10, choices=PlanState, default=PlanState.ACTIVE)
    agreed_on = models.DateField("ตกลงเมื่อ")
    request = models.CharField("คำขอ", max_length=30, blank=True)
    ended_on = models.DateField("สิ้นสุดเมื่อ", null=True, blank=True)
    bills = models.ManyToManyField(Bill, related_name="plans", verbose_name="ใบแจ้งชำระที่ผ่อน")

    class Meta:
        verbose_name = "ข้อตกลงผ่อนชำระ"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="active"), name="instalment_plan_one_active"
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="instalment_plan_state"),
            models.CheckConstraint(
                condition=Q(total__gt=0, contribution__gte=0, contribution__lte=F("total")),
                name="instalment_plan_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_on__isnull=True)
                | (~Q(state="active") & Q(ended_on__isnull=False)),
                name="instalment_plan_ended_has_day",
            ),
        ]
        triggers = [pgtrigger.Protect(name="instalment_plan_kept", operation=pgtrigger.Delete)]


class InstalmentPart(models.Model):
    """One part with a bill of its own; its money is held until it settles a bill of the debt."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField("งวดที่")
    due_on = models.DateField("จ่ายภายใน")
    amount = models.DecimalField("จำนวนเงิน", **MONEY)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="instalment_part")

    class Meta:
        verbose_name = "งวดผ่อนชำระ"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="instalment_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_part_positive"),
        ]
        triggers = KEPT


class SeizureState(models.TextChoices):
    ORDERED = "ordered", _("มีคำสั่งแล้ว")
    ENDED = "ended", _("สิ้นสุดแล้ว")


class Seizure(models.Model):
    """An order to seize, for the sum of the day. Two people made it: the database knows that they are two."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="seizures")
    decision = models.CharField("คำสั่ง", max_length=30, unique=True)
    amount = models.DecimalField("ยอดตามคำสั่ง", **MONEY)
    warned_on = models.DateField("เตือนเมื่อ")
    earliest_on = models.DateField("ยึดได้ตั้งแต่")
    ordered_on = models.DateField("สั่งเมื่อ")
    maker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="ผู้เสนอ"
    )
    checker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="ผู้สั่ง"
    )
    state = models.CharField("สถานะ", max_length=10, choices=SeizureState, default=SeizureState.ORDERED)
    ended_on = models.DateField("สิ้นสุดเมื่อ", null=True, blank=True)
    result = models.CharField("ผล", max_length=300, blank=True)
    costs = models.DecimalField("ค่าใช้จ่ายในการยึดและขาย", **MONEY, default=0)
    surplus = models.DecimalField("เงินเหลือ", **MONEY, default=0)
    surplus_notified_on = models.DateField("แจ้งให้มารับเมื่อ", null=True, blank=True)
    surplus_until = models.DateField("มารับได้ถึง", null=True, blank=True)

    class Meta:
        verbose_name = "คำสั่งยึดทรัพย์"
        constraints = [
            models.CheckConstraint(condition=~Q(maker=F("checker")), name="seizure_maker_is_not_checker"),
            models.CheckConstraint(
                condition=Q(ordered_on__gte=F("earliest_on"), earliest_on__gt=F("warned_on")),
                name="seizure_after_the_warning",
            ),
            models.CheckConstraint(condition=Q(state__in=SeizureState.values), name="seizure_state_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, surplus__gte=0, costs__gte=0), name="seizure_amounts"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="ordered"), name="seizure_one_in_force"
            ),
        ]
        triggers = [pgtrigger.Protect(name="seizure_kept", operation=pgtrigger.Delete)]


class SeizedAsset(models.Model):
    """A thing or a claim that was seized, and what it brought."""

    seizure = models.ForeignKey(Seizure, on_delete=models.PROTECT, related_name="assets")
    what = models.CharField("ทรัพย์สิน", max_length=300)
    held_by = models.CharField("อยู่ที่", max_length=200, blank=True)
    estimate = models.DecimalField("ราคาประเมิน", **MONEY, null=True, blank=True)
    seized_on = models.DateField("ยึดเมื่อ")
    brought = models.DecimalField("ขายได้", **MONEY, null=True, blank=True)
    sold_on = models.DateField("ขายเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "ทรัพย์สินที่ยึด"
        constraints = [
            models.CheckConstraint(
                condition=Q(brought__isnull=True, sold_on__isnull=True)
                | Q(brought__gte=0, sold_on__gte=F("seized_on")),
                name="seized_asset_sold_is_whole",
            ),
        ]
        triggers = [pgtrigger.Protect(name="seized_asset_kept", operation=pgtrigger.Delete)]
