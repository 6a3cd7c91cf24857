"""The ledger's tables. Their triggers are in ``finance/sql``: what is written here stays as it was written."""

from django.db import models
from django.db.models import Q

from finance.labels import FUND_LABELS
from finance.types import Fund

FUNDS = [(fund.value, FUND_LABELS[fund]) for fund in Fund]


class LedgerEntry(models.Model):
    """One event, posted once. The database checks that the statement that writes it balances in every fund."""

    event_key = models.CharField("เหตุการณ์", max_length=200, unique=True)
    rule = models.CharField("กฎการลงบัญชี", max_length=60)
    posted_on = models.DateField("วันที่ลงบัญชี")
    ref = models.CharField("อ้างอิง", max_length=120, blank=True)
    subject = models.CharField("เกี่ยวกับ", max_length=80, blank=True)
    memo = models.CharField("คำอธิบาย", max_length=300, blank=True)
    content = models.BinaryField("ลายนิ้วมือของเนื้อหา", max_length=32)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name="กลับรายการของ"
    )
    created_at = models.DateTimeField("บันทึกเมื่อ")
    # xid xid8 and its index are added in SQL: the transaction that wrote the entry.

    class Meta:
        verbose_name = "รายการบัญชี"
        constraints = [
            models.CheckConstraint(condition=~Q(event_key=""), name="finance_entry_has_event"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(rule="reversal"), name="finance_entry_reversal_rule"
            ),
        ]
        indexes = [
            models.Index(fields=["ref"], condition=~Q(ref=""), name="finance_entry_ref"),
            models.Index(fields=["subject"], condition=~Q(subject=""), name="finance_entry_subject"),
            models.Index(fields=["posted_on"], name="finance_entry_day"),
        ]

    def __str__(self) -> str:
        return self.event_key


class LedgerLine(models.Model):
    """One side of an entry. The statement trigger, not a row-wise foreign key, ties it to its entry."""

    pk = models.CompositePrimaryKey("entry", "number")
    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField("ลำดับ")
    account = models.CharField("บัญชี", max_length=4)
    fund = models.CharField("กองทุน", max_length=20, choices=FUNDS)
    debit = models.DecimalField("เดบิต", max_digits=18, decimal_places=2)
    credit = models.DecimalField("เครดิต", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "บรรทัดบัญชี"
        constraints = [
            models.CheckConstraint(
                condition=(Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0)), name="finance_line_one_side"
            ),
            models.CheckConstraint(condition=Q(fund__in=list(Fund)), name="finance_line_fund_known"),
            models.CheckConstraint(
                condition=Q(account__regex="^[0-9]{4}$"), name="finance_line_account_form"
            ),
        ]
        indexes = [models.Index(fields=["account", "fund"], name="finance_line_account")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.number}"


class LedgerSeal(models.Model):
    """A link of the hash chain: what the entry said when it was sealed, tied to all before it."""

    sequence = models.BigIntegerField("ลำดับในสายโซ่", primary_key=True)
    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, related_name="seal_row", db_constraint=False, verbose_name="รายการบัญชี"
    )
    digest = models.BinaryField("ลายนิ้วมือของรายการ", max_length=32)
    hash = models.BinaryField("ค่าแฮชสะสม", max_length=32)

    class Meta:
        verbose_name = "ตราผนึกบัญชี"
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gt=0), name="finance_seal_from_one"),
        ]


class SealRun(models.Model):
    """One sealing: up to which transaction every entry is in the chain."""

    sealed_at = models.DateTimeField("ผนึกเมื่อ")
    upto_xid = models.BigIntegerField("ถึงธุรกรรม")
    entries = models.PositiveIntegerField("จำนวนรายการ")
    head = models.BigIntegerField("ลำดับสุดท้าย")

    class Meta:
        verbose_name = "รอบผนึกบัญชี"


class AccountingPeriod(models.Model):
    """A month of the books that somebody closed, or opened again. A month without a row is open."""

    month = models.DateField("เดือนบัญชี", primary_key=True)
    is_closed = models.BooleanField("ปิดแล้ว", default=True)
    changed_by = models.CharField("ผู้ปิดหรือเปิด", max_length=200)
    changed_by_id = models.BigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField("เมื่อ")
    reason = models.CharField("เหตุผล", max_length=300, blank=True)

    class Meta:
        verbose_name = "งวดบัญชี"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="finance_period_first_day"),
            models.CheckConstraint(
                condition=Q(is_closed=True) | ~Q(reason=""), name="finance_period_reopened_why"
            ),
        ]
