"""The text of a ledger line is written into the statement that asks for it."""

from django.db import migrations

from finance.sql import statement


class Migration(migrations.Migration):
    dependencies = [("finance", "0007_one_statement")]
    operations = [
        migrations.RunSQL(statement("line_text"), reverse_sql=statement("line_text_reverse")),
    ]
