"""Who is married to whom and whose child one is, from when to when, and what tells it."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registration.models.employment import days
from registration.models.person import Person


class Kinship(models.TextChoices):
    SPOUSE = "spouse", _("คู่สมรส")
    CHILD = "child", _("บุตร")
    PARENT = "parent", _("บิดาหรือมารดา")


class KinSource(models.TextChoices):
    CIVIL_REGISTER = "civil", _("ทะเบียนราษฎร")
    DOCUMENT = "document", _("เอกสาร")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FamilyLink(models.Model):
    """``relative`` is the ``kinship`` of ``person``. Where both are in the register each has a row of its own.

    A child without a number yet is known by name and birth date.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="family")
    kinship = models.CharField(_("ความสัมพันธ์"), max_length=6, choices=Kinship)
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    national_id = models.CharField(_("เลขประจำตัว"), max_length=13, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    birth_date = models.DateField(_("วันเกิด"), null=True, blank=True)
    since = models.DateField(_("ตั้งแต่"), null=True, blank=True)
    until = models.DateField(_("ถึง"), null=True, blank=True)
    source = models.CharField(_("แหล่งข้อมูล"), max_length=10, choices=KinSource)
    evidence = models.CharField(_("หลักฐาน"), max_length=300, blank=True)
    case_reference = models.CharField(_("คำขอ"), max_length=30, blank=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("ครอบครัว")
        constraints = [
            ExclusionConstraint(
                name="family_one_spouse_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (days("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kinship="spouse"),
            ),
            models.UniqueConstraint(
                fields=["person", "kinship", "national_id"],
                condition=~Q(national_id="") & ~Q(kinship="spouse"),
                name="family_link_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kinship", "first_name", "birth_date"],
                condition=Q(national_id="") & ~Q(kinship="spouse"),
                name="family_link_without_number_once",
            ),
            models.CheckConstraint(
                condition=Q(relative__isnull=True) | ~Q(relative=F("person")), name="family_not_oneself"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="family_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(kinship__in=Kinship.values), name="family_kinship_known"),
            models.CheckConstraint(
                condition=Q(national_id="") | Q(national_id__regex=r"^\d{13}$"), name="family_id_13_digits"
            ),
            models.CheckConstraint(
                condition=~Q(national_id="") | Q(kinship="child", birth_date__isnull=False),
                name="family_without_number_is_a_child",
            ),
            models.CheckConstraint(
                condition=Q(source="civil") | ~Q(evidence=""), name="family_document_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kinship} {self.first_name} {self.last_name}".strip()
