from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0013_nothing_asked'),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "0014_account_differences.sql").read_text(encoding="utf-8"),
            (SQL / "0014_account_differences.reverse.sql").read_text(encoding="utf-8"),
            state_operations=[
                migrations.AddField(
                    model_name='difference',
                    name='paid_on',
                    field=models.DateField(null=True, verbose_name='จ่ายเมื่อ'),
                ),
            ],
        ),
        migrations.CreateModel(
            name='EmployerQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_reference', models.CharField(max_length=30, verbose_name='เลขที่เรื่อง')),
                ('account_no', models.CharField(max_length=10, verbose_name='เลขที่บัญชีนายจ้าง')),
                ('person_name', models.CharField(max_length=200, verbose_name='ชื่อผู้ประกันตน')),
                ('national_id', models.CharField(max_length=13, verbose_name='เลขประจำตัวประชาชน')),
                ('months', models.CharField(max_length=400, verbose_name='งวดค่าจ้าง')),
                ('text', models.CharField(max_length=1000, verbose_name='คำถาม')),
                ('asked_by', models.CharField(max_length=200, verbose_name='ผู้ถาม')),
                ('asked_at', models.DateTimeField(verbose_name='ถามเมื่อ')),
                ('due_on', models.DateField(verbose_name='ตอบภายใน')),
                ('answer', models.CharField(blank=True, choices=[('will_file', 'ทำงานอยู่ จะยื่นเงินสมทบของเดือนนั้น'), ('filed', 'ทำงานอยู่ และยื่นแล้ว'), ('not_ours', 'เดือนนั้นไม่ได้ทำงานที่นี่')], max_length=10, verbose_name='คำตอบ')),
                ('answer_text', models.CharField(blank=True, max_length=1000, verbose_name='คำตอบเพิ่มเติม')),
                ('answered_by', models.CharField(blank=True, max_length=200, verbose_name='ผู้ตอบ')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='ตอบเมื่อ')),
            ],
            options={
                'verbose_name': 'คำถามถึงนายจ้าง',
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['account_no'], name='employer_question_waiting')],
                'constraints': [models.UniqueConstraint(fields=('case_reference', 'account_no'), name='employer_question_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='employer_question_answered_whole')],
            },
        ),
        migrations.CreateModel(
            name='MonthSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_reference', models.CharField(max_length=30, verbose_name='เลขที่เรื่อง')),
                ('person_id', models.BigIntegerField(verbose_name='ผู้ประกันตน')),
                ('period', models.DateField(verbose_name='งวดค่าจ้าง')),
                ('state', models.CharField(choices=[('open', 'กำลังค้น'), ('found', 'พบและแก้บัญชีแล้ว'), ('refused', 'ค้นแล้วไม่พบ'), ('withdrawn', 'ถอนคำขอแล้ว')], default='open', max_length=10, verbose_name='ผลการค้น')),
                ('found_as', models.CharField(blank=True, choices=[('elsewhere', 'อยู่ใต้เลขของคนอื่น'), ('proven', 'มีหลักฐานว่าจ่ายแล้ว แต่ไม่ได้โหลด')], max_length=10, verbose_name='พบอย่างไร')),
                ('source_id', models.BigIntegerField(blank=True, null=True, verbose_name='อยู่ใต้ชื่อของ')),
                ('section', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='มาตรา')),
                ('account_no', models.CharField(blank=True, max_length=10, verbose_name='เลขที่บัญชีนายจ้าง')),
                ('wage', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='ค่าจ้าง')),
                ('base', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='ค่าจ้างที่ใช้คิด')),
                ('employee', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='ส่วนผู้ประกันตน')),
                ('employer', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='ส่วนนายจ้าง')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='จ่ายเมื่อ')),
                ('found_by', models.CharField(blank=True, max_length=200, verbose_name='ผู้พบ')),
                ('found_at', models.DateTimeField(blank=True, null=True, verbose_name='พบเมื่อ')),
            ],
            options={
                'verbose_name': 'เดือนที่ขอให้ค้น',
                'indexes': [models.Index(fields=['person_id', 'period'], name='month_search_of_person')],
                'constraints': [models.UniqueConstraint(fields=('case_reference', 'period'), name='month_search_once_a_case'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person_id', 'period'), name='month_search_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'found', 'refused', 'withdrawn'])), name='month_search_state_known'), models.CheckConstraint(condition=models.Q(('period__day', 1)), name='month_search_period_is_month'), models.CheckConstraint(condition=models.Q(('found_as', ''), models.Q(('found_as', 'elsewhere'), ('source_id__isnull', False)), models.Q(('base__gt', 0), ('employee__gte', 0), ('employer__gte', 0), ('found_as', 'proven'), ('section__in', (33, 39))), _connector='OR'), name='month_search_found_is_whole')],
            },
        ),
    ]
