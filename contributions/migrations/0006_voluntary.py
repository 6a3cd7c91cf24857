from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0005_typed"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField(verbose_name="ผู้ประกันตน")),
                ("subject", models.CharField(max_length=40, verbose_name="ของใคร")),
                ("payer_name", models.CharField(max_length=200, verbose_name="ชื่อผู้ชำระ")),
                ("ref1", models.CharField(max_length=20, verbose_name="เลขอ้างอิง 1")),
                ("ref2", models.CharField(max_length=20, verbose_name="เลขอ้างอิง 2")),
                ("issued_at", models.DateTimeField(verbose_name="ออกเมื่อ")),
            ],
            options={
                "verbose_name": "ใบแจ้งรวมหลายเดือน",
            },
        ),
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_section39_has_person",
        ),
        migrations.RemoveConstraint(
            model_name="suspenseitem",
            name="suspense_reason_known",
        ),
        migrations.AddField(
            model_name="bill",
            name="option",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ทางเลือกมาตรา 40"),
        ),
        migrations.AlterField(
            model_name="accountrow",
            name="origin",
            field=models.CharField(
                choices=[
                    ("filing", "นายจ้างยื่น"),
                    ("section39", "จ่ายเองมาตรา 39"),
                    ("section40", "จ่ายเองมาตรา 40"),
                    ("history", "ยกมาจากระบบเดิม"),
                ],
                max_length=10,
                verbose_name="ที่มา",
            ),
        ),
        migrations.AlterField(
            model_name="bill",
            name="kind",
            field=models.CharField(
                choices=[
                    ("filing", "เงินสมทบตามแบบ สปส.1-10"),
                    ("surcharge", "เงินเพิ่มที่ค้าง"),
                    ("section39", "เงินสมทบมาตรา 39"),
                    ("section40", "เงินสมทบมาตรา 40"),
                    ("saving", "เงินออมเพิ่มมาตรา 40"),
                ],
                max_length=10,
                verbose_name="ชนิด",
            ),
        ),
        migrations.AlterField(
            model_name="suspenseitem",
            name="reason",
            field=models.CharField(
                choices=[
                    ("unmatched", "ไม่พบใบแจ้งชำระ"),
                    ("double", "ชำระซ้ำ"),
                    ("short", "ชำระไม่ครบ"),
                    ("over", "ชำระเกิน"),
                    ("too_late", "จ่ายหลังหมดเวลา"),
                ],
                max_length=10,
                verbose_name="เหตุผล",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "section40"), models.Q(("status", "cancelled"), _negated=True)),
                fields=("person_id", "period"),
                name="bill_of_section40_month_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "saving"), models.Q(("status", "cancelled"), _negated=True)),
                fields=("person_id", "period"),
                name="bill_of_saving_month_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["filing", "surcharge", "section39", "section40", "saving"])),
                name="bill_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("section39", "section40", "saving")), _negated=True),
                    ("person_id__isnull", False),
                    _connector="OR",
                ),
                name="bill_voluntary_has_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("section40", "saving")), ("option__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ("section40", "saving")), _negated=True),
                        ("option__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="bill_section40_has_option",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspenseitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["unmatched", "double", "short", "over", "too_late"])),
                name="suspense_reason_known",
            ),
        ),
        migrations.AddField(
            model_name="billgroup",
            name="bills",
            field=models.ManyToManyField(
                related_name="groups", to="contributions.bill", verbose_name="ใบแจ้งชำระ"
            ),
        ),
        migrations.AddIndex(
            model_name="billgroup",
            index=models.Index(fields=["person_id"], name="bill_group_of_person"),
        ),
        migrations.AddConstraint(
            model_name="billgroup",
            constraint=models.UniqueConstraint(fields=("ref1", "ref2"), name="bill_group_references_once"),
        ),
        migrations.AddConstraint(
            model_name="billgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref1__regex", "^[A-Z0-9]{1,20}$")), name="bill_group_ref1_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="billgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref2__regex", "^[A-Z0-9]{1,20}$")), name="bill_group_ref2_form"
            ),
        ),
        migrations.RunSQL(
            (SQL / "0006_voluntary.sql").read_text(encoding="utf-8"),
            (SQL / "0006_voluntary.reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
