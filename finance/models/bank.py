"""What went to the bank and what came back: each raw file kept first, then applied once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BankFile(models.Model):
    """A file as it was sent or received, byte for byte."""

    class Direction(models.TextChoices):
        OUT = "out", _("ส่งธนาคาร")
        IN = "in", _("รับจากธนาคาร")

    class Kind(models.TextChoices):
        PAIN001 = "pain001", _("คำสั่งโอน (pain.001)")
        PAIN002 = "pain002", _("ผลการรับคำสั่ง (pain.002)")
        CAMT054 = "camt054", _("แจ้งรายการเข้าออก (camt.054)")
        BILL_PAYMENT = "bill_payment", _("รับชำระตามใบแจ้ง")
        DIRECT_DEBIT = "direct_debit", _("หักบัญชีอัตโนมัติ")
        DEBIT_ANSWER = "debit_answer", _("ผลการหักบัญชีอัตโนมัติ")
        UNKNOWN = "unknown", _("ไม่รู้จัก")

    class State(models.TextChoices):
        WAITING = "waiting", _("รอ")
        DONE = "done", _("เรียบร้อย")
        REFUSED = "refused", _("ไม่รับทั้งไฟล์")

    direction = models.CharField("ทิศทาง", max_length=3, choices=Direction)
    kind = models.CharField("ชนิด", max_length=15, choices=Kind)
    name = models.CharField("ชื่อไฟล์", max_length=200)
    sha256 = models.CharField("ลายนิ้วมือ", max_length=64, unique=True)
    content = models.BinaryField("เนื้อหา")
    size = models.PositiveBigIntegerField("ขนาด")
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField("เวลา")
    done_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)
    batch = models.ForeignKey(
        "finance.PayoutBatch", models.PROTECT, null=True, blank=True, related_name="files"
    )
    summary = models.JSONField("สรุป", default=dict)
    findings = models.JSONField("ข้อสังเกต", default=list)

    class Meta:
        verbose_name = "ไฟล์ธนาคาร"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", done_at__isnull=True)
                | Q(state__in=["done", "refused"], done_at__isnull=False),
                name="finance_file_done_has_time",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(direction="out"), name="finance_file_out_name_once"
            ),
        ]
        indexes = [
            models.Index(fields=["direction"], condition=Q(state="waiting"), name="finance_file_waiting")
        ]

    def __str__(self) -> str:
        return self.name


class BankReceipt(models.Model):
    """A line of a bill payment file: money that came in, once by bank and transaction number."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="receipts", verbose_name="ไฟล์")
    line = models.PositiveIntegerField("บรรทัด")
    bank_code = models.CharField("ธนาคาร", max_length=3)
    txn_id = models.CharField("เลขรายการของธนาคาร", max_length=40)
    paid_at = models.DateTimeField("ชำระเมื่อ")
    payer = models.CharField("ผู้ชำระ", max_length=200, blank=True)
    ref1 = models.CharField("เลขอ้างอิง 1", max_length=40)
    ref2 = models.CharField("เลขอ้างอิง 2", max_length=40, blank=True)
    channel = models.CharField("ช่องทาง", max_length=10, blank=True)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "รายการรับชำระ"
        constraints = [
            models.UniqueConstraint(fields=["bank_code", "txn_id"], name="finance_receipt_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="finance_receipt_amount_positive"),
        ]
        indexes = [models.Index(fields=["ref1", "ref2"], name="finance_receipt_refs")]

    def __str__(self) -> str:
        return f"{self.bank_code}/{self.txn_id}"


class ReversalNote(models.Model):
    """What a paper of the bank says of a payment that it takes back: noted by one officer, checked by another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("รออีกคนตรวจ")
        DONE = "done", _("ทำแล้ว")
        DECLINED = "declined", _("ไม่ทำ")

    receipt = models.ForeignKey(
        BankReceipt, models.PROTECT, related_name="notes", verbose_name="รายการรับชำระ"
    )
    txn_id = models.CharField("เลขที่เอกสารของธนาคาร", max_length=40)
    on = models.DateField("วันที่เรียกคืน")
    reason = models.CharField("เหตุผล", max_length=200)
    paper = models.CharField("หลักฐาน", max_length=40)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.PROPOSED)
    made_by_id = models.BigIntegerField()
    made_by = models.CharField("ผู้บันทึก", max_length=200)
    made_at = models.DateTimeField("บันทึกเมื่อ")
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    checked_by = models.CharField("ผู้ตรวจ", max_length=200, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True)
    answer = models.CharField("เหตุที่ไม่ทำ", max_length=300, blank=True)

    class Meta:
        verbose_name = "บันทึกธนาคารเรียกคืนเงิน"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "done", "declined"]), name="finance_note_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(paper="") & ~Q(txn_id=""), name="finance_note_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", checked_at__isnull=True)
                | (~Q(state="proposed") & Q(checked_at__isnull=False)),
                name="finance_note_checked_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(checked_by_id__isnull=False) & ~Q(checked_by_id=F("made_by_id"))),
                name="finance_note_two_people",
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(state__in=["proposed", "done"]), name="finance_note_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.txn_id}"


class BankReversal(models.Model):
    """A payment that the bank took back, once: by a line of its file, or by a paper that two officers noted."""

    file = models.ForeignKey(
        BankFile, models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name="ไฟล์"
    )
    line = models.PositiveIntegerField("บรรทัด")
    note = models.OneToOneField(
        ReversalNote, models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name="บันทึก"
    )
    receipt = models.OneToOneField(
        BankReceipt, models.PROTECT, related_name="reversal", verbose_name="รายการรับชำระ"
    )
    bank_code = models.CharField("ธนาคาร", max_length=3)
    txn_id = models.CharField("เลขรายการของธนาคาร", max_length=40)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2)
    on = models.DateField("วันที่เรียกคืน")
    reason = models.CharField("เหตุผล", max_length=200, blank=True)

    class Meta:
        verbose_name = "รายการที่ธนาคารเรียกคืน"
        constraints = [
            models.UniqueConstraint(fields=["bank_code", "txn_id"], name="finance_reversal_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="finance_reversal_amount_positive"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, note__isnull=True) | Q(file__isnull=True, note__isnull=False),
                name="finance_reversal_by_file_or_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_code}/{self.txn_id}"


class BankAnswer(models.Model):
    """What the bank said about one payment: read from a file, in its order, with what came of it."""

    class What(models.TextChoices):
        ACCEPTED = "accepted", _("รับคำสั่งแล้ว")
        PENDING = "pending", _("รอดำเนินการ")
        SETTLED = "settled", _("เงินถึงผู้รับ")
        REJECTED = "rejected", _("ปฏิเสธ")
        RETURNED = "returned", _("คืนเงิน")
        OTHER = "other", _("อื่น ๆ")

    class Outcome(models.TextChoices):
        READ = "read", _("อ่านแล้ว")
        APPLIED = "applied", _("ทำแล้ว")
        REPEATED = "repeated", _("แจ้งซ้ำ")
        EXCEPTION = "exception", _("ต้องดู")

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="answers", verbose_name="ไฟล์")
    line = models.PositiveIntegerField("ลำดับ")
    reference = models.CharField("เลขที่คำสั่งจ่าย", max_length=80)
    what = models.CharField("คำตอบ", max_length=10, choices=What)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2, null=True)
    booked_on = models.DateField("วันที่รายการ", null=True)
    reason_code = models.CharField("รหัสเหตุผล", max_length=10, blank=True)
    reason = models.CharField("เหตุผล", max_length=300, blank=True)
    outcome = models.CharField("ผล", max_length=10, choices=Outcome, default=Outcome.READ)

    class Meta:
        verbose_name = "คำตอบของธนาคาร"
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="finance_answer_line_once"),
        ]
        indexes = [models.Index(fields=["reference"], name="finance_answer_reference")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.line} {self.reference}"


class BankException(models.Model):
    """An answer that does not fit what we know. A person looks at it; nothing was moved by it."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="exceptions", verbose_name="ไฟล์")
    line = models.PositiveIntegerField("ลำดับ")
    code = models.CharField("เหตุ", max_length=40)
    reference = models.CharField("เลขที่ที่ธนาคารอ้าง", max_length=80, blank=True)
    amount = models.DecimalField("จำนวนเงิน", max_digits=18, decimal_places=2, null=True, blank=True)
    params = models.JSONField("รายละเอียด", default=dict)
    resolved_at = models.DateTimeField("จัดการแล้วเมื่อ", null=True, blank=True)
    resolved_by = models.CharField("ผู้จัดการ", max_length=200, blank=True)
    note = models.CharField("วิธีจัดการ", max_length=300, blank=True)

    class Meta:
        verbose_name = "คำตอบธนาคารที่ต้องดู"
        constraints = [
            models.UniqueConstraint(fields=["file", "line", "code"], name="finance_exception_once"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | (~Q(resolved_by="") & ~Q(note="")),
                name="finance_exception_resolved_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["file"], condition=Q(resolved_at__isnull=True), name="finance_exception_open"
            )
        ]
