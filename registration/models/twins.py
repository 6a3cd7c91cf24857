"""One person under two numbers: pairs that look alike, and records that were merged."""

from django.db import models
from django.db.models import F, Q

from registration.models.person import Person


class Twin(models.Model):
    """Two records that may be one person, the older first. Dismissed once, a pair is not proposed again."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grounds = models.JSONField("เหตุที่คล้าย", default=list)
    found_on = models.DateField("พบเมื่อ")
    dismissed_at = models.DateTimeField("ยืนยันว่าคนละคนเมื่อ", null=True)
    dismissed_by = models.BigIntegerField("ผู้ยืนยัน", null=True)
    dismissed_why = models.CharField("เหตุผล", max_length=300, blank=True)

    class Meta:
        verbose_name = "ระเบียนที่คล้ายกัน"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="twin_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="twin_older_first"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True) | ~Q(dismissed_why=""),
                name="twin_dismissed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-found_on", "id"], condition=Q(dismissed_at__isnull=True), name="twin_open")
        ]

    @property
    def both(self) -> tuple[Person, Person]:
        return self.one, self.other

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"


class Merge(models.Model):
    """``source`` was found to be ``target``. ``kept`` is what is needed to give everything back.

    ``moving`` is the transaction that moves: only in it do sealed rows change their person.
    """

    source = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("เหตุผล", max_length=500)
    case_reference = models.CharField("คำขอ", max_length=30)
    asked_by = models.BigIntegerField("ผู้ขอ")
    approved_by = models.BigIntegerField("ผู้อนุมัติ")
    done_at = models.DateTimeField("รวมเมื่อ")
    undone_at = models.DateTimeField("แยกคืนเมื่อ", null=True)
    moving = models.BigIntegerField("ธุรกรรมที่ย้าย")
    kept = models.JSONField("ข้อมูลสำหรับแยกคืน", default=dict)

    class Meta:
        verbose_name = "การรวมระเบียน"
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="merge_source_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(asked_by=F("approved_by")), name="merge_four_eyes"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
