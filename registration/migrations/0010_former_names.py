from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0009_former_name")]
    operations = [
        migrations.RunSQL(
            (SQL / "0010_former_names.sql").read_text(encoding="utf-8"),
            (SQL / "0010_former_names.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
