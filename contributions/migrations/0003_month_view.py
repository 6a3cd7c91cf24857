from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0002_following")]
    operations = [
        migrations.RunSQL(
            (SQL / "0003_month_view.sql").read_text(encoding="utf-8"),
            (SQL / "0003_month_view.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
