from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("growth", "0002_admin_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="check",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Menunggu ukur ulang"),
                    ("confirmed", "Dipastikan pendek"),
                    ("cleared", "Tidak pendek"),
                    ("cancelled", "Ditarik"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
        # Withdrawn ones were called "not short", though nobody had measured again.
        migrations.RunSQL(
            "UPDATE growth_check SET status = 'cancelled' WHERE status = 'cleared' AND again_id IS NULL",
            "UPDATE growth_check SET status = 'cleared' WHERE status = 'cancelled'",
        ),
    ]
