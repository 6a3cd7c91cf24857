"""The ledger is guarded by sets, and its lines are named by entry and number."""

from django.db import migrations, models

from finance.sql import statement


class Migration(migrations.Migration):
    dependencies = [("finance", "0006_noted_reversals")]
    operations = [
        migrations.RunSQL(statement("one_statement"), reverse_sql=statement("one_statement_reverse")),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(statement("line_key"), reverse_sql=statement("line_key_reverse"))
            ],
            state_operations=[
                migrations.RemoveConstraint("ledgerline", "finance_line_number_once"),
                migrations.RemoveField("ledgerline", "id"),
                migrations.AddField(
                    "ledgerline",
                    "pk",
                    models.CompositePrimaryKey(
                        "entry", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
    ]
