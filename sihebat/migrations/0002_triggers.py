"""What the database itself keeps true: the roll-up, months within their ceiling, originals, frozen reports."""

from django.db import migrations

# One function for the three kinds of change; each statement is added up once, whatever its size. Rows are taken
# in one order, so two files that come at once wait for each other and never lock each other out.
# SECURITY DEFINER: the portal's role may read the roll-up but not write it.
ROLL_UP = """
CREATE TYPE sihebat_change AS (day date, office_id uuid, product varchar, fills int, litres numeric, total bigint,
  priced numeric);
CREATE FUNCTION sihebat_add_up(changes sihebat_change[]) RETURNS void LANGUAGE sql AS $$
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
$$;

CREATE FUNCTION sihebat_roll_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  changes sihebat_change[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(ROW(day, office_id, product, fills, litres, total, priced)::sihebat_change) INTO changes
    FROM (SELECT day, office_id, product, count(*)::int AS fills, sum(litres) AS litres, sum(total) AS total,
      sum(price * litres) AS priced FROM new_rows WHERE is_current GROUP BY 1, 2, 3) AS added;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(ROW(day, office_id, product, fills, litres, total, priced)::sihebat_change) INTO changes
    FROM (SELECT day, office_id, product, -count(*)::int AS fills, -sum(litres) AS litres, -sum(total) AS total,
      -sum(price * litres) AS priced FROM old_rows WHERE is_current GROUP BY 1, 2, 3) AS gone;
  ELSE
    SELECT array_agg(ROW(day, office_id, product, fills, litres, total, priced)::sihebat_change) INTO changes
    FROM (SELECT day, office_id, product, sum(sign)::int AS fills, sum(sign * litres) AS litres,
      sum(sign * total) AS total, sum(sign * price * litres) AS priced
      FROM (
        SELECT 1 AS sign, day, office_id, product, litres, total, price FROM new_rows WHERE is_current
        UNION ALL
        SELECT -1, day, office_id, product, litres, total, price FROM old_rows WHERE is_current
      ) AS both_sides GROUP BY day, office_id, product) AS changed;
  END IF;
  IF changes IS NOT NULL THEN
    PERFORM sihebat_add_up(changes);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER sihebat_roll_up_insert AFTER INSERT ON sihebat_fill
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_roll_up();
CREATE TRIGGER sihebat_roll_up_update AFTER UPDATE ON sihebat_fill
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_roll_up();
CREATE TRIGGER sihebat_roll_up_delete AFTER DELETE ON sihebat_fill
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_roll_up();

CREATE FUNCTION sihebat_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Fills are not truncated: the roll-up would not know.' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER sihebat_refuse_truncate BEFORE TRUNCATE ON sihebat_fill
  FOR EACH STATEMENT EXECUTE FUNCTION sihebat_refuse_truncate();
"""

ORIGINALS = """
CREATE FUNCTION sihebat_keep_original() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.vehicle_id, OLD.office_id, OLD.filled_at, OLD.product, OLD.litres, OLD.price, OLD.total, OLD.odometer,
      OLD.provider, OLD.number, OLD.revision, OLD.corrects_id, OLD.created_at, OLD.created_by_id)
    IS DISTINCT FROM
     (NEW.vehicle_id, NEW.office_id, NEW.filled_at, NEW.product, NEW.litres, NEW.price, NEW.total, NEW.odometer,
      NEW.provider, NEW.number, NEW.revision, NEW.corrects_id, NEW.created_at, NEW.created_by_id)
    OR (NEW.is_current AND NOT OLD.is_current)
  THEN
    RAISE EXCEPTION 'A fill is not changed: enter a correction.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER sihebat_keep_original BEFORE UPDATE ON sihebat_fill
  FOR EACH ROW EXECUTE FUNCTION sihebat_keep_original();

CREATE FUNCTION sihebat_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A frozen report is not changed.' USING ERRCODE = 'insufficient_privilege';
END
$$;
-- The job's row goes after some months; nothing else of a frozen report does.
CREATE TRIGGER sihebat_keep_frozen BEFORE UPDATE ON sihebat_efficiencyreport
  FOR EACH ROW WHEN (OLD.digest <> '' AND (
    (to_jsonb(OLD) - 'job_id') IS DISTINCT FROM (to_jsonb(NEW) - 'job_id')
  )) EXECUTE FUNCTION sihebat_keep_frozen();
CREATE TRIGGER sihebat_keep_frozen_row BEFORE DELETE ON sihebat_efficiencyreport
  FOR EACH ROW WHEN (OLD.digest <> '') EXECUTE FUNCTION sihebat_keep_frozen();
"""

# Both sides: months that grow, and a ceiling that is lowered under its months.
MONTHS = """
CREATE FUNCTION sihebat_months_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  beyond record;
BEGIN
  IF TG_TABLE_NAME = 'sihebat_ceiling' THEN
    SELECT c.year, sum(a.amount) AS months, c.amount INTO beyond
    FROM (SELECT DISTINCT id FROM new_rows) AS touched
    JOIN sihebat_ceiling c USING (id) JOIN sihebat_monthlyallocation a ON a.ceiling_id = c.id
    GROUP BY c.id, c.year, c.amount HAVING sum(a.amount) > c.amount LIMIT 1;
  ELSE
    SELECT c.year, sum(a.amount) AS months, c.amount INTO beyond
    FROM (SELECT DISTINCT ceiling_id FROM new_rows) AS touched
    JOIN sihebat_ceiling c ON c.id = touched.ceiling_id JOIN sihebat_monthlyallocation a ON a.ceiling_id = c.id
    GROUP BY c.id, c.year, c.amount HAVING sum(a.amount) > c.amount LIMIT 1;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'The months of % add up to %, above the ceiling of %.', beyond.year, beyond.months, beyond.amount
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER sihebat_months_insert AFTER INSERT ON sihebat_monthlyallocation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_months_within();
CREATE TRIGGER sihebat_months_update AFTER UPDATE ON sihebat_monthlyallocation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_months_within();
CREATE TRIGGER sihebat_ceiling_update AFTER UPDATE ON sihebat_ceiling
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sihebat_months_within();
"""

RIGHTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON sihebat_dailytotal FROM kupang_app;
    REVOKE DELETE, TRUNCATE ON sihebat_fill FROM kupang_app;
  END IF;
END
$$;
"""

UNDO = """
DROP TRIGGER sihebat_roll_up_insert ON sihebat_fill;
DROP TRIGGER sihebat_roll_up_update ON sihebat_fill;
DROP TRIGGER sihebat_roll_up_delete ON sihebat_fill;
DROP TRIGGER sihebat_refuse_truncate ON sihebat_fill;
DROP TRIGGER sihebat_keep_original ON sihebat_fill;
DROP TRIGGER sihebat_keep_frozen ON sihebat_efficiencyreport;
DROP TRIGGER sihebat_keep_frozen_row ON sihebat_efficiencyreport;
DROP TRIGGER sihebat_months_insert ON sihebat_monthlyallocation;
DROP TRIGGER sihebat_months_update ON sihebat_monthlyallocation;
DROP TRIGGER sihebat_ceiling_update ON sihebat_ceiling;
DROP FUNCTION sihebat_roll_up();
DROP FUNCTION sihebat_add_up(sihebat_change[]);
DROP TYPE sihebat_change;
DROP FUNCTION sihebat_refuse_truncate();
DROP FUNCTION sihebat_keep_original();
DROP FUNCTION sihebat_keep_frozen();
DROP FUNCTION sihebat_months_within();
"""


class Migration(migrations.Migration):
    dependencies = [("sihebat", "0001_initial")]

    operations = [migrations.RunSQL([ROLL_UP, ORIGINALS, MONTHS, RIGHTS], UNDO)]
