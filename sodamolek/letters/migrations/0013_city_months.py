"""The city's months by kind, so that its page need not read every office's.

A row that every office writes would make offices wait for each other. So a move only appends what it changes
(`letters_citychange`), and `services.city_months` adds that up every hour; a page reads both.
"""

import importlib

import django.contrib.postgres.fields
from django.db import migrations, models

SUMS = ("received", "finished", "returned", "refused", "in_time", "first_right")
_FIRST = importlib.import_module("sodamolek.letters.migrations.0007_statistics").ADD_UP
FORMER = _FIRST[_FIRST.index("CREATE FUNCTION letters_add_up") :].replace("CREATE", "CREATE OR REPLACE", 1)
CHANGE = """
  INSERT INTO letters_citychange
    (month, kind_code, received, finished, returned, refused, in_time, first_right, bucket)
  SELECT date_trunc('month', moment AT TIME ZONE 'Asia/Makassar')::date, k.code,
    received, finished, returned, refused, in_time, first_right, bucket
  FROM letters_letterkind k WHERE k.id = kind;
$$;
"""
ADD_UP = f"{FORMER.rstrip().removesuffix('$$;').rstrip()};{CHANGE}"
# Nothing moves between the sums and the new function.
EXISTING = """
LOCK TABLE letters_letterrequest IN SHARE MODE;
INSERT INTO letters_citymonth
  (month, kind_code, received, finished, returned, refused, in_time, first_right, times)
SELECT month, kind_code, sum(received), sum(finished), sum(returned), sum(refused), sum(in_time), sum(first_right),
  ARRAY(SELECT sum(u.n)::int FROM letters_lettermonth one, unnest(one.times) WITH ORDINALITY AS u(n, place)
    WHERE one.month = kept.month AND one.kind_code = kept.kind_code GROUP BY u.place ORDER BY u.place)
FROM letters_lettermonth kept WHERE kind_code <> '' GROUP BY month, kind_code;
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0012_office_names")]

    operations = [
        migrations.CreateModel(
            name="CityChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("kind_code", models.CharField(max_length=8)),
                *((name, models.IntegerField()) for name in SUMS),
                ("bucket", models.SmallIntegerField(null=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CityMonth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("month", "kind_code", editable=False, primary_key=True, serialize=False),
                ),
                ("month", models.DateField()),
                ("kind_code", models.CharField(max_length=8)),
                *((name, models.IntegerField()) for name in SUMS),
                ("times", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL([EXISTING, ADD_UP], FORMER),
        # The page of a city's year read all of it; nobody does any more.
        migrations.RemoveIndex("lettermonth", "letter_month_city"),
    ]
