"""The wage of a month is found in the index that holds a person once a month."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0019_of_filing")]
    operations = [
        migrations.RunSQL(
            (_SQL / "0020_wage_of_month.sql").read_text(encoding="utf-8"),
            reverse_sql=(_SQL / "0020_wage_of_month.reverse.sql").read_text(encoding="utf-8"),
        )
    ]
