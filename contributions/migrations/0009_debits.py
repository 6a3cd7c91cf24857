import django.db.models.deletion
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0008_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True, verbose_name="เลขที่")),
                ("person_id", models.BigIntegerField(verbose_name="ผู้ประกันตน")),
                ("holder_name", models.CharField(max_length=200, verbose_name="ชื่อบัญชี")),
                ("holder_id", models.CharField(max_length=13, verbose_name="เลขประจำตัวเจ้าของบัญชี")),
                ("bank_code", models.CharField(max_length=3, verbose_name="ธนาคาร")),
                ("account", models.CharField(max_length=15, verbose_name="เลขที่บัญชี")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รอส่งธนาคาร"),
                            ("sent", "รอธนาคารยืนยัน"),
                            ("active", "ใช้อยู่"),
                            ("refused", "ธนาคารไม่รับ"),
                            ("ended", "เลิกแล้ว"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=10, verbose_name="เหตุผล")),
                ("run_on", models.DateField(blank=True, null=True, verbose_name="ส่งธนาคารวันที่")),
                ("asked_at", models.DateTimeField(verbose_name="ขอเมื่อ")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="ธนาคารยืนยันเมื่อ")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="เลิกเมื่อ")),
            ],
            options={
                "verbose_name": "คำสั่งหักบัญชีอัตโนมัติ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["state"], name="mandate_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "sent", "active", "refused", "ended"])),
                        name="mandate_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "sent", "active"))),
                        fields=("person_id",),
                        name="mandate_of_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="mandate_active_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ("ended", "refused"))),
                            models.Q(
                                models.Q(("state__in", ("ended", "refused")), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mandate_end_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("account__regex", "^[0-9]{10,15}$")), name="mandate_account_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Debit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True, verbose_name="เลขที่")),
                ("attempt", models.PositiveSmallIntegerField(verbose_name="ครั้งที่")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="จำนวนเงิน")),
                ("run_on", models.DateField(verbose_name="หักวันที่")),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "ส่งธนาคารแล้ว"), ("collected", "หักได้แล้ว"), ("refused", "หักไม่ได้")],
                        default="sent",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=10, verbose_name="เหตุผล")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="ธนาคารตอบวันที่")),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="contributions.bill",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="contributions.mandate",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการหักบัญชี",
                "indexes": [models.Index(fields=["run_on"], name="debit_of_run")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["sent", "collected", "refused"])),
                        name="debit_state_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="debit_positive"),
                    models.UniqueConstraint(fields=("bill", "attempt"), name="debit_attempt_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("sent", "collected"))),
                        fields=("bill",),
                        name="debit_of_bill_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", True), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True), ("answered_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="debit_answer_has_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "0009_debits.sql").read_text(encoding="utf-8"),
            (SQL / "0009_debits.reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
