"""Services, database, reference data and demo data: what `make setup` and `make run` do after the packages."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tools.embedded import GRANTS_SQL, PROJECT, ROLES_SQL, ServiceError, use_development_services

# Each is safe to run again, and quick when there is nothing to do.
COMMANDS = ("load_reference", "make_ca")
DEMO_COMMANDS = ("make_demo",)


def fail(message: str) -> None:
    sys.exit(f"\n{message}\n")


def start_services() -> None:
    """Start the embedded services, or set up the database that DATABASE_URL names."""
    own_server = "DATABASE_URL" in os.environ
    try:
        use_development_services()
    except ServiceError as error:
        fail(f"{error}\nJalan keluar / way out: `make stop`, lalu ulangi; atau `make clean` untuk mulai dari awal "
             "(data contoh hilang); atau pakai server sendiri dengan DATABASE_URL dan REDIS_URL.")  # fmt: skip
    if own_server:
        make_roles(os.environ.get("DATABASE_MIGRATE_URL", os.environ["DATABASE_URL"]))


def make_roles(url: str) -> None:
    """Database roles on a server of one's own, when the given user may make them."""
    import psycopg2
    import psycopg2.errors

    try:
        connection = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.Error as error:
        fail(f"DATABASE_URL tidak dapat dihubungi / not reachable: {error}")
    connection.autocommit = True
    with connection.cursor() as cursor:
        try:
            cursor.execute(ROLES_SQL.read_text())
            cursor.execute(GRANTS_SQL.read_text())
        except psycopg2.errors.InsufficientPrivilege:
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'kupang\\_%'")
            if cursor.fetchone() != (3,):
                fail("Peran basis data belum ada / database roles are missing. Sekali saja / once, as superuser:\n\n"
                     "    psql -f deploy/roles.sql && psql -d NAMA -f deploy/grants.sql")  # fmt: skip
    connection.close()


def migrate() -> None:
    """In a process of its own: it works as the tables' owner, everything else as the application."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    if subprocess.run(command, cwd=PROJECT, check=False).returncode:
        fail("Migrasi basis data gagal / failed (lihat di atas / see above).\n"
             "Data contoh boleh hilang / demo data may go? `make clean && make run`.")  # fmt: skip


def load_data() -> None:
    """Reference data, the letter authority and, in demo mode, invented people."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command, get_commands

    known = get_commands()
    with Path(os.devnull).open("w") as nowhere, stand_ins_for_demo(settings):
        for name in (*COMMANDS, *(DEMO_COMMANDS if settings.DEMO else ())):
            if name in known:
                call_command(name, verbosity=0, stdout=nowhere)


@contextmanager
def stand_ins_for_demo(settings: Any) -> Iterator[None]:
    """The stand-ins answer while the demo's letters are made: the register at the counter, BSrE for one office."""
    # They use the portal's own libraries, which need settings.
    from tools import standin_bsre, standin_register

    with ExitStack() as stack:
        if settings.DEMO and "REGISTER_URL" not in os.environ:
            settings.REGISTER_URL = stack.enter_context(standin_register.running()).url
        if settings.DEMO and "BSRE_URL" not in os.environ:
            settings.BSRE_URL = stack.enter_context(standin_bsre.running(Path(settings.BSRE_ROOTS))).url
        yield


def prepare() -> None:
    started = time.monotonic()
    start_services()
    migrate()
    load_data()
    print(f"==> basis data dan data acuan siap / data ready ({time.monotonic() - started:.1f} s)", flush=True)


if __name__ == "__main__":
    prepare()
