"""What a person without Thai nationality shows, and the numbers a person had before."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registration.models.person import Person


class PaperKind(models.TextChoices):
    PASSPORT = "passport", _("หนังสือเดินทาง")
    WORK_PERMIT = "work_permit", _("ใบอนุญาตทำงาน")
    PINK_CARD = "pink_card", _("บัตรประจำตัวคนซึ่งไม่มีสัญชาติไทย (บัตรชมพู)")
    OTHER = "other", _("เอกสารอื่นที่ทางการออก")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class IdentityPaper(models.Model):
    """A paper that shows who a foreigner is. One number of a country and kind belongs to one person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("ชนิดเอกสาร"), max_length=12, choices=PaperKind)
    country = models.CharField(_("ประเทศที่ออก (ISO 3166-1 alpha-3)"), max_length=3)
    number = models.CharField(_("เลขที่เอกสาร"), max_length=30)
    valid_from = models.DateField(_("ใช้ได้ตั้งแต่"), null=True, blank=True)
    valid_until = models.DateField(_("ใช้ได้ถึง"), null=True, blank=True)
    given_up_on = models.DateField(_("เลิกใช้เมื่อ"), null=True, blank=True)
    recorded_by = models.BigIntegerField(_("ผู้บันทึก"), null=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("เอกสารแสดงตน")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "number"],
                condition=Q(given_up_on__isnull=True),
                name="paper_of_one_person",
            ),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(country__regex=r"^[A-Z]{3}$"), name="paper_country_is_iso"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Z]{4,30}$"), name="paper_number_is_plain"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="paper_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="paper_by_number"),
            models.Index(
                fields=["valid_until"],
                condition=Q(given_up_on__isnull=True, valid_until__isnull=False),
                name="paper_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.country} {self.number}"


class FormerNumber(models.Model):
    """A number that a person had before a pink card or another correction; it keeps leading to the person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_numbers")
    national_id = models.CharField(_("เลขเดิม"), max_length=13, unique=True)
    until = models.DateField(_("ใช้ถึง"))
    case_reference = models.CharField(_("คำขอ"), max_length=30)

    class Meta:
        verbose_name = _("เลขประจำตัวเดิม")
        constraints = [
            models.CheckConstraint(
                condition=Q(national_id__regex=r"^\d{13}$"), name="former_number_13_digits"
            )
        ]

    def __str__(self) -> str:
        return self.national_id
