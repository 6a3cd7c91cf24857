"""Who works at a branch is told by one index alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0026_places_of_branches'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='employment',
            name='registratio_branch__920d11_idx',
        ),
        migrations.AlterField(
            model_name='employment',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='registration.branch'),
        ),
        migrations.AddIndex(
            model_name='employment',
            index=models.Index(fields=['branch', 'starts_on'], include=('ends_on', 'person'), name='employment_of_branch'),
        ),
    ]
