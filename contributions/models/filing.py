"""A filing of a wage month (สปส.1-10): the file, its lines as read, what was found, what was assessed.

Lines live twice in their time: in ``StagedLine`` (unlogged, as read, perhaps wrong) until the employer
submits, then in ``FilingLine`` (partitioned, with every constraint) for good.
"""

import zlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
TIED = "a statement trigger ties it to its filing"


class FilingStatus(models.TextChoices):
    CHECKING = "checking", _("กำลังตรวจ")
    CHECKED = "checked", _("ตรวจแล้ว รอยื่น")
    UNREADABLE = "unreadable", _("อ่านไม่ได้")
    SUBMITTING = "submitting", _("กำลังยื่น")
    SUBMITTED = "submitted", _("ยื่นแล้ว")
    DISCARDED = "discarded", _("ทิ้งแล้ว")


class FilingKind(models.TextChoices):
    """``FILED``: people not yet filed for the month. The others say what the month becomes."""

    FILED = "filed", _("ยื่นแบบ")
    AMENDED = "amended", _("ยื่นแก้ไขทั้งงวด")
    CHANGES = "changes", _("ยื่นแก้ไขรายคน")


class FilingFormat(models.TextChoices):
    TEXT = "text135", _("ไฟล์ข้อความ")
    EXCEL = "xlsx", "Excel"
    TYPED = "typed", _("กรอกบนหน้าเว็บ")
    UNKNOWN = "unknown", _("ไม่รู้จัก")


class Filing(models.Model):
    """One file, or one typed form, of one employer for one wage month."""

    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    employer_name = models.CharField("ชื่อนายจ้าง", max_length=200)
    period = models.DateField("งวดค่าจ้าง", db_comment="first day of the wage month, C.E.")
    kind = models.CharField("ชนิดการยื่น", max_length=10, choices=FilingKind, default=FilingKind.FILED)
    format = models.CharField("รูปแบบ", max_length=10, choices=FilingFormat)
    filename = models.CharField("ชื่อไฟล์", max_length=200, blank=True)
    sha256 = models.CharField("ลายนิ้วมือไฟล์", max_length=64)
    status = models.CharField("สถานะ", max_length=10, choices=FilingStatus, default=FilingStatus.CHECKING)
    lines = models.PositiveIntegerField("จำนวนบรรทัด", default=0)
    recomputed = models.BooleanField(
        "ใช้ยอดที่คำนวณใหม่", default=False, db_comment="lines were changed; the header's sums no longer count"
    )
    wages = models.DecimalField("ค่าจ้างรวม", **MONEY, null=True, blank=True)
    employee = models.DecimalField("ส่วนผู้ประกันตน", **MONEY, null=True, blank=True)
    employer = models.DecimalField("ส่วนนายจ้าง", **MONEY, null=True, blank=True)
    government = models.DecimalField("ส่วนรัฐบาล", **MONEY, null=True, blank=True)
    law_hash = models.CharField("รุ่นของกฎหมายที่ใช้คำนวณ", max_length=64, blank=True)
    uploaded_by_id = models.BigIntegerField("ผู้ส่ง", null=True, blank=True)
    uploaded_by = models.CharField("ชื่อผู้ส่ง", max_length=200)
    uploaded_at = models.DateTimeField("ส่งเมื่อ")
    changed_at = models.DateTimeField(
        "แก้ไขล่าสุดเมื่อ", null=True, blank=True, db_comment="a draft is kept so many days after this one"
    )
    submitted_by_id = models.BigIntegerField("ผู้ยื่น", null=True, blank=True)
    submitted_by = models.CharField("ชื่อผู้ยื่น", max_length=200, blank=True)
    submitted_at = models.DateTimeField("ยื่นเมื่อ", null=True, blank=True)
    billed_in = models.ForeignKey(
        "contributions.Bill", on_delete=models.PROTECT, null=True, blank=True, related_name="also_bills",
        verbose_name="รวมอยู่ในใบแจ้งชำระ", db_comment="another bill that asks for these lines too",
    )  # fmt: skip
    cleared_on = models.DateField("หักกลบครบเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "การยื่นแบบ สปส.1-10"
        constraints = [
            models.UniqueConstraint(
                fields=["account_no", "period", "sha256"],
                condition=~Q(status="discarded"),
                name="filing_same_file_once",
                violation_error_message="ไฟล์นี้ส่งมาแล้ว",
            ),
            models.CheckConstraint(condition=Q(status__in=FilingStatus.values), name="filing_status_known"),
            models.CheckConstraint(condition=Q(format__in=FilingFormat.values), name="filing_format_known"),
            models.CheckConstraint(condition=Q(kind__in=FilingKind.values), name="filing_kind_known"),
            models.CheckConstraint(condition=Q(account_no__regex=r"^[0-9]{10}$"), name="filing_account_10"),
            models.CheckConstraint(condition=Q(period__day=1), name="filing_period_is_month"),
            models.CheckConstraint(
                condition=~Q(status="submitted")
                | Q(submitted_at__isnull=False, employee__isnull=False, employer__isnull=False),
                name="filing_submitted_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["account_no", "-period"], name="filing_of_employer")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """``F6906-0000123``: B.E. year and month of the wage month, and number."""
        return f"F{(self.period.year + 543) % 100:02d}{self.period.month:02d}-{self.pk:07d}"

    @property
    def is_open(self) -> bool:
        return self.status == FilingStatus.CHECKED


class FilingFile(models.Model):
    """The file as it came. Staged lines that were lost are read from here again."""

    filing = models.OneToOneField(
        Filing, on_delete=models.CASCADE, primary_key=True, related_name="file", db_constraint=False,
        db_comment=TIED,
    )  # fmt: skip
    content = models.BinaryField("เนื้อหาไฟล์")
    size = models.PositiveBigIntegerField("ขนาดไฟล์")
    packed = models.BooleanField("บีบอัดไว้", default=False, db_default=False)
    """Whether ``content`` is a bare deflate stream, as the file lay in the gateway's zip."""

    class Meta:
        verbose_name = "ไฟล์ที่ยื่น"

    def as_it_came(self) -> bytes:
        """The bytes that were sent. Raises ``zlib.error`` where a packed file is not what it was."""
        kept = bytes(self.content)
        return zlib.decompress(kept, -zlib.MAX_WBITS) if self.packed else kept


class FilingSection(models.Model):
    """One branch of a filing: where it stands, and what its header declared."""

    filing = models.ForeignKey(
        Filing, on_delete=models.CASCADE, related_name="sections", db_index=False, db_constraint=False,
        db_comment=TIED,
    )  # fmt: skip
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    province = models.CharField("จังหวัด", max_length=2, blank=True)
    declared = models.JSONField("ที่แจ้งในส่วนหัว", default=dict)

    class Meta:
        verbose_name = "สาขาในการยื่นแบบ"
        constraints = [
            models.UniqueConstraint(fields=["filing", "branch_no"], name="filing_section_once"),
            models.CheckConstraint(condition=Q(branch_no__regex=r"^([0-9]{6})?$"), name="section_branch_6"),
        ]


class StagedLine(models.Model):
    """A line as read, right or wrong. Unlogged: after a crash of the server it is read again."""

    pk = models.CompositePrimaryKey("filing_id", "branch_no", "line")
    filing_id = models.BigIntegerField()
    branch_no = models.CharField(max_length=6)
    line = models.PositiveIntegerField("บรรทัด")
    national_id = models.CharField(max_length=30)
    title_code = models.CharField(max_length=10)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    wage = models.DecimalField(**MONEY, null=True)
    contribution = models.DecimalField(**MONEY, null=True)

    class Meta:
        verbose_name = "บรรทัดที่อ่านได้"


class FilingFinding(models.Model):
    """What was found wrong or worth telling. ``line`` 0 is the whole file."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="findings", db_index=False)
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6, blank=True)
    line = models.PositiveIntegerField("บรรทัด", default=0)
    field = models.CharField("ช่อง", max_length=30, blank=True)
    code = models.CharField("รหัส", max_length=60)
    severity = models.CharField("ระดับ", max_length=10)
    section = models.CharField("มาตรา", max_length=20, blank=True)
    params = models.JSONField("ค่า", default=dict)
    national_id = models.CharField("เลขประจำตัว", max_length=30, blank=True)
    settled = models.CharField(
        "จัดการแล้ว",
        max_length=20,
        blank=True,
        db_comment="what the employer chose: confirmed, waiting, enrolled",
    )

    class Meta:
        verbose_name = "สิ่งที่พบในแบบ"
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=("block", "waivable", "warn")), name="filing_finding_severity"
            )
        ]
        indexes = [
            models.Index(fields=["filing", "severity", "branch_no", "line"], name="filing_finding_order")
        ]


class Correction(models.Model):
    """What an employer changed on the page: append-only, and played back when the file is read again."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="corrections")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6, blank=True)
    line = models.PositiveIntegerField("บรรทัด", default=0)
    kind = models.CharField("การแก้", max_length=12)
    values = models.JSONField("ค่าใหม่", default=dict)
    by_id = models.BigIntegerField("ผู้แก้", null=True)
    by_name = models.CharField("ชื่อผู้แก้", max_length=200)
    at = models.DateTimeField("แก้เมื่อ")

    class Meta:
        verbose_name = "การแก้ไขแบบ"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("edit", "remove", "recompute")), name="filing_correction_kind"
            )
        ]


class FilingLine(models.Model):
    """A person's line of a submitted filing, assessed. Partitioned by wage month; never changed.

    ``person_id`` is empty while the person is not enrolled with the employer; it is filled once.
    """

    pk = models.CompositePrimaryKey("period", "filing_id", "branch_no", "line")
    period = models.DateField("งวดค่าจ้าง")
    filing_id = models.BigIntegerField("การยื่นแบบ")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    line = models.PositiveIntegerField("บรรทัด")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=13)
    person_id = models.BigIntegerField("ผู้ประกันตน", null=True)
    title_code = models.CharField("คำนำหน้าชื่อ", max_length=10)
    first_name = models.CharField("ชื่อ", max_length=100)
    last_name = models.CharField("นามสกุล", max_length=100)
    wage = models.DecimalField("ค่าจ้าง", **MONEY)
    base = models.DecimalField("ค่าจ้างที่ใช้คิด", **MONEY)
    employee = models.DecimalField("ส่วนผู้ประกันตน", **MONEY)
    employer = models.DecimalField("ส่วนนายจ้าง", **MONEY)
    government = models.DecimalField("ส่วนรัฐบาล", **MONEY)

    class Meta:
        db_table = "contributions_line"
        verbose_name = "รายการเงินสมทบ"


class WaitingLine(models.Model):
    """Money taken for a person who is not enrolled: visible until the enrolment comes."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.DateField("งวดค่าจ้าง")
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    line = models.PositiveIntegerField("บรรทัด")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=13)
    name = models.CharField("ชื่อในแบบ", max_length=210)
    amount = models.DecimalField("เงินสมทบสองฝ่าย", **MONEY)
    settled_at = models.DateTimeField("ได้ขึ้นทะเบียนเมื่อ", null=True, blank=True)
    person_id = models.BigIntegerField("ผู้ประกันตน", null=True, blank=True)

    class Meta:
        verbose_name = "เงินสมทบที่รอการขึ้นทะเบียน"
        constraints = [
            models.UniqueConstraint(fields=["filing", "branch_no", "line"], name="waiting_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="waiting_amount_positive"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, person_id__isnull=True)
                | Q(settled_at__isnull=False, person_id__isnull=False),
                name="waiting_settled_has_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account_no", "national_id"], condition=Q(settled_at=None), name="waiting_line_open"
            )
        ]


class Assessment(models.Model):
    """What a branch of a filing owes, by payer and fund. Sums equal the lines', to the satang."""

    pk = models.CompositePrimaryKey("filing", "branch_no", "payer", "fund")
    filing = models.ForeignKey(
        Filing, on_delete=models.PROTECT, related_name="assessments", db_index=False, db_constraint=False,
        db_comment=TIED,
    )  # fmt: skip
    branch_no = models.CharField("ลำดับที่สาขา", max_length=6)
    payer = models.CharField("ผู้จ่าย", max_length=10)
    fund = models.CharField("กองทุน", max_length=20)
    amount = models.DecimalField("จำนวนเงิน", **MONEY)

    class Meta:
        verbose_name = "ยอดประเมินเงินสมทบ"
        constraints = [
            models.CheckConstraint(
                condition=Q(payer__in=("employee", "employer", "government")), name="assessment_payer_known"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="assessment_positive"),
        ]
