"""The file and the sections of a filing are tied to it by statement triggers."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

_SQL = Path(__file__).parents[1] / "sql"
_TIED = "a statement trigger ties it to its filing"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0018_stopped_orders")]
    operations = [
        migrations.AlterField(
            "filingfile",
            "filing",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="file", serialize=False,
                to="contributions.filing", db_constraint=False, db_comment=_TIED,
            ),
        ),
        migrations.AlterField(
            "filingsection",
            "filing",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="contributions.filing",
                db_index=False, db_constraint=False, db_comment=_TIED,
            ),
        ),
        migrations.RunSQL(
            (_SQL / "0019_of_filing.sql").read_text(encoding="utf-8"),
            reverse_sql=(_SQL / "0019_of_filing.reverse.sql").read_text(encoding="utf-8"),
        ),
    ]  # fmt: skip
