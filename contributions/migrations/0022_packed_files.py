"""A file that came in a zip is kept as it was packed there; the size of each file is told beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0021_partition_alone")]
    operations = [
        migrations.AddField(
            "filingfile", "packed", models.BooleanField("บีบอัดไว้", default=False, db_default=False)
        ),
        migrations.AddField("filingfile", "size", models.PositiveBigIntegerField("ขนาดไฟล์", null=True)),
        migrations.RunSQL(
            "update contributions_filingfile set size = octet_length(content)", migrations.RunSQL.noop
        ),
        migrations.AlterField("filingfile", "size", models.PositiveBigIntegerField("ขนาดไฟล์")),
    ]
