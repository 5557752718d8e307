"""`make lint`: every rule that a tool can check. All checks run, even after one failed; the end names the failures."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.embedded import PROJECT

BIN = Path(sys.executable).parent
TEMPLATES = PROJECT / "templates"


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def good_production() -> dict[str, str]:
    """An environment with which production starts; nothing in it is used anywhere."""
    return {
        "DJANGO_SETTINGS_MODULE": "kupang_portal.settings.production",
        "SECRET_KEY": "periksa-" + "k7Wq" * 16,
        "ALLOWED_HOSTS": "portal.kupang.contoh",
        "PORTAL_URL": "https://portal.kupang.contoh",
        "DATABASE_URL": "postgres://kupang_app@/kupang",
        "DATABASE_MIGRATE_URL": "postgres://kupang_migrate@/kupang",
        "REDIS_URL": "redis://localhost:6379/0",
        "FIELD_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "BLIND_INDEX_KEY": "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=",
        "EMAIL_HOST": "mail.kupang.contoh",
        "DEFAULT_FROM_EMAIL": "Portal Kota Kupang <portal@kupang.contoh>",
        "REGISTER_URL": "https://dukcapil.contoh",
        "REGISTER_USER": "portal",
        "REGISTER_PASSWORD": "periksa-" + "p9Zt" * 8,
        "TRUSTED_PROXY_COUNT": "1",
    }


def checks() -> list[Check]:
    python = sys.executable
    found = [
        Check("ruff", [python, "-m", "ruff", "check", "."]),
        Check("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        Check("imports (.importlinter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("migrations (makemigrations --check, linter)", [python, "-m", "tools.lint_migrations"]),
        Check(
            "check --deploy", [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], good_production()
        ),
        Check("mypy", [python, "-m", "mypy", "."]),
    ]
    if any(TEMPLATES.rglob("*.html")):
        found.insert(3, Check("djlint", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]))
    return found


def run(check: Check) -> bool:
    started = time.monotonic()
    result = subprocess.run(
        check.command,
        cwd=PROJECT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    good = result.returncode == 0
    if not good:
        print(result.stdout.rstrip())
    print(f"{'ok   ' if good else 'GAGAL'} {check.name} ({time.monotonic() - started:.1f} s)", flush=True)
    return good


def main() -> None:
    wanted = sys.argv[1:]
    chosen = [check for check in checks() if not wanted or any(word in check.name for word in wanted)]
    failed = [check.name for check in chosen if not run(check)]
    if failed:
        sys.exit(f"\n{len(failed)} pemeriksaan gagal / checks failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
