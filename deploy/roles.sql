-- Roles of the portal's database; safe to run again. Passwords are set by the administrator.
-- kupang_migrate owns the tables, kupang_app works on them, kupang_auditor reads the trail.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_migrate') THEN
    CREATE ROLE kupang_migrate LOGIN CREATEDB;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_app') THEN
    CREATE ROLE kupang_app LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kupang_auditor') THEN
    CREATE ROLE kupang_auditor LOGIN;
  END IF;
END
$$;
