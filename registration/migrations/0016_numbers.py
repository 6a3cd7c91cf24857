from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def _run(name: str) -> migrations.RunSQL:
    forward, back = SQL / f"{name}.sql", SQL / f"{name}.reverse.sql"
    return migrations.RunSQL(forward.read_text(encoding="utf-8"), back.read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("registration", "0015_twins")]
    operations = [_run("0016_numbers"), _run("0016_deaths")]
