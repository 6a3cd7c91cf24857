"""The wage month as a whole: opened, expected, chased, closed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MonthState(models.TextChoices):
    OPEN = "open", _("เปิดรับแบบ")
    CLOSING = "closing", _("กำลังปิดงวด")
    CLOSED = "closed", _("ปิดงวดแล้ว")


class ContributionMonth(models.Model):
    """A wage month of everybody. Closing settles its figures; who files later still may (s.47, s.49)."""

    period = models.DateField("งวดค่าจ้าง", primary_key=True, db_comment="first day of the wage month, C.E.")
    state = models.CharField("สถานะ", max_length=10, choices=MonthState, default=MonthState.OPEN)
    opened_at = models.DateTimeField("เปิดงวดเมื่อ")
    opened_by = models.CharField("ผู้เปิดงวด", max_length=200)
    closings = models.PositiveSmallIntegerField("ปิดงวดครั้งที่", default=0)
    closed_at = models.DateTimeField("ปิดงวดเมื่อ", null=True, blank=True)
    closed_by = models.CharField("ผู้ปิดงวด", max_length=200, blank=True)
    figures = models.JSONField("ตัวเลขของงวด", default=dict, db_comment="as of the last closing")

    class Meta:
        verbose_name = "งวดเงินสมทบ"
        constraints = [
            models.CheckConstraint(condition=Q(period__day=1), name="month_is_month"),
            models.CheckConstraint(condition=Q(state__in=MonthState.values), name="month_state_known"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, closings__gt=0),
                name="month_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period:%Y-%m}"


class ExpectedFiling(models.Model):
    """An employer that had staff in a wage month, and so must file (s.47)."""

    pk = models.CompositePrimaryKey("period", "account_no")
    period = models.DateField("งวดค่าจ้าง")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    name = models.CharField("ชื่อนายจ้าง", max_length=200)
    office = models.CharField("สำนักงานที่ดูแล", max_length=4)
    staff = models.PositiveIntegerField("ลูกจ้างตามทะเบียน")
    due_on = models.DateField("ครบกำหนด")
    reminded_at = models.DateTimeField("เตือนก่อนกำหนดเมื่อ", null=True, blank=True)
    chased_at = models.DateTimeField("ทวงเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "นายจ้างที่ต้องยื่นแบบ"
        constraints = [
            models.CheckConstraint(condition=Q(period__day=1), name="expected_period_is_month"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("period")), name="expected_due_after_month_begins"
            ),
            models.CheckConstraint(condition=Q(staff__gt=0), name="expected_has_staff"),
        ]
        indexes = [models.Index(fields=["period", "office", "account_no"], name="expected_of_office")]
