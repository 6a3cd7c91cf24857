"""A roll reads the names of its people in an index, and visits no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0027_branch_answers_alone")]
    operations = [
        migrations.AddIndex(
            "person",
            models.Index(fields=["id"], include=["national_id", "first_name", "last_name"], name="person_named"),
        )
    ]
