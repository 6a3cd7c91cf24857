"""Collecting what an employer owes: one open case an employer, its months, letters, and what was done (s.47bis–53).

Only ``services/collecting.py`` writes ``stage``. Letters and events are kept as they were.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.collection_flow import Stage
from contributions.models.bill import Bill
from contributions.models.filing import MONEY, Filing

KEPT = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
REFERENCE = "CL{year:02d}{month:02d}-{number:07d}"


class CollectionCase(models.Model):
    """What is known of the whole debt as of ``worked_on``. ``owed`` is contributions only, of months with a sum."""

    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    employer_name = models.CharField("ชื่อนายจ้าง", max_length=200)
    office = models.CharField("สำนักงาน", max_length=10)
    stage = models.CharField("ขั้น", max_length=20, choices=Stage.choices(), default=Stage.DETECTED.value)
    owed = models.DecimalField("เงินสมทบค้างที่ทราบยอด", **MONEY, default=0)
    not_filed = models.PositiveSmallIntegerField("เดือนที่ไม่ยื่นและไม่ทราบยอด", default=0)
    oldest_due = models.DateField("ครบกำหนดเก่าสุด", null=True, blank=True)
    score = models.PositiveSmallIntegerField("คะแนนความเร่งด่วน", default=0)
    answer_by = models.DateField("ให้เวลาถึง", null=True, blank=True)
    assigned_to = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField("เปิดเรื่องเมื่อ")
    worked_on = models.DateField("คิดยอดถึงวันที่")
    settled_on = models.DateField("หมดหนี้เมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "เรื่องเร่งรัดหนี้"
        constraints = [
            models.UniqueConstraint(
                fields=["account_no"], condition=~Q(stage="settled"), name="collection_one_open_case"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="collection_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="settled", settled_on__isnull=False)
                | (~Q(stage="settled") & Q(settled_on__isnull=True)),
                name="collection_settled_has_day",
            ),
            models.CheckConstraint(condition=Q(owed__gte=0), name="collection_owed_positive"),
        ]
        indexes = [
            models.Index(
                fields=["office", "-score", "id"], condition=~Q(stage="settled"), name="collection_queue"
            ),
            models.Index(fields=["account_no", "-id"], name="collection_of_employer"),
        ]
        triggers = [pgtrigger.Protect(name="collection_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """``CL6911-0000012``: B.E. year and month of opening, and number."""
        year = (self.opened_on.year + 543) % 100
        return REFERENCE.format(year=year, month=self.opened_on.month, number=self.pk)

    @property
    def subject(self) -> str:
        return f"employer:{self.account_no}"


class DebtKind(models.TextChoices):
    UNPAID = "unpaid", _("ยื่นแล้วไม่ชำระ")
    NOT_FILED = "not_filed", _("ไม่ยื่นแบบ")


class CollectionMonth(models.Model):
    """A debt of a wage month in a case: an unpaid bill, or a month that nobody filed, whose sum is not known.

    A month not filed gets the bill of its assessment. ``people`` were on the register in the month.
    """

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="months")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    period = models.DateField("งวดค่าจ้าง")
    kind = models.CharField("เหตุ", max_length=10, choices=DebtKind)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField("จำนวนลูกจ้าง", null=True, blank=True)
    due_on = models.DateField("ครบกำหนด")
    warned_on = models.DateField("เตือนเมื่อ", null=True, blank=True)
    answer_by = models.DateField("ให้เวลาถึง", null=True, blank=True)
    found_on = models.DateField("พบเมื่อ")
    settled_on = models.DateField("หมดเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "เดือนที่ค้าง"
        constraints = [
            models.UniqueConstraint(fields=["bill"], name="collection_month_of_bill_once"),
            models.UniqueConstraint(
                fields=["account_no", "period"],
                condition=Q(kind="not_filed", settled_on__isnull=True),
                name="collection_month_not_filed_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=DebtKind.values), name="collection_month_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="not_filed") | Q(bill__isnull=False), name="collection_month_unpaid_has_bill"
            ),
            models.CheckConstraint(
                condition=Q(warned_on__isnull=True, answer_by__isnull=True)
                | Q(warned_on__isnull=False, answer_by__gt=F("warned_on")),
                name="collection_month_warned_has_term",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(settled_on=None), name="collection_month_open"),
            models.Index(fields=["account_no", "-period"], name="collection_month_of_employer"),
        ]


class LetterKind(models.TextChoices):
    WARNING = "warning", _("หนังสือเตือนให้นำส่ง")
    ASSESSMENT = "assessment", _("หนังสือแจ้งการประเมิน")
    ADJUSTMENT = "adjustment", _("หนังสือแจ้งผลการพิสูจน์")
    SEIZURE_WARNING = "seizure", _("หนังสือเตือนก่อนยึดทรัพย์")
    INSTALMENTS = "instalments", _("ข้อตกลงผ่อนชำระ")


class CollectionLetter(models.Model):
    """A letter as it was sent: what it said stands in ``facts``, the paper under ``document_id``."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("ชนิด", max_length=12, choices=LetterKind)
    number = models.CharField("เลขที่หนังสือ", max_length=30, unique=True)
    sent_on = models.DateField("ส่งเมื่อ")
    answer_by = models.DateField("ให้เวลาถึง")
    facts = models.JSONField("ข้อความในหนังสือ", default=dict)
    document_id = models.CharField("เอกสาร", max_length=40)
    by_id = models.BigIntegerField("ผู้ส่ง", null=True, blank=True)
    by_name = models.CharField("ชื่อผู้ส่ง", max_length=200)

    class Meta:
        verbose_name = "หนังสือเร่งรัดหนี้"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="collection_letter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("sent_on")), name="collection_letter_gives_time"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="collection_letter_of_case")]
        triggers = KEPT


class CollectionEvent(models.Model):
    """One line of what was done in a case: never changed, never deleted."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("การกระทำ", max_length=40)
    before = models.CharField("ขั้นก่อน", max_length=20, blank=True)
    after = models.CharField("ขั้นหลัง", max_length=20, blank=True)
    params = models.JSONField("รายละเอียด", default=dict)
    by_id = models.BigIntegerField("ผู้ทำ", null=True, blank=True)
    by_name = models.CharField("ชื่อผู้ทำ", max_length=200)
    at = models.DateTimeField("เวลา")

    class Meta:
        verbose_name = "ประวัติการเร่งรัดหนี้"
        indexes = [models.Index(fields=["case", "id"], name="collection_event_of_case")]
        triggers = KEPT


class HoldKind(models.TextChoices):
    EXTENSION = "extension", _("ขยายเวลา (มาตรา 84/1)")
    APPEAL = "appeal", _("อุทธรณ์ (มาตรา 85)")
    COURT = "court", _("คดีในศาลแรงงาน (มาตรา 87)")


class CollectionHold(models.Model):
    """A deadline that another way opened. ``holds`` says whether the office may go on meanwhile; money runs on."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField("เหตุ", max_length=10, choices=HoldKind)
    reference = models.CharField("เลขที่คำขอหรือคดี", max_length=40)
    holds = models.BooleanField("ทุเลาการเร่งรัด")
    since = models.DateField("ตั้งแต่")
    until = models.DateField("ถึง", null=True, blank=True)
    ended_on = models.DateField("สิ้นสุดเมื่อ", null=True, blank=True)
    outcome = models.CharField("ผล", max_length=200, blank=True)

    class Meta:
        verbose_name = "เหตุที่ชะลอการเร่งรัดหนี้"
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="collection_hold_once"),
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="collection_hold_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="collection_hold_ends_after"
            ),
        ]


class JointDebtor(models.Model):
    """A principal above the contractor that owes, in the wage months of the contract (s.52, s.53)."""

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="joint_debtors")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    name = models.CharField("ชื่อนายจ้าง", max_length=200)
    since = models.DateField("เดือนแรกที่ร่วมรับผิด")
    until = models.DateField("เดือนสุดท้ายที่ร่วมรับผิด", null=True, blank=True)
    told_on = models.DateField("แจ้งเมื่อ")

    class Meta:
        verbose_name = "ผู้ร่วมรับผิดในหนี้"
        constraints = [
            models.UniqueConstraint(fields=["case", "account_no", "since"], name="joint_debtor_once"),
        ]
        indexes = [models.Index(fields=["account_no"], name="joint_debtor_of_employer")]


class AssessmentWay(models.TextChoices):
    LAST_PAID = "last_paid", _("เท่ากับเดือนสุดท้ายที่นำส่งเต็ม")
    TOLD_WAGES = "told_wages", _("ตามค่าจ้างที่แจ้งไว้")
    MINIMUM_WAGE = "minimum_wage", _("ค่าจ้างขั้นต่ำ × 30")
    PROVED = "proved", _("ตามที่พิสูจน์")


class OfficeAssessment(models.Model):
    """The office's assessment of a month that was not filed (s.47bis). It names nobody and credits nobody.

    It stands until the real filing, or a proof, takes its place; what was paid for it then counts for that.
    """

    case = models.ForeignKey(CollectionCase, on_delete=models.PROTECT, related_name="assessments")
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    period = models.DateField("งวดค่าจ้าง")
    way = models.CharField("วิธีประเมิน", max_length=12, choices=AssessmentWay)
    amount = models.DecimalField("เงินสมทบที่ประเมิน", **MONEY)
    worked = models.JSONField("การคำนวณ")
    law_hash = models.CharField("ลายนิ้วมือกฎหมาย", max_length=64)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="office_assessment")
    assessed_on = models.DateField("ประเมินเมื่อ")
    proof_until = models.DateField("พิสูจน์ได้ถึง")
    assessed_by_id = models.BigIntegerField("ผู้ประเมิน", null=True, blank=True)
    assessed_by = models.CharField("ชื่อผู้ประเมิน", max_length=200)
    replaced_on = models.DateField("มีสิ่งอื่นแทนเมื่อ", null=True, blank=True)
    replaced_by = models.ForeignKey(
        Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="แบบที่ยื่นแทน"
    )
    why = models.CharField("เหตุที่แทน", max_length=300, blank=True)

    class Meta:
        verbose_name = "การประเมินโดยสำนักงาน"
        constraints = [
            models.UniqueConstraint(
                fields=["account_no", "period"],
                condition=Q(replaced_on__isnull=True),
                name="office_assessment_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(way__in=AssessmentWay.values), name="office_assessment_way_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="office_assessment_positive"),
            models.CheckConstraint(
                condition=Q(proof_until__gte=F("assessed_on")), name="office_assessment_can_be_disproved"
            ),
        ]
        triggers = [pgtrigger.Protect(name="office_assessment_kept", operation=pgtrigger.Delete)]
