"""A case: an application on its way to a decision, whatever it is about."""

from datetime import datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sso_core import clock
from sso_core.cases.flow import PublicStatus, Status

DRAFT_DAYS = 30


class Outcome(models.TextChoices):
    APPROVE = "approve", _("อนุมัติ")
    REJECT = "reject", _("ไม่อนุมัติ")


class Channel(models.TextChoices):
    WEB = "web", "e-Self Service"
    API = "api", "API"
    COUNTER = "counter", _("เคาน์เตอร์")
    SYSTEM = "system", _("ระบบ")


class Case(models.Model):
    """Where an application stands. Only the services write ``status``; each act adds one to ``version``."""

    reference = models.CharField("เลขที่คำขอ", max_length=24, unique=True)
    type = models.CharField("ประเภท", max_length=60)
    subject = models.CharField("เรื่องของ", max_length=60)
    subject_name = models.CharField("ชื่อ", max_length=200)
    subject_ident = models.CharField("เลขประจำตัวหรือเลขบัญชี", max_length=20, blank=True)
    applicant_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applicant_name = models.CharField("ผู้ยื่น", max_length=200)
    channel = models.CharField("ช่องทาง", max_length=10, choices=Channel, default=Channel.WEB)
    office = models.CharField("สำนักงาน", max_length=10)
    status = models.CharField("สถานะ", max_length=20, choices=Status.choices(), default=Status.RECEIVED.value)
    public_status = models.CharField(
        "สถานะที่ผู้ขอเห็น", max_length=20, choices=PublicStatus.choices(), default=PublicStatus.RECEIVED.value
    )
    assigned_to = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payload = models.JSONField("ข้อมูลคำขอ", default=dict)
    amount = models.DecimalField("ยอดคาด", max_digits=18, decimal_places=2, null=True, blank=True)
    alert = models.CharField("ควรรู้", max_length=200, blank=True)
    opened_at = models.DateTimeField("รับเมื่อ", default=clock.now)
    sla_days = models.PositiveSmallIntegerField("เวลามาตรฐาน (วันทำการ)")
    due_on = models.DateField("กำหนด")
    paused_on = models.DateField("หยุดนับตั้งแต่", null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField("วันทำการที่หยุดนับ", default=0)
    closed_at = models.DateTimeField("ปิดเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField("ครั้งที่แก้", default=1)

    class Meta:
        verbose_name = "คำขอ"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=Q(public_status__in=[s.value for s in PublicStatus]),
                name="case_public_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.WAITING.value, paused_on__isnull=False)
                | (~Q(status=Status.WAITING.value) & Q(paused_on__isnull=True)),
                name="case_clock_stops_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="case_amount_positive"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_on"],
                condition=Q(status__in=["received", "checking", "waiting", "proposed"]),
                name="case_open_of_office",
            ),
            models.Index(
                fields=["assigned_to", "due_on"],
                condition=Q(status__in=["received", "checking", "waiting", "proposed"]),
                name="case_open_of_officer",
            ),
            models.Index(fields=["subject", "-id"], name="case_of_subject"),
        ]
        triggers = [pgtrigger.Protect(name="case_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("รอคนที่สอง")
    DECIDED = "decided", _("สั่งแล้ว")
    SENT_BACK = "sent_back", _("ส่งกลับ")
    DROPPED = "dropped", _("ยกเลิก")


class Proposal(models.Model):
    """What one officer proposes and, where four eyes are needed, another confirms or sends back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    outcome = models.CharField("คำสั่ง", max_length=10, choices=Outcome)
    reason = models.TextField("เหตุผล")
    worked = models.JSONField("การคำนวณ", null=True, blank=True)
    amount = models.DecimalField("ยอด", max_digits=18, decimal_places=2, null=True, blank=True)
    four_eyes = models.BooleanField("ต้องมีคนที่สอง")
    automatic = models.BooleanField("ระบบสั่งเอง", default=False)
    state = models.CharField("สถานะ", max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    maker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    maker_name = models.CharField("ผู้เสนอ", max_length=200)
    made_at = models.DateTimeField("เสนอเมื่อ", default=clock.now)
    checker = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checker_name = models.CharField("ผู้ตรวจ", max_length=200, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True)
    checker_note = models.TextField("เหตุที่ส่งกลับ", blank=True)

    class Meta:
        verbose_name = "คำสั่ง"
        constraints = [
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | Q(maker__isnull=True) | ~Q(checker=F("maker")),
                name="proposal_maker_is_not_checker",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECIDED)
                | Q(four_eyes=False)
                | Q(checker__isnull=False, maker__isnull=False),
                name="proposal_four_eyes_has_two_people",
            ),
            models.CheckConstraint(
                condition=Q(maker__isnull=False) | Q(automatic=True), name="proposal_has_maker"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="proposal_amount_positive"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="waiting"), name="proposal_one_waits_per_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="decided"), name="proposal_one_decides_per_case"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="proposal_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="proposal_decided_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="waiting"),
            ),
            pgtrigger.ReadOnly(
                name="proposal_text_fixed",
                fields=[
                    "outcome",
                    "reason",
                    "worked",
                    "amount",
                    "four_eyes",
                    "automatic",
                    "maker",
                    "made_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Question(models.Model):
    """One thing that the office asks the applicant. The clock stands still until the answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField("คำถาม")
    due_on = models.DateField("ตอบภายใน")
    asked_by = models.CharField("ผู้ถาม", max_length=200)
    asked_at = models.DateTimeField("ถามเมื่อ", default=clock.now)
    answer = models.TextField("คำตอบ", blank=True)
    documents = models.JSONField("เอกสารที่ส่งมา", default=list)
    answered_by = models.CharField("ผู้ตอบ", max_length=200, blank=True)
    closed_at = models.DateTimeField("จบเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "คำถามถึงผู้ขอ"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at=None), name="question_one_open_per_case"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="question_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="question_answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CaseEvent(models.Model):
    """One line of the timeline: who did what, when. Never changed, never deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("การกระทำ", max_length=60)
    params = models.JSONField("รายละเอียด", default=dict)
    public = models.BooleanField("ผู้ขอเห็น", default=False)
    actor_kind = models.CharField("ชนิดผู้ทำ", max_length=10)
    actor_user = models.BigIntegerField("ผู้ใช้", null=True, blank=True)
    actor_name = models.CharField("ผู้ทำ", max_length=200)
    at = models.DateTimeField("เวลา", default=clock.now)

    class Meta:
        verbose_name = "ประวัติคำขอ"
        indexes = [models.Index(fields=["case", "id"], name="case_event_of_case")]
        triggers = [
            pgtrigger.Protect(name="case_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.verb


class AssignmentRule(models.Model):
    """Who gets a new case of a type at an office: the next in turn, who has least open, or whoever picks it."""

    class Mode(models.TextChoices):
        IN_TURN = "in_turn", _("เวียนตามลำดับ")
        LEAST = "least", _("คนที่งานค้างน้อยที่สุด")
        PICK = "pick", _("ให้หยิบเอง")

    case_type = models.CharField("ประเภท", max_length=60, default="*")
    office = models.CharField("สำนักงาน", max_length=10, default="*")
    mode = models.CharField("วิธี", max_length=10, choices=Mode, default=Mode.PICK)
    last_user = models.BigIntegerField("คนล่าสุดที่ได้งาน", null=True, blank=True)

    class Meta:
        verbose_name = "กติกาแจกงาน"
        constraints = [
            models.UniqueConstraint(fields=["case_type", "office"], name="assignment_rule_once"),
            models.CheckConstraint(
                condition=Q(mode__in=["in_turn", "least", "pick"]), name="assignment_rule_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_type} {self.office}"


def _draft_end() -> datetime:
    return clock.now() + timedelta(days=DRAFT_DAYS)


class Draft(models.Model):
    """An application being filled in: kept from the first answer, for thirty days after the last."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("ชนิด", max_length=60)
    data = models.JSONField("คำตอบ", default=dict)
    step = models.CharField("ถึงขั้น", max_length=60, blank=True)
    started_at = models.DateTimeField("เริ่มเมื่อ", default=clock.now)
    updated_at = models.DateTimeField("แก้ล่าสุด", default=clock.now)
    expires_at = models.DateTimeField("หมดอายุ", default=_draft_end)

    class Meta:
        verbose_name = "แบบร่าง"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="draft_one_per_kind")]

    def __str__(self) -> str:
        return self.kind
