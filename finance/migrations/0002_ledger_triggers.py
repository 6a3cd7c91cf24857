"""Balance, append-only, open period and the hash functions, in SQL."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "ledger.sql").read_text(), reverse_sql=(SQL / "ledger_reverse.sql").read_text()
        )
    ]
