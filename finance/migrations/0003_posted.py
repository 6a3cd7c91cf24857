"""The view by which other apps hold their papers against the ledger."""

from django.db import migrations

from finance.sql import statement


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_ledger_triggers")]
    operations = [migrations.RunSQL(statement("posted"), reverse_sql="drop view finance_posted")]
