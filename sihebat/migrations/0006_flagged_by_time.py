"""What asks for an explanation over all offices, newest first, without a walk through millions of fills."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Fills go on being entered meanwhile.
    atomic = False

    dependencies = [("sihebat", "0005_vehicle_retirement")]

    operations = [
        AddIndexConcurrently(
            model_name="fill",
            index=models.Index(
                condition=models.Q(models.Q(("flags", {}), _negated=True), ("is_current", True)),
                fields=["-filled_at"],
                name="fill_flagged_time",
            ),
        ),
    ]
