from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0003_posted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bankfile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pain001", "คำสั่งโอน (pain.001)"),
                    ("pain002", "ผลการรับคำสั่ง (pain.002)"),
                    ("camt054", "แจ้งรายการเข้าออก (camt.054)"),
                    ("bill_payment", "รับชำระตามใบแจ้ง"),
                    ("direct_debit", "หักบัญชีอัตโนมัติ"),
                    ("debit_answer", "ผลการหักบัญชีอัตโนมัติ"),
                    ("unknown", "ไม่รู้จัก"),
                ],
                max_length=15,
                verbose_name="ชนิด",
            ),
        ),
    ]
