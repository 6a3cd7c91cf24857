"""Sections 39 and 40: several months paid at once."""

from django.db import models
from django.db.models import Q

from contributions.models.bill import Bill


class BillGroup(models.Model):
    """Several bills of one person under one pair of references, so that one payment settles them all."""

    person_id = models.BigIntegerField("ผู้ประกันตน")
    subject = models.CharField("ของใคร", max_length=40)
    payer_name = models.CharField("ชื่อผู้ชำระ", max_length=200)
    ref1 = models.CharField("เลขอ้างอิง 1", max_length=20)
    ref2 = models.CharField("เลขอ้างอิง 2", max_length=20)
    issued_at = models.DateTimeField("ออกเมื่อ")
    bills = models.ManyToManyField(Bill, related_name="groups", verbose_name="ใบแจ้งชำระ")

    class Meta:
        verbose_name = "ใบแจ้งรวมหลายเดือน"
        constraints = [
            models.UniqueConstraint(fields=["ref1", "ref2"], name="bill_group_references_once"),
            models.CheckConstraint(condition=Q(ref1__regex=r"^[A-Z0-9]{1,20}$"), name="bill_group_ref1_form"),
            models.CheckConstraint(condition=Q(ref2__regex=r"^[A-Z0-9]{1,20}$"), name="bill_group_ref2_form"),
        ]
        indexes = [models.Index(fields=["person_id"], name="bill_group_of_person")]

    def __str__(self) -> str:
        return f"{self.ref1}/{self.ref2}"
