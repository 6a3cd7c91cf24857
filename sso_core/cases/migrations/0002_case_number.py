"""The running number of case references: a sequence, so that opening a case never waits for another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL("create sequence case_number", "drop sequence case_number"),
    ]
