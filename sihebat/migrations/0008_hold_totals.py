"""The roll-ups' rows of a correction held in the order in which every statement takes them."""

from django.db import migrations

# A correction writes twice: the old fill goes, the new one comes, each with its month and its day. Two that cross
# would wait for each other. So both are held first, months before days, as sihebat_add_up takes them. An empty row
# that is made here gets its fill in the same transaction, or goes with it.
HOLD = """
CREATE FUNCTION sihebat_hold_totals(days date[], offices uuid[], products varchar[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO sihebat_monthlytotal AS kept (month, office_id, product, fills, litres, total, priced)
  SELECT DISTINCT date_trunc('month', day::timestamp)::date, office_id, product, 0, 0, 0, 0
  FROM unnest(days, offices, products) AS wanted(day, office_id, product)
  ORDER BY 1, 2, 3
  ON CONFLICT (month, office_id, product) DO UPDATE SET fills = kept.fills;
  INSERT INTO sihebat_dailytotal AS kept (day, office_id, product, fills, litres, total, priced)
  SELECT DISTINCT day, office_id, product, 0, 0, 0, 0
  FROM unnest(days, offices, products) AS wanted(day, office_id, product)
  ORDER BY 1, 2, 3
  ON CONFLICT (day, office_id, product) DO UPDATE SET fills = kept.fills;
$$;
REVOKE EXECUTE ON FUNCTION sihebat_hold_totals(date[], uuid[], varchar[]) FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_app') THEN
    GRANT EXECUTE ON FUNCTION sihebat_hold_totals(date[], uuid[], varchar[]) TO kupang_app;
  END IF;
END
$$;
"""
UNDO = "DROP FUNCTION sihebat_hold_totals(date[], uuid[], varchar[]);"


class Migration(migrations.Migration):
    dependencies = [("sihebat", "0007_fills_of_a_file")]

    operations = [migrations.RunSQL(HOLD, UNDO)]
