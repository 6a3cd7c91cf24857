"""The API's description is complete, and the committed one is the one that is served."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

COMMITTED = Path(settings.BASE_DIR) / "docs" / "api" / "schema.yaml"


def test_the_committed_schema_is_current_and_clean():
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert COMMITTED.read_text().strip() == out.getvalue().strip(), (
        "The API has changed. Look at the difference, then renew the committed schema: "
        "python manage.py spectacular --validate --fail-on-warn --file docs/api/schema.yaml"
    )
