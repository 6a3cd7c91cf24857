from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0021_person_stands")]
    operations = [
        migrations.RunSQL(
            (SQL / "0022_accounts.sql").read_text(encoding="utf-8"),
            (SQL / "0022_accounts.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
