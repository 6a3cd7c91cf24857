from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("registration", "0023_employer_tax_id_part")]
    operations = [
        migrations.RunSQL(
            (SQL / "0024_standing_names.sql").read_text(encoding="utf-8"),
            (SQL / "0024_standing_names.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
