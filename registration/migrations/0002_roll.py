from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "0002_roll.sql").read_text(encoding="utf-8"),
            (SQL / "0002_roll.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
