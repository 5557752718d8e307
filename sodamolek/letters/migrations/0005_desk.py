import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

import core.base
import core.population.fields

# Requests that were sent before the column came.
NAMES = """
    UPDATE letters_letterrequest request SET subject_name = left(resident.name, 120)
    FROM population_resident resident
    WHERE resident.id = request.resident_id AND request.submitted_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_two_signatures"),
        ("letters", "0004_counter"),
        ("population", "0002_city_register"),
        ("regions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.CreateModel(
            name="RequestNote",
            fields=[
                ("id", models.UUIDField(default=core.base.uuid7, editable=False, primary_key=True, serialize=False)),
                ("text", core.population.fields.EncryptedTextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="letterrequest",
            name="assigned_to",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="letterrequest",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="letterrequest",
            name="subject_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="nama pemohon"),
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="letterrequest",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("office"),
                django.contrib.postgres.search.SearchVector("subject_name", config="simple"),
                name="letter_subject",
            ),
        ),
        migrations.AddField(
            model_name="requestnote",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="requestnote",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="letters.letterrequest"
            ),
        ),
    ]
