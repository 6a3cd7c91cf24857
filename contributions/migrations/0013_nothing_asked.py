from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0012_instalments")]
    operations = [
        migrations.RunSQL(
            (SQL / "0013_nothing_asked.sql").read_text(encoding="utf-8"),
            (SQL / "0013_nothing_asked.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
