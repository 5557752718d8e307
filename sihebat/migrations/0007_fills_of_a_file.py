"""The fills that one file brought, without a walk through all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Fills go on being entered meanwhile.
    atomic = False

    dependencies = [("sihebat", "0006_flagged_by_time")]

    operations = [
        AddIndexConcurrently(
            model_name="fill",
            index=models.Index(
                condition=models.Q(("batch__isnull", False)), fields=["batch"], name="fill_batch"
            ),
        ),
    ]
