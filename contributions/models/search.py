"""A member looks for months that the account does not show: one case, a row a month, and what an employer is asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.filing import MONEY


class SearchState(models.TextChoices):
    OPEN = "open", _("กำลังค้น")
    FOUND = "found", _("พบและแก้บัญชีแล้ว")
    REFUSED = "refused", _("ค้นแล้วไม่พบ")
    WITHDRAWN = "withdrawn", _("ถอนคำขอแล้ว")


class FoundAs(models.TextChoices):
    ELSEWHERE = "elsewhere", _("อยู่ใต้เลขของคนอื่น")
    PROVEN = "proven", _("มีหลักฐานว่าจ่ายแล้ว แต่ไม่ได้โหลด")


class MonthSearch(models.Model):
    """One month that is looked for by one case. ``found_*`` is what an officer found, written when two agree.

    ``source_id`` is the person under whose number the month stands; amounts in baht, of a month proven by papers.
    """

    case_reference = models.CharField("เลขที่เรื่อง", max_length=30)
    person_id = models.BigIntegerField("ผู้ประกันตน")
    period = models.DateField("งวดค่าจ้าง")
    state = models.CharField("ผลการค้น", max_length=10, choices=SearchState, default=SearchState.OPEN)
    found_as = models.CharField("พบอย่างไร", max_length=10, choices=FoundAs, blank=True)
    source_id = models.BigIntegerField("อยู่ใต้ชื่อของ", null=True, blank=True)
    section = models.PositiveSmallIntegerField("มาตรา", null=True, blank=True)
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10, blank=True)
    wage = models.DecimalField("ค่าจ้าง", **MONEY, null=True, blank=True)
    base = models.DecimalField("ค่าจ้างที่ใช้คิด", **MONEY, null=True, blank=True)
    employee = models.DecimalField("ส่วนผู้ประกันตน", **MONEY, null=True, blank=True)
    employer = models.DecimalField("ส่วนนายจ้าง", **MONEY, null=True, blank=True)
    paid_on = models.DateField("จ่ายเมื่อ", null=True, blank=True)
    found_by = models.CharField("ผู้พบ", max_length=200, blank=True)
    found_at = models.DateTimeField("พบเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "เดือนที่ขอให้ค้น"
        constraints = [
            models.UniqueConstraint(fields=["case_reference", "period"], name="month_search_once_a_case"),
            models.UniqueConstraint(
                fields=["person_id", "period"], condition=Q(state="open"), name="month_search_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SearchState.values), name="month_search_state_known"
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="month_search_period_is_month"),
            models.CheckConstraint(
                condition=Q(found_as="")
                | Q(found_as="elsewhere", source_id__isnull=False)
                | Q(found_as="proven", section__in=(33, 39), base__gt=0, employee__gte=0, employer__gte=0),
                name="month_search_found_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["person_id", "period"], name="month_search_of_person")]

    def __str__(self) -> str:
        return f"{self.case_reference} {self.period:%Y-%m}"


class EmployerAnswer(models.TextChoices):
    WILL_FILE = "will_file", _("ทำงานอยู่ จะยื่นเงินสมทบของเดือนนั้น")
    FILED = "filed", _("ทำงานอยู่ และยื่นแล้ว")
    NOT_OURS = "not_ours", _("เดือนนั้นไม่ได้ทำงานที่นี่")


class EmployerQuestion(models.Model):
    """What the office asks an employer about the months of a search; asked once a case, answered once."""

    case_reference = models.CharField("เลขที่เรื่อง", max_length=30)
    account_no = models.CharField("เลขที่บัญชีนายจ้าง", max_length=10)
    person_name = models.CharField("ชื่อผู้ประกันตน", max_length=200)
    national_id = models.CharField("เลขประจำตัวประชาชน", max_length=13)
    months = models.CharField("งวดค่าจ้าง", max_length=400)
    text = models.CharField("คำถาม", max_length=1000)
    asked_by = models.CharField("ผู้ถาม", max_length=200)
    asked_at = models.DateTimeField("ถามเมื่อ")
    due_on = models.DateField("ตอบภายใน")
    answer = models.CharField("คำตอบ", max_length=10, choices=EmployerAnswer, blank=True)
    answer_text = models.CharField("คำตอบเพิ่มเติม", max_length=1000, blank=True)
    answered_by = models.CharField("ผู้ตอบ", max_length=200, blank=True)
    answered_at = models.DateTimeField("ตอบเมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = "คำถามถึงนายจ้าง"
        constraints = [
            models.UniqueConstraint(fields=["case_reference", "account_no"], name="employer_question_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="employer_question_answered_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account_no"], condition=Q(answered_at=None), name="employer_question_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_reference} {self.account_no}"
