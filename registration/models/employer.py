"""An employer's account and its branches."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def fitting_place(name: str) -> models.CheckConstraint:
    """A subdistrict lies in the province and has a postcode; both are empty where only words were told."""
    return models.CheckConstraint(
        condition=Q(subdistrict="", postcode="")
        | Q(
            subdistrict__regex=r"^\d{6}$",
            postcode__regex=r"^\d{5}$",
            subdistrict__startswith=models.F("province"),
        ),
        name=f"{name}_subdistrict_of_province",
    )


class EmployerKind(models.TextChoices):
    JURISTIC = "juristic", _("นิติบุคคล")
    PERSON = "person", _("บุคคลธรรมดา")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Employer(models.Model):
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, unique=True)
    kind = models.CharField("ชนิด", max_length=10, choices=EmployerKind, default=EmployerKind.JURISTIC)
    tax_id = models.CharField("เลขนิติบุคคลหรือเลขประจำตัว", max_length=13)
    name = models.CharField("ชื่อนายจ้าง", max_length=200)
    search_key = models.CharField("คีย์ค้นชื่อ", max_length=210, editable=False)
    email = models.EmailField("อีเมล", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20, blank=True)
    office = models.CharField("สำนักงานที่ดูแล", max_length=4, default="1001")
    directors = ArrayField(
        models.CharField(max_length=200), verbose_name="ผู้มีอำนาจลงนาม", default=list, blank=True
    )
    obliged_since = models.DateField("มีลูกจ้างคนแรกเมื่อ", null=True, blank=True)
    registered_on = models.DateField("ขึ้นทะเบียนเมื่อ")
    closed_on = models.DateField("เลิกกิจการเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "นายจ้าง"
        constraints = [
            models.CheckConstraint(
                condition=Q(account_no__regex=r"^\d{10}$"), name="employer_account_10_digits"
            ),
            models.CheckConstraint(condition=Q(tax_id__regex=r"^\d{13}$"), name="employer_tax_id_13_digits"),
            models.UniqueConstraint(
                fields=["tax_id"], condition=Q(closed_on__isnull=True), name="employer_one_open_account"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("registered_on")),
                name="employer_closes_after_registration",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="employer_search"),
            GinIndex(fields=["account_no"], opclasses=["gin_trgm_ops"], name="employer_account_part"),
            GinIndex(fields=["tax_id"], opclasses=["gin_trgm_ops"], name="employer_tax_id_part"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Branch(models.Model):
    """An establishment, where it stands now. Relief by province follows its place on the day.

    ``opened_on`` is empty where nobody told it. ``closed_on`` is the last day.
    """

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="branches")
    branch_no = models.CharField("เลขที่สาขา", max_length=6, default="000000")
    name = models.CharField("ชื่อสาขา", max_length=200)
    address = models.CharField("ที่อยู่", max_length=300, blank=True)
    province = models.CharField("จังหวัด", max_length=2)
    subdistrict = models.CharField("ตำบลหรือแขวง", max_length=6, blank=True, db_default="", default="")
    postcode = models.CharField("รหัสไปรษณีย์", max_length=5, blank=True, db_default="", default="")
    opened_on = models.DateField("เปิดเมื่อ", null=True, blank=True)
    closed_on = models.DateField("ปิดเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "สาขา"
        constraints = [
            models.UniqueConstraint(fields=["employer", "branch_no"], name="branch_once"),
            models.CheckConstraint(condition=Q(branch_no__regex=r"^\d{6}$"), name="branch_6_digits"),
            models.CheckConstraint(condition=Q(province__regex=r"^\d{2}$"), name="branch_has_province"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="branch_closes_after_opening",
            ),
            fitting_place("branch"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerPlace(models.Model):
    """Where a branch stood up to ``last_day``; the branch itself has the place of today.

    On a day it stood in the former place with the nearest last day, else where it stands now: no day is
    without a place, and none has two.
    """

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="former_places")
    last_day = models.DateField("ถึงวันที่")
    address = models.CharField("ที่อยู่", max_length=300, blank=True)
    province = models.CharField("จังหวัด", max_length=2)
    subdistrict = models.CharField("ตำบลหรือแขวง", max_length=6, blank=True, db_default="", default="")
    postcode = models.CharField("รหัสไปรษณีย์", max_length=5, blank=True, db_default="", default="")

    class Meta:
        verbose_name = "ที่ตั้งเดิม"
        constraints = [
            models.UniqueConstraint(fields=["branch", "last_day"], name="former_place_once_a_day"),
            models.CheckConstraint(condition=Q(province__regex=r"^\d{2}$"), name="former_place_has_province"),
            fitting_place("former_place"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.branch} → {self.last_day}"
