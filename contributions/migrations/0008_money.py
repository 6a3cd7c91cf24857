from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0007_differences'),
    ]

    operations = [
        migrations.CreateModel(
            name='MoneyReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='จำนวนเงิน')),
                ('on', models.DateField(verbose_name='วันที่ธนาคารเรียกคืน')),
                ('reason', models.CharField(max_length=200, verbose_name='เหตุผล')),
                ('claimed', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='คืนผู้ชำระไปก่อนแล้ว ต้องเรียกคืน')),
                ('at', models.DateTimeField(verbose_name='เวลา')),
                ('by_id', models.BigIntegerField(blank=True, null=True, verbose_name='ผู้ทำรายการ')),
                ('by', models.CharField(max_length=200, verbose_name='ชื่อผู้ทำรายการ')),
            ],
            options={
                'verbose_name': 'เงินที่ธนาคารเรียกคืน',
            },
        ),
        migrations.CreateModel(
            name='OriginReversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=10, verbose_name='ที่มา')),
                ('origin_id', models.BigIntegerField(verbose_name='เลขที่มา')),
                ('reversed_at', models.DateTimeField(verbose_name='เรียกคืนเมื่อ')),
                ('paid_again_on', models.DateField(blank=True, null=True, verbose_name='ชำระใหม่เมื่อ')),
                ('is_latest', models.BooleanField(default=True, verbose_name='ล่าสุด')),
            ],
            options={
                'verbose_name': 'รายการบัญชีที่เรียกคืน',
                'db_table': 'contributions_reversal',
            },
        ),
        migrations.CreateModel(
            name='SuspenseAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('apply', 'ใส่เข้าใบแจ้งชำระ'), ('refund', 'คืนผู้ชำระ'), ('move', 'ย้ายไปบัญชีนายจ้างอื่น'), ('keep', 'เก็บเป็นเงินล่วงหน้า'), ('expire', 'ตกเป็นของกองทุน (มาตรา 47)')], max_length=10, verbose_name='การกระทำ')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='จำนวนเงิน')),
                ('params', models.JSONField(default=dict, verbose_name='รายละเอียด')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='เหตุผล')),
                ('state', models.CharField(choices=[('proposed', 'รออีกคนตรวจ'), ('done', 'ทำแล้ว'), ('declined', 'ไม่ทำ')], max_length=10, verbose_name='สถานะ')),
                ('needs_two', models.BooleanField(verbose_name='ต้องมีสองคน')),
                ('made_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='ผู้เสนอ')),
                ('made_by', models.CharField(max_length=200, verbose_name='ชื่อผู้เสนอ')),
                ('made_at', models.DateTimeField(verbose_name='เสนอเมื่อ')),
                ('checked_by_id', models.BigIntegerField(blank=True, null=True, verbose_name='ผู้ตรวจ')),
                ('checked_by', models.CharField(blank=True, max_length=200, verbose_name='ชื่อผู้ตรวจ')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='ตรวจเมื่อ')),
            ],
            options={
                'verbose_name': 'การจัดการเงินพัก',
            },
        ),
        migrations.RemoveConstraint(
            model_name='moneyin',
            name='money_in_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='suspenseitem',
            name='suspense_applied_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='suspenseitem',
            name='suspense_reason_known',
        ),
        migrations.AddField(
            model_name='bill',
            name='rest_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rests', to='contributions.bill'),
        ),
        migrations.AddField(
            model_name='moneyin',
            name='payer',
            field=models.CharField(blank=True, max_length=200, verbose_name='ผู้ชำระตามที่ธนาคารแจ้ง'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ยกเลิกเมื่อ'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='cancelled_why',
            field=models.CharField(blank=True, max_length=200, verbose_name='เหตุที่ยกเลิก'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='status',
            field=models.CharField(choices=[('issued', 'ใช้ได้'), ('cancelled', 'ยกเลิก')], default='issued', max_length=10, verbose_name='สถานะ'),
        ),
        migrations.AddField(
            model_name='suspenseitem',
            name='assigned_to',
            field=models.CharField(blank=True, max_length=200, verbose_name='ชื่อผู้รับผิดชอบ'),
        ),
        migrations.AddField(
            model_name='suspenseitem',
            name='assigned_to_id',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='ผู้รับผิดชอบ'),
        ),
        migrations.AddField(
            model_name='suspenseitem',
            name='order_ref',
            field=models.CharField(blank=True, max_length=30, verbose_name='เลขที่คำสั่งจ่าย'),
        ),
        migrations.AddField(
            model_name='suspenseitem',
            name='subject',
            field=models.CharField(blank=True, max_length=40, verbose_name='ของใคร'),
        ),
        migrations.AlterField(
            model_name='moneyin',
            name='status',
            field=models.CharField(choices=[('applied', 'เข้าบิลแล้ว'), ('suspense', 'พักไว้'), ('reversed', 'ธนาคารเรียกคืนแล้ว')], max_length=10, verbose_name='สถานะ'),
        ),
        migrations.AlterField(
            model_name='receipt',
            name='bill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='contributions.bill'),
        ),
        migrations.AlterField(
            model_name='suspenseitem',
            name='reason',
            field=models.CharField(choices=[('unmatched', 'ไม่พบใบแจ้งชำระ'), ('double', 'ชำระซ้ำ'), ('short', 'ชำระไม่ครบ'), ('over', 'ชำระเกิน'), ('too_late', 'จ่ายหลังหมดเวลา'), ('early', 'แจ้งก่อนมีใบแจ้งชำระ'), ('cancelled', 'ใบแจ้งชำระยกเลิกแล้ว'), ('bad_ref', 'เลขอ้างอิงพิมพ์ผิด'), ('advance', 'เงินล่วงหน้าของบิลถัดไป')], max_length=10, verbose_name='เหตุผล'),
        ),
        migrations.AlterField(
            model_name='suspenseitem',
            name='status',
            field=models.CharField(choices=[('open', 'รอจัดการ'), ('applied', 'เข้าบิลแล้ว'), ('refunded', 'สั่งคืนผู้ชำระแล้ว'), ('expired', 'ตกเป็นของกองทุน'), ('reversed', 'ธนาคารเรียกคืนแล้ว')], default='open', max_length=10, verbose_name='สถานะ'),
        ),
        migrations.AddIndex(
            model_name='suspenseitem',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['subject'], name='suspense_open_of_subject'),
        ),
        migrations.AddConstraint(
            model_name='moneyin',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['applied', 'suspense', 'reversed'])), name='money_in_status_known'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'issued')), fields=('bill',), name='receipt_of_bill_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('status', 'issued')), models.Q(('cancelled_at__isnull', False), ('status', 'cancelled'), models.Q(('cancelled_why', ''), _negated=True)), _connector='OR'), name='receipt_cancelled_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='suspenseitem',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['unmatched', 'double', 'short', 'over', 'too_late', 'early', 'cancelled', 'bad_ref', 'advance'])), name='suspense_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='suspenseitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('applied_to__isnull', True), ('status', 'open')), models.Q(('applied_at__isnull', False), ('applied_to__isnull', False), ('status', 'applied')), models.Q(('applied_at__isnull', False), ('status__in', ['refunded', 'expired', 'reversed'])), _connector='OR'), name='suspense_applied_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='suspenseitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'refunded'), _negated=True), models.Q(('order_ref', ''), _negated=True), _connector='OR'), name='suspense_refund_has_order'),
        ),
        migrations.AddConstraint(
            model_name='suspenseitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'advance'), _negated=True), models.Q(('subject', ''), _negated=True), _connector='OR'), name='suspense_advance_is_somebodys'),
        ),
        migrations.AddField(
            model_name='moneyreversal',
            name='money_in',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='contributions.moneyin'),
        ),
        migrations.AddField(
            model_name='originreversal',
            name='paid_again_receipt',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contributions.receipt'),
        ),
        migrations.AddField(
            model_name='originreversal',
            name='receipt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contributions.receipt'),
        ),
        migrations.AddField(
            model_name='suspenseact',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='contributions.suspenseitem'),
        ),
        migrations.AddConstraint(
            model_name='moneyreversal',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='money_reversal_positive'),
        ),
        migrations.AddConstraint(
            model_name='moneyreversal',
            constraint=models.CheckConstraint(condition=models.Q(('claimed__gte', 0), ('claimed__lte', models.F('amount'))), name='money_reversal_claimed_in_amount'),
        ),
        migrations.AddConstraint(
            model_name='moneyreversal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='money_reversal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='originreversal',
            constraint=models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('origin', 'origin_id'), name='reversal_of_origin_latest'),
        ),
        migrations.AddConstraint(
            model_name='originreversal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_again_on__isnull', True), ('paid_again_receipt__isnull', True)), models.Q(('paid_again_on__isnull', False), ('paid_again_receipt__isnull', False)), _connector='OR'), name='reversal_paid_again_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='originreversal',
            constraint=models.CheckConstraint(condition=models.Q(('is_latest', True), ('paid_again_on__isnull', False), _connector='OR'), name='reversal_older_is_paid'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['apply', 'refund', 'move', 'keep', 'expire'])), name='suspense_act_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'done', 'declined'])), name='suspense_act_state_known'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='suspense_act_positive'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.CheckConstraint(condition=models.Q(('needs_two', False), models.Q(('state', 'done'), _negated=True), models.Q(('checked_by_id__isnull', False), ('made_by_id__isnull', False), models.Q(('checked_by_id', models.F('made_by_id')), _negated=True)), _connector='OR'), name='suspense_act_two_people'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('checked_at__isnull', False)), _connector='OR'), name='suspense_act_done_has_time'),
        ),
        migrations.AddConstraint(
            model_name='suspenseact',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('item',), name='suspense_act_one_proposal'),
        ),
        migrations.RunSQL(
            (SQL / "0008_money.sql").read_text(encoding="utf-8"),
            (SQL / "0008_money.reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
