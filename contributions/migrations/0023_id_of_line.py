"""The number of a line is held to thirteen digits at a third of the cost."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0022_packed_files")]
    operations = [
        migrations.RunSQL(
            (_SQL / "0023_id_of_line.sql").read_text(encoding="utf-8"),
            reverse_sql=(_SQL / "0023_id_of_line.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
