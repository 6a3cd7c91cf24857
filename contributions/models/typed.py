"""A filing that is typed on the page or taken over from an earlier month: its sheet, and its lines.

Logged, unlike the staged lines: what somebody typed is here, and the staged lines are made from it again
after every change and after a crash of the server. When the filing is submitted, discarded or expires, it goes.
"""

from django.db import models
from django.db.models import Q

from contributions.models.filing import MONEY, Filing


class TypedSheet(models.Model):
    """Whose lines are typed: every branch or one; from which month they were taken over."""

    filing = models.OneToOneField(Filing, on_delete=models.CASCADE, primary_key=True, related_name="sheet")
    only_branch = models.CharField("เฉพาะสาขา", max_length=6, blank=True, db_comment="empty: every branch")
    taken_from = models.DateField("คัดลอกจากงวด", null=True, blank=True)
    gone = models.JSONField(
        "ผู้ที่ไม่อยู่แล้ว", default=list, db_comment="names of the month taken over who left since"
    )

    class Meta:
        verbose_name = "แบบที่กรอกบนหน้าเว็บ"
        constraints = [
            models.CheckConstraint(
                condition=Q(only_branch__regex=r"^([0-9]{6})?$"), name="typed_sheet_branch_6"
            )
        ]


class TypedLine(models.Model):
    """A person of the sheet. ``wage`` is empty until somebody typed it, and 0 for a month without wage."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="typed")
    line = models.PositiveIntegerField("แถว")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=30)
    title_code = models.CharField("คำนำหน้าชื่อ", max_length=10)
    first_name = models.CharField("ชื่อ", max_length=100)
    last_name = models.CharField("นามสกุล", max_length=100, blank=True)
    wage = models.DecimalField("ค่าจ้าง", **MONEY, null=True, blank=True)
    before = models.DecimalField("ค่าจ้างงวดก่อน", **MONEY, null=True, blank=True)
    is_new = models.BooleanField("เข้ามาหลังงวดที่คัดลอก", default=False)

    class Meta:
        verbose_name = "บรรทัดที่กรอก"
        constraints = [
            models.UniqueConstraint(fields=["filing", "line"], name="typed_line_once"),
            models.CheckConstraint(condition=Q(branch_no__regex=r"^[0-9]{6}$"), name="typed_line_branch_6"),
            models.CheckConstraint(
                condition=Q(wage__isnull=True) | Q(wage__gte=0), name="typed_wage_positive"
            ),
        ]
