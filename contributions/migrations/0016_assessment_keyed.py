"""Assessments are named by what they say; indexes that others cover are gone."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

_SQL = Path(__file__).parents[1] / "sql"
_FILING = "contributions.filing"


def _of_filing(name: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=_FILING, db_index=False, **options
    )


class Migration(migrations.Migration):
    dependencies = [("contributions", "0015_reclaims")]
    operations = [
        migrations.AlterField(
            "assessment", "filing", _of_filing(
                "assessments", db_constraint=False, db_comment="a statement trigger ties it to its filing"
            )
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    (_SQL / "0016_assessment_keyed.sql").read_text(encoding="utf-8"),
                    reverse_sql=(_SQL / "0016_assessment_keyed.reverse.sql").read_text(encoding="utf-8"),
                )
            ],
            state_operations=[
                migrations.RemoveConstraint("assessment", "assessment_once"),
                migrations.RemoveField("assessment", "id"),
                migrations.AddField(
                    "assessment",
                    "pk",
                    models.CompositePrimaryKey(
                        "filing", "branch_no", "payer", "fund",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            "filingfinding",
            "filing",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="findings", to=_FILING, db_index=False
            ),
        ),
        migrations.AlterField(
            "filingsection",
            "filing",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sections", to=_FILING, db_index=False
            ),
        ),
        migrations.AlterField("waitingline", "filing", _of_filing("+")),
    ]  # fmt: skip
