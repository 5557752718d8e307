-- Rights inside the portal's database; run in that database, before the first migration. Safe to run again.
ALTER DEFAULT PRIVILEGES FOR ROLE kupang_migrate GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kupang_app;
ALTER DEFAULT PRIVILEGES FOR ROLE kupang_migrate GRANT USAGE, SELECT ON SEQUENCES TO kupang_app;
