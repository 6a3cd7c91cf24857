from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial"), ("registration", "0016_numbers")]
    operations = [
        migrations.RunSQL(
            (SQL / "0002_following.sql").read_text(encoding="utf-8"),
            (SQL / "0002_following.reverse.sql").read_text(encoding="utf-8"),
            state_operations=[
                migrations.AlterField(
                    model_name="accountrow",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "period",
                        "person_id",
                        "origin",
                        "origin_id",
                        "account_no",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                )
            ],
        )
    ]
