from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0004_coverage_ends")]
    operations = [
        migrations.RunSQL(
            (SQL / "0005_standing.sql").read_text(encoding="utf-8"),
            (SQL / "0005_standing.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
