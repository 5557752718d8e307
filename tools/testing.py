"""Databases for the test suite: one migrated template, cloned for every worker and every committing test."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from tools.embedded import GRANTS_SQL, PROJECT, ROLES_SQL, use_throwaway_services

TEMPLATE_VARIABLE = "KUPANG_TEST_TEMPLATE"
ROLE_VARIABLE = "KUPANG_TEST_ROLE"


def prepare_services() -> None:
    """Once per test run: services (unless the environment names servers) and the migrated template."""
    if os.environ.get(TEMPLATE_VARIABLE):
        return
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        use_throwaway_services()
        os.environ["KUPANG_TEST_ADMIN_URL"] = os.environ["DATABASE_URL"].replace("kupang_app@", "postgres@")
    else:
        os.environ["KUPANG_TEST_ADMIN_URL"] = os.environ["DATABASE_URL"]
        # A server is named with its administrator, to whom nothing is forbidden: the suite steps down to the role
        # that the portal has in production (settings/test.py).
        os.environ[ROLE_VARIABLE] = "kupang_app"
        with _admin() as connection, connection.cursor() as cursor:
            cursor.execute(ROLES_SQL.read_text())
    template = f"kupang_template_{uuid.uuid4().hex[:8]}"
    _create(template, "template0")
    with _admin(template) as connection, connection.cursor() as cursor:
        cursor.execute(GRANTS_SQL.read_text())
    _make_var_folder()
    os.environ[TEMPLATE_VARIABLE] = template
    os.environ["DATABASE_URL"] = with_database(os.environ["DATABASE_URL"], template)
    migrate_url = with_database(os.environ.get("DATABASE_MIGRATE_URL", os.environ["DATABASE_URL"]), template)
    environment = {
        **os.environ,
        "DATABASE_MIGRATE_URL": migrate_url,
        "DJANGO_SETTINGS_MODULE": "kupang_portal.settings.test",
    }
    if ROLE_VARIABLE in environment:
        environment[ROLE_VARIABLE] = "kupang_migrate"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    result = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{result.stderr}\nMigrasi gagal, jadi tidak ada yang diuji / migrations failed, nothing was tested.")


def _make_var_folder() -> None:
    """Files of the run; gone when the process that started the run ends."""
    folder = tempfile.mkdtemp(prefix="kupang-var-")
    os.environ["VAR_DIR"] = folder
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


def clone_template() -> str:
    """A fresh database like the template; about 40 ms. Returns its name."""
    name = f"kupang_test_{uuid.uuid4().hex[:12]}"
    _create(name, os.environ[TEMPLATE_VARIABLE])
    return name


def drop_database(name: str) -> None:
    with _admin() as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(name: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER kupang_migrate STRATEGY file_copy")
    with _admin() as connection, connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


class _admin:  # noqa: N801 - reads as a function where it is used
    """A connection that commits each statement and is closed at the end."""

    def __init__(self, database: str = "postgres") -> None:
        self.database = database

    def __enter__(self) -> psycopg2.extensions.connection:
        self.connection = psycopg2.connect(with_database(os.environ["KUPANG_TEST_ADMIN_URL"], self.database))
        self.connection.autocommit = True
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def with_database(url: str, name: str) -> str:
    """`url` with another database's name; the query part stays."""
    head, separator, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{separator}{query}"
