from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0018_foreigners")]
    operations = [
        migrations.RunSQL(
            (SQL / "0019_former_numbers.sql").read_text(encoding="utf-8"),
            (SQL / "0019_former_numbers.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
