"""Where a person lives and is reached, from when to when."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registration.models.employment import days
from registration.models.person import Person


class AddressKind(models.TextChoices):
    CONTACT = "contact", _("ที่อยู่ติดต่อ")
    REGISTERED = "registered", _("ที่อยู่ตามทะเบียนบ้าน")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Address(models.Model):
    """House and subdistrict, by its six-digit code; both days are included. One of a kind holds on a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(_("ประเภทที่อยู่"), max_length=10, choices=AddressKind)
    house = models.CharField(_("บ้านเลขที่ หมู่ ซอย ถนน"), max_length=200)
    subdistrict = models.CharField(_("ตำบลหรือแขวง"), max_length=6)
    postcode = models.CharField(_("รหัสไปรษณีย์"), max_length=5)
    since = models.DateField(_("ตั้งแต่"))
    until = models.DateField(_("ถึง"), null=True, blank=True)

    class Meta:
        verbose_name = _("ที่อยู่")
        constraints = [
            ExclusionConstraint(
                name="address_one_of_a_kind_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (days("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="address_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(kind__in=AddressKind.values), name="address_kind_known"),
            models.CheckConstraint(
                condition=Q(subdistrict__regex=r"^\d{6}$"), name="address_has_subdistrict"
            ),
            models.CheckConstraint(condition=Q(postcode__regex=r"^\d{5}$"), name="address_has_postcode"),
        ]

    def __str__(self) -> str:
        return f"{self.house} {self.subdistrict}"
