"""What an employer reported of itself, what it reported late, and who works for whom as a contractor."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registration.models.employer import Employer
from registration.models.employment import days

WRITTEN_ONCE = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ChangedFact(models.TextChoices):
    CONTACT = "contact", _("ช่องทางติดต่อ")
    NAME = "name", _("ชื่อนายจ้าง")
    ADDRESS = "address", _("ที่อยู่สำนักงานใหญ่")
    DIRECTORS = "directors", _("ผู้มีอำนาจลงนาม")
    BRANCH = "branch", _("สาขา")
    CLOSING = "closing", _("เลิกกิจการ")
    REOPENING = "reopening", _("เปิดบัญชีอีกครั้ง")
    TRANSFER = "transfer", _("โอนกิจการ")


class EmployerChange(models.Model):
    """One fact that changed (form 6-15): what it was, what it is, since when, and when it was told."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="changes")
    fact = models.CharField("เรื่อง", max_length=10, choices=ChangedFact)
    before = models.TextField("เดิม", blank=True)
    after = models.TextField("ใหม่", blank=True)
    changed_on = models.DateField("เปลี่ยนเมื่อ")
    reported_on = models.DateField("แจ้งเมื่อ")
    case_reference = models.CharField("คำขอ", max_length=30, blank=True)
    asked_by = models.BigIntegerField("ผู้ขอ", null=True, blank=True)
    decided_by = models.BigIntegerField("ผู้ตัดสิน", null=True, blank=True)

    class Meta:
        verbose_name = "การเปลี่ยนข้อเท็จจริงนายจ้าง"
        constraints = [
            models.CheckConstraint(condition=Q(fact__in=ChangedFact.values), name="employer_change_known"),
            models.CheckConstraint(
                condition=~Q(fact=ChangedFact.REOPENING)
                | Q(asked_by__isnull=False, decided_by__isnull=False) & ~Q(asked_by=F("decided_by")),
                name="employer_reopening_has_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["employer", "-changed_on"])]
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"{self.employer} {self.fact}"


class LateKind(models.TextChoices):
    REGISTRATION = "employer", _("ขึ้นทะเบียนนายจ้าง")
    ENROLMENT = "enrolment", _("แจ้งเข้างาน")
    LEAVER = "leaver", _("แจ้งออกจากงาน")
    CHANGE = "change", _("แจ้งเปลี่ยนข้อเท็จจริง")


class LateReport(models.Model):
    """A report that came after the day the law sets (s.34, s.44), by the law of the day it happened."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="late_reports")
    kind = models.CharField("เรื่อง", max_length=10, choices=LateKind)
    subject = models.CharField("เกี่ยวกับ", max_length=60, blank=True)
    happened_on = models.DateField("เกิดขึ้นเมื่อ")
    due_on = models.DateField("ต้องแจ้งภายใน")
    reported_on = models.DateField("แจ้งเมื่อ")

    class Meta:
        verbose_name = "การแจ้งเกินกำหนด"
        constraints = [
            models.CheckConstraint(condition=Q(reported_on__gt=F("due_on")), name="late_report_is_late"),
            models.CheckConstraint(condition=Q(due_on__gte=F("happened_on")), name="late_report_due_after"),
            models.CheckConstraint(condition=Q(kind__in=LateKind.values), name="late_report_kind_known"),
        ]
        indexes = [
            models.Index(fields=["employer", "-reported_on"]),
            models.Index(fields=["-reported_on", "-id"], name="late_report_newest"),
        ]
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"{self.employer} {self.kind} {self.happened_on}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContractorLink(models.Model):
    """A contractor that brings labour to a principal, who is an employer of it too (SSA s.35).

    Both days are included. That the chain has no circle is the service's to see to.
    """

    principal = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="contractors")
    contractor = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="principals")
    work = models.CharField("งานที่รับเหมา", max_length=200)
    since = models.DateField("ตั้งแต่")
    until = models.DateField("ถึง", null=True, blank=True)
    declared_on = models.DateField("แจ้งเมื่อ")

    class Meta:
        verbose_name = "ผู้รับเหมาค่าแรง"
        constraints = [
            ExclusionConstraint(
                name="contractor_link_once_a_day",
                expressions=[
                    ("principal", RangeOperators.EQUAL),
                    ("contractor", RangeOperators.EQUAL),
                    (days("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(principal=F("contractor")), name="contractor_is_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="contractor_link_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contractor} → {self.principal}"
