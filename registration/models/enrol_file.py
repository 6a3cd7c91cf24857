"""A file of people who come and go, from its arrival to the register."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.employer import Employer


class EnrolFileStatus(models.TextChoices):
    READING = "reading", _("กำลังอ่าน")
    CHECKING = "checking", _("กำลังตรวจ")
    CHECKED = "checked", _("ตรวจแล้ว รอเลือก")
    UNREADABLE = "unreadable", _("อ่านไม่ได้")
    ENROLLING = "enrolling", _("กำลังบันทึก")
    DONE = "done", _("บันทึกแล้ว")
    DISCARDED = "discarded", _("ไม่ใช้")


class EnrolFile(models.Model):
    """The file as sent and how far it came. The same file of an employer is there once."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="enrol_files")
    filename = models.CharField("ชื่อไฟล์", max_length=200)
    sha256 = models.CharField("ลายนิ้วมือไฟล์", max_length=64)
    content = models.BinaryField("ไฟล์ตามที่ส่ง")
    status = models.CharField(
        "สถานะ", max_length=10, choices=EnrolFileStatus, default=EnrolFileStatus.READING
    )
    lines = models.PositiveIntegerField("จำนวนแถว", default=0)
    good = models.PositiveIntegerField("ผ่าน", default=0)
    warned = models.PositiveIntegerField("มีข้อสังเกต", default=0)
    bad = models.PositiveIntegerField("ต้องแก้", default=0)
    enrolled = models.PositiveIntegerField("บันทึกแล้ว", default=0)
    sent_by_id = models.BigIntegerField("ผู้ส่ง", null=True)
    sent_by = models.CharField("ชื่อผู้ส่ง", max_length=200)
    sent_at = models.DateTimeField("ส่งเมื่อ")
    done_at = models.DateTimeField("บันทึกเสร็จเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "ไฟล์รายชื่อลูกจ้าง"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "sha256"],
                condition=~Q(status="discarded"),
                name="enrol_file_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=EnrolFileStatus.values), name="enrol_file_status_known"
            ),
        ]
        indexes = [models.Index(fields=["employer", "-sent_at"], name="enrol_file_newest")]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_working(self) -> bool:
        return self.status in (EnrolFileStatus.READING, EnrolFileStatus.CHECKING, EnrolFileStatus.ENROLLING)


class EnrolLine(models.Model):
    """A row of the file as read; once the civil register knew the person, in its words."""

    file_id = models.BigIntegerField("ไฟล์")
    line = models.PositiveIntegerField("แถว")
    kind = models.CharField("เข้าหรือออก", max_length=3)
    national_id = models.CharField("เลขประจำตัว", max_length=30)
    title_code = models.CharField("รหัสคำนำหน้า", max_length=3)
    title = models.CharField("คำนำหน้า", max_length=40)
    first_name = models.CharField("ชื่อ", max_length=100)
    last_name = models.CharField("นามสกุล", max_length=100)
    sort_key = models.CharField("คีย์เรียงชื่อ", max_length=420)
    search_key = models.CharField("คีย์ค้นชื่อ", max_length=210)
    birth_date = models.DateField("วันเกิด", null=True)
    sex = models.CharField("เพศ", max_length=1)
    nationality = models.CharField("สัญชาติ", max_length=3)
    branch_no = models.CharField("สาขา", max_length=6)
    day = models.DateField("วันเริ่มงานหรือวันสุดท้าย", null=True)
    reason = models.CharField("เหตุที่ออก", max_length=1)
    wage = models.DecimalField("ค่าจ้าง", max_digits=18, decimal_places=2, null=True)
    register = models.CharField(
        "คำตอบทะเบียนราษฎร", max_length=7, db_comment="'' not asked, known, found, silent"
    )
    told = models.JSONField("ที่ทะเบียนราษฎรบอก", default=dict)

    class Meta:
        verbose_name = "แถวของไฟล์รายชื่อ"
        constraints = [models.UniqueConstraint(fields=["file_id", "line"], name="enrol_line_once")]
        indexes = [models.Index(fields=["file_id", "national_id"], name="enrol_line_person")]


class EnrolFinding(models.Model):
    """What was found at a cell. ``stage`` says which check found it, so that a check can be made again."""

    file_id = models.BigIntegerField("ไฟล์")
    line = models.PositiveIntegerField("แถว")
    field = models.CharField("ช่อง", max_length=20)
    code = models.CharField("รหัส", max_length=40)
    severity = models.CharField("ระดับ", max_length=10)
    section = models.CharField("มาตรา", max_length=10)
    params = models.JSONField("ค่า", default=dict)
    stage = models.CharField("พบตอน", max_length=8, db_comment="read, civil, law")

    class Meta:
        verbose_name = "สิ่งที่พบในไฟล์รายชื่อ"
        indexes = [models.Index(fields=["file_id", "line"], name="enrol_finding_of_line")]
