"""Who works where from when to when, and under which section a person is insured."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from registration.models.employer import Branch
from registration.models.person import Person


class LeaveReason(models.TextChoices):
    """Reasons of form 6-09. The office's own codes were not found; these are the ones that benefits need."""

    RESIGNED = "1", _("ลาออก")
    CONTRACT_ENDED = "2", _("สิ้นสุดสัญญา")
    LAID_OFF = "3", _("เลิกจ้าง")
    RETIRED = "4", _("เกษียณอายุ")
    DISMISSED = "5", _("ไล่ออกเพราะกระทำผิด")
    DIED = "6", _("เสียชีวิต")
    MOVED = "7", _("โอนย้ายสาขา")


def person_stands(name: str) -> list[pgtrigger.Trigger]:
    """Nothing new is written for a record that was merged into another; a file of many is looked at once."""
    refuse = f"""
                RAISE EXCEPTION 'the person was merged into another record'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_person_stands';
    """
    return [
        pgtrigger.Trigger(
            name="person_stands",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="fresh"),  # type: ignore[no-untyped-call]
            func=f"""
                IF EXISTS (SELECT FROM fresh JOIN registration_person p ON p.id = fresh.person_id
                            WHERE p.merged_into_id IS NOT NULL) THEN
                    {refuse}
                END IF;
                RETURN NULL;
            """,
        ),
        pgtrigger.Trigger(
            name="person_stands_on",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("person_id"),  # type: ignore[no-untyped-call]
            func=f"""
                IF EXISTS (SELECT FROM registration_person p
                            WHERE p.id = NEW.person_id AND p.merged_into_id IS NOT NULL) THEN
                    {refuse}
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def days(start: str, end: str) -> Func:
    """The days from ``start`` to ``end``, both included; open where there is no end."""
    return Func(F(start), F(end), Value("[]"), function="daterange")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), level=pghistory.Statement
)
class Employment(models.Model):
    """A person's work at a branch; both days are included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="employments", db_index=False)
    starts_on = models.DateField(_("เริ่มงาน"))
    ends_on = models.DateField(_("วันสุดท้าย"), null=True, blank=True)
    reason = models.CharField(_("เหตุที่ออก"), max_length=1, choices=LeaveReason, blank=True)
    wage = models.DecimalField(_("ค่าจ้างที่แจ้ง"), max_digits=18, decimal_places=2, null=True, blank=True)
    reported_on = models.DateField(_("แจ้งเข้าเมื่อ"))
    leave_reported_on = models.DateField(_("แจ้งออกเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("การจ้าง")
        constraints = [
            ExclusionConstraint(
                name="employment_not_twice_at_a_branch",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("branch", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, reason="") | Q(ends_on__isnull=False) & ~Q(reason=""),
                name="employment_end_has_reason",
            ),
        ]
        # Who works at a branch is asked for every filing: the index alone answers.
        indexes = [
            models.Index(
                fields=["branch", "starts_on"], include=["ends_on", "person"], name="employment_of_branch"
            )
        ]
        triggers = [
            # After, not before: the foreign key has waited by then for whoever was closing the branch.
            pgtrigger.Trigger(
                name="begins_at_open_branch",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT FROM registration_branch b
                                WHERE b.id = NEW.branch_id AND b.closed_on < NEW.starts_on) THEN
                        RAISE EXCEPTION 'the branch was closed before the employment begins'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'employment_begins_at_open_branch';
                    END IF;
                    RETURN NULL;
                """,
            ),
            *person_stands("employment"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on}"


class CoverageEnd(models.TextChoices):
    LEFT_WORK = "left", _("ออกจากงาน")
    RESIGNED = "resigned", _("ลาออกจากความเป็นผู้ประกันตน")
    BECAME_33 = "became33", _("เข้าทำงาน (มาตรา 33)")
    BECAME_39 = "became39", _("สมัครมาตรา 39")
    OPTION = "option", _("เปลี่ยนทางเลือก")
    UNPAID = "unpaid", _("ขาดส่งเงินสมทบ")
    DIED = "died", _("เสียชีวิต")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), level=pghistory.Statement
)
class Coverage(models.Model):
    """A stretch of insured days under one section. A person is under one section on a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coverages")
    section = models.PositiveSmallIntegerField(_("มาตรา"))
    option = models.PositiveSmallIntegerField(_("ทางเลือก (มาตรา 40)"), null=True, blank=True)
    starts_on = models.DateField(_("ตั้งแต่"))
    ends_on = models.DateField(_("ถึง"), null=True, blank=True)
    end_reason = models.CharField(_("เหตุที่สิ้นสุด"), max_length=10, choices=CoverageEnd, blank=True)

    class Meta:
        verbose_name = _("ความเป็นผู้ประกันตน")
        constraints = [
            ExclusionConstraint(
                name="coverage_one_section_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(section__in=(33, 39, 40)), name="coverage_section_known"),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and would pass: so it is named.
                condition=Q(section=40, option__isnull=False, option__in=(1, 2, 3))
                | ~Q(section=40) & Q(option__isnull=True),
                name="coverage_option_of_40",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="coverage_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(ends_on__isnull=False), name="coverage_by_end"),
            models.Index(fields=["person"], condition=Q(end_reason="died"), name="coverage_ended_by_death"),
        ]
        triggers = person_stands("coverage")

    def __str__(self) -> str:
        return f"{self.person} มาตรา {self.section}"
