"""Partitions are made one table and month at a time."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0020_wage_of_month")]
    operations = [
        migrations.RunSQL(
            (_SQL / "0021_partition_alone.sql").read_text(encoding="utf-8"),
            reverse_sql=(_SQL / "0021_partition_alone.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
