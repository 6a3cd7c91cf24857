"""A person of the register, and where the person is paid."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sso_core.kernel import thai_text

FOREIGN_NUMBER = "00"
"""Numbers of persons without status begin so; the civil register has no card of them."""
IN_CIVIL_REGISTER = Q(verified_at__isnull=False) & ~Q(national_id__startswith=FOREIGN_NUMBER)
"""Who was found in the civil register. A number that only the office of work permits confirmed is not there."""


class Sex(models.TextChoices):
    MALE = "M", _("ชาย")
    FEMALE = "F", _("หญิง")
    UNKNOWN = "U", _("ไม่ทราบ")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), level=pghistory.Statement
)
class Person(models.Model):
    """One human being, by the 13-digit number. Names are as the civil register prints them."""

    national_id = models.CharField(_("เลขประจำตัว"), max_length=13, unique=True)
    title_code = models.CharField(_("รหัสคำนำหน้า"), max_length=3, blank=True)
    title = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    latin_name = models.CharField(
        _("ชื่ออักษรโรมัน ตามหนังสือเดินทาง"), max_length=200, blank=True, db_default="", default=""
    )
    name_sort_key = models.CharField(_("คีย์เรียงชื่อ"), max_length=420, editable=False)
    search_key = models.CharField(_("คีย์ค้นชื่อ"), max_length=210, editable=False)
    birth_date = models.DateField(_("วันเกิด"), null=True, blank=True)
    sex = models.CharField(_("เพศ"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    nationality = models.CharField(_("สัญชาติ"), max_length=3, default="099")
    died_on = models.DateField(_("วันเสียชีวิต"), null=True, blank=True)
    marital = models.CharField(
        _("สถานภาพสมรส"),
        max_length=2,
        blank=True,
        db_default="",
        default="",
        db_comment="the civil register's code; its table was not found",
    )
    phone = models.CharField(_("โทรศัพท์"), max_length=20, blank=True)
    phone_confirmed_at = models.DateTimeField(_("ยืนยันโทรศัพท์เมื่อ"), null=True, blank=True)
    email = models.EmailField(_("อีเมล"), blank=True)
    email_confirmed_at = models.DateTimeField(_("ยืนยันอีเมลเมื่อ"), null=True, blank=True)
    address = models.CharField(_("ที่อยู่"), max_length=300, blank=True)
    province = models.CharField(_("จังหวัด"), max_length=2, blank=True)
    office = models.CharField(_("สำนักงานที่ดูแล"), max_length=4, default="1001")
    verified_at = models.DateTimeField(_("ตรวจกับทะเบียนราษฎรเมื่อ"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("รวมเข้ากับ"),
    )
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("บุคคล")
        constraints = [
            models.CheckConstraint(condition=Q(national_id__regex=r"^\d{13}$"), name="person_id_13_digits"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1900-01-01"),
                name="person_born_after_1900",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(died_on__gte=F("birth_date")),
                name="person_dies_after_birth",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_merged_into_another",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="person_search"),
            models.Index(
                fields=["search_key"], opclasses=["varchar_pattern_ops"], name="person_search_start"
            ),
            GinIndex(fields=["national_id"], opclasses=["gin_trgm_ops"], name="person_id_part"),
            GinIndex(fields=["phone"], opclasses=["gin_trgm_ops"], name="person_phone_part"),
            models.Index(fields=["name_sort_key"], name="person_by_name"),
            # A roll names thousands of people at once: it reads them here, and visits no row.
            models.Index(
                fields=["id"], include=["national_id", "first_name", "last_name"], name="person_named"
            ),
            models.Index(fields=["died_on"], condition=Q(died_on__isnull=False), name="person_died"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    @property
    def in_civil_register(self) -> bool:
        """Whether the civil register knows this number, as ``IN_CIVIL_REGISTER`` asks of many."""
        return self.verified_at is not None and not self.national_id.startswith(FOREIGN_NUMBER)

    @property
    def survivor(self) -> "Person":
        """The record that stands for this person: the own, or the one it was merged into."""
        return self.merged_into or self

    def set_keys(self) -> None:
        """Fill the keys by which names sort and are found. Every writer of names calls it."""
        self.name_sort_key = thai_text.sort_key(f"{self.first_name} {self.last_name}")
        self.search_key = thai_text.search_key(f"{self.first_name} {self.last_name}")


class FormerName(models.Model):
    """A name that a person had before. Written by a trigger of the database, whoever changes the name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_names")
    title = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    search_key = models.CharField(_("คีย์ค้นชื่อ"), max_length=210)
    changed_at = models.DateTimeField(_("เปลี่ยนเมื่อ"))

    class Meta:
        verbose_name = _("ชื่อเดิม")
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="former_name_search"),
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.first_name} {self.last_name}".strip()


class DeathSource(models.TextChoices):
    CIVIL_REGISTER = "civil", _("ทะเบียนราษฎร")
    CERTIFICATE = "certificate", _("มรณบัตรหรือหนังสือรับรองการตาย")
    ABROAD = "abroad", _("หลักฐานการตายจากต่างประเทศ")
    COURT = "court", _("คำสั่งศาลให้เป็นคนสาบสูญ")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Death(models.Model):
    """What tells a person's death, and since when we know it. The day stands in ``Person.died_on`` too."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="death")
    died_on = models.DateField(_("วันเสียชีวิต"))
    source = models.CharField(_("แหล่งข้อมูล"), max_length=12, choices=DeathSource)
    evidence = models.CharField(_("หลักฐาน"), max_length=300, blank=True)
    case_reference = models.CharField(_("คำขอ"), max_length=30, blank=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True, db_default=Now())

    class Meta:
        verbose_name = _("การเสียชีวิต")
        constraints = [
            models.CheckConstraint(condition=Q(source__in=DeathSource.values), name="death_source_known"),
            models.CheckConstraint(condition=Q(source="civil") | ~Q(evidence=""), name="death_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.died_on}"


class DestinationKind(models.TextChoices):
    PROMPTPAY = "promptpay", _("พร้อมเพย์เลขประจำตัวประชาชน")
    BANK = "bank", _("บัญชีธนาคาร")


class DestinationState(models.TextChoices):
    ASKED = "asked", _("รอเจ้าหน้าที่อนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว รอเริ่มใช้")
    ACTIVE = "active", _("ใช้อยู่")
    REFUSED = "refused", _("ไม่อนุมัติ")
    REPLACED = "replaced", _("เลิกใช้")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PayoutDestination(models.Model):
    """Where a person wants to be paid. A bank account counts only after a second person approved it.

    One that replaces another waits as ``approved`` until ``since``; the old one is used till then.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="destinations")
    kind = models.CharField(_("วิธีรับเงิน"), max_length=10, choices=DestinationKind)
    bank_code = models.CharField(_("ธนาคาร"), max_length=3, blank=True)
    account = models.CharField(_("เลขบัญชีหรือเลขพร้อมเพย์"), max_length=20)
    account_name = models.CharField(_("ชื่อบัญชี"), max_length=200)
    state = models.CharField(
        _("สถานะ"), max_length=10, choices=DestinationState, default=DestinationState.ASKED
    )
    case_reference = models.CharField(_("คำขอ"), max_length=30, blank=True)
    asked_by = models.BigIntegerField(_("ผู้ขอ"), null=True)
    approved_by = models.BigIntegerField(_("ผู้อนุมัติ"), null=True)
    since = models.DateTimeField(_("ใช้ตั้งแต่"), null=True, blank=True)
    returned_at = models.DateTimeField(_("เงินถูกตีกลับเมื่อ"), null=True, blank=True)
    created_at = models.DateTimeField(_("ขอเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("วิธีรับเงิน")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="active"), name="destination_one_active_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("asked", "approved")),
                name="destination_one_coming_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "approved")) | Q(since__isnull=False),
                name="destination_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DestinationState.values), name="destination_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="promptpay", bank_code="") | Q(kind="bank", bank_code__regex=r"^\d{3}$"),
                name="destination_bank_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(asked_by=F("approved_by")),
                name="destination_asker_is_not_approver",
            ),
            models.CheckConstraint(
                condition=~Q(kind="bank")
                | ~Q(state__in=("active", "approved"))
                | Q(approved_by__isnull=False),
                name="destination_bank_is_approved",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bank_code", "account"], condition=Q(kind="bank"), name="destination_by_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account}"
