"""The member's contribution account: one row a wage month and source of money, written when it is paid."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from contributions.models.filing import MONEY


class Origin(models.TextChoices):
    FILING = "filing", _("นายจ้างยื่น")
    SECTION39 = "section39", _("จ่ายเองมาตรา 39")
    SECTION40 = "section40", _("จ่ายเองมาตรา 40")
    HISTORY = "history", _("ยกมาจากระบบเดิม")


class AccountRow(models.Model):
    """A paid contribution of a person for a wage month. Partitioned by wage month; append-only.

    ``origin_id`` is the filing, the bill of Section 39 or 40, or the load of history.
    """

    pk = models.CompositePrimaryKey("period", "person_id", "origin", "origin_id", "account_no")
    period = models.DateField("งวดค่าจ้าง")
    person_id = models.BigIntegerField("ผู้ประกันตน")
    origin = models.CharField("ที่มา", max_length=10, choices=Origin)
    origin_id = models.BigIntegerField("เลขที่มา")
    section = models.PositiveSmallIntegerField("มาตรา")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, blank=True)
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6, blank=True)
    wage = models.DecimalField("ค่าจ้าง", **MONEY, null=True)
    base = models.DecimalField("ค่าจ้างที่ใช้คิด", **MONEY)
    employee = models.DecimalField("ส่วนผู้ประกันตน", **MONEY)
    employer = models.DecimalField("ส่วนนายจ้าง", **MONEY)
    government = models.DecimalField("ส่วนรัฐบาล", **MONEY)
    paid_on = models.DateField("จ่ายเมื่อ", null=True)
    receipt_id = models.BigIntegerField("ใบเสร็จ", null=True)

    class Meta:
        db_table = "contributions_account"
        verbose_name = "บัญชีเงินสมทบรายบุคคล"


class Gap(models.Model):
    """Months of a person that are not loaded here: shown as not known, never as 0."""

    person_id = models.BigIntegerField("ผู้ประกันตน")
    months = DateRangeField("ช่วงเดือน", db_comment="[first day of first month, first day after last month)")
    reason = models.CharField("เหตุผล", max_length=200)
    noted_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "ช่วงที่ยังไม่มีข้อมูล"
        constraints = [
            ExclusionConstraint(
                name="gap_no_overlap",
                expressions=[("person_id", RangeOperators.EQUAL), ("months", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=~models.Q(months__isempty=True)
                & models.Q(months__startswith__isnull=False, months__endswith__isnull=False),
                name="gap_has_both_ends",
            ),
        ]
