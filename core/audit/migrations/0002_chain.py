"""Append-only and chained by the database itself, whoever writes and by whatever tool."""

from django.db import migrations

# Runs as the tables' owner, so that the portal's role needs no right to write links. The lock is taken at commit
# (a deferred trigger): held from the start of a transaction it would let one writer through at a time.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  place bigint;
  previous text;
  content text;
BEGIN
  PERFORM pg_advisory_xact_lock(5371, 1);
  SELECT seq, hash INTO place, previous FROM audit_link ORDER BY seq DESC LIMIT 1;
  place := coalesce(place, 0) + 1;
  previous := coalesce(previous, repeat('0', 64));
  content := jsonb_build_array(NEW.id, (extract(epoch FROM NEW.at) * 1000000)::bigint, NEW.actor_id, NEW.on_behalf_of_id,
    NEW.action, NEW.subject_type, NEW.subject_id, NEW.office_id, NEW.detail)::text;
  INSERT INTO audit_link (seq, entry_id, previous_hash, hash) VALUES (place, NEW.id, previous,
    encode(sha256(convert_to(previous || E'\\n' || place || E'\\n' || content, 'UTF8')), 'hex'));
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""

# Of each statement and not of each row: also one that would change nothing is refused, and TRUNCATE too.
# ALWAYS: session_replication_role does not switch it off.
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only: % on % refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_refuse;
ALTER TABLE audit_link ENABLE ALWAYS TRIGGER audit_refuse;
"""

RIGHTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM kupang_app;
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_link FROM kupang_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_auditor') THEN
    GRANT SELECT ON audit_entry, audit_link TO kupang_auditor;
  END IF;
END
$$;
"""

UNDO = """
DROP TRIGGER audit_chain ON audit_entry;
DROP TRIGGER audit_refuse ON audit_entry;
DROP TRIGGER audit_refuse ON audit_link;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL([CHAIN, REFUSE, RIGHTS], UNDO)]
