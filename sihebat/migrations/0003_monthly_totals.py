"""A second roll-up, by month, so that a year's report reads hundreds of rows instead of tens of thousands."""

import django.db.models.deletion
from django.db import migrations, models

# The months first: who holds a day then holds its month, so two statements never wait for each other in a circle.
BY_DAY = """
  INSERT INTO sihebat_dailytotal AS kept (day, office_id, product, fills, litres, total, priced)
  SELECT day, office_id, product, sum(fills), sum(litres), sum(total), sum(priced)
  FROM unnest(changes)
  GROUP BY day, office_id, product
  HAVING sum(fills) <> 0 OR sum(litres) <> 0 OR sum(total) <> 0 OR sum(priced) <> 0
  ORDER BY day, office_id, product
  ON CONFLICT (day, office_id, product) DO UPDATE SET
    fills = kept.fills + excluded.fills,
    litres = kept.litres + excluded.litres,
    total = kept.total + excluded.total,
    priced = kept.priced + excluded.priced;
"""
BY_MONTH = """
  INSERT INTO sihebat_monthlytotal AS kept (month, office_id, product, fills, litres, total, priced)
  SELECT date_trunc('month', day::timestamp)::date, office_id, product, sum(fills), sum(litres), sum(total), sum(priced)
  FROM unnest(changes)
  GROUP BY 1, office_id, product
  HAVING sum(fills) <> 0 OR sum(litres) <> 0 OR sum(total) <> 0 OR sum(priced) <> 0
  ORDER BY 1, office_id, product
  ON CONFLICT (month, office_id, product) DO UPDATE SET
    fills = kept.fills + excluded.fills,
    litres = kept.litres + excluded.litres,
    total = kept.total + excluded.total,
    priced = kept.priced + excluded.priced;
"""
FUNCTION = "CREATE OR REPLACE FUNCTION sihebat_add_up(changes sihebat_change[]) RETURNS void LANGUAGE sql AS $$ {} $$;"
# Nobody writes a fill between the backfill and the new function, or the months would miss it.
BACKFILL = """
LOCK TABLE sihebat_fill IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO sihebat_monthlytotal (month, office_id, product, fills, litres, total, priced)
  SELECT date_trunc('month', day::timestamp)::date, office_id, product, sum(fills), sum(litres), sum(total), sum(priced)
  FROM sihebat_dailytotal GROUP BY 1, office_id, product;
"""
RIGHTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON sihebat_monthlytotal FROM kupang_app;
  END IF;
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0001_initial'),
        ('sihebat', '0002_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthlyTotal',
            fields=[
                ('product', models.CharField(choices=[('pertalite', 'Pertalite'), ('pertamax', 'Pertamax'), ('pertamax_turbo', 'Pertamax Turbo'), ('biosolar', 'Biosolar'), ('dexlite', 'Dexlite'), ('pertamina_dex', 'Pertamina Dex')], max_length=16)),
                ('fills', models.IntegerField()),
                ('litres', models.DecimalField(decimal_places=3, max_digits=14)),
                ('total', models.BigIntegerField()),
                ('priced', models.DecimalField(decimal_places=3, max_digits=20)),
                ('pk', models.CompositePrimaryKey('month', 'office', 'product', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.office')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'month'], name='monthly_total_office')],
            },
        ),
        migrations.RunSQL(
            [BACKFILL, FUNCTION.format(BY_MONTH + BY_DAY), RIGHTS],
            [FUNCTION.format(BY_DAY)],
        ),
    ]
