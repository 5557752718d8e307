"""Production refuses to start with anything of the demo, and starts with a good environment."""

import json
import logging
import os
import re
import subprocess
import sys

import pytest

from kupang_portal.logs import JsonFormatter, mask
from tools.embedded import PROJECT
from tools.lint import good_production

SHORT_KEY = "c2hvcnQ="
PROBE = (
    "from django.conf import settings as s;"
    "import json;"
    "print(json.dumps({n: getattr(s, n) for n in"
    " ('DEBUG', 'DEMO', 'SESSION_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_NAME', 'CSRF_COOKIE_SECURE',"
    " 'SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'ALLOWED_HOSTS', 'ALLAUTH_TRUSTED_PROXY_COUNT')}))"
)

BSRE = {
    "SIGNATURE_PROVIDER": "bsre",
    "BSRE_URL": "https://esign.kupangkota.go.id",
    "BSRE_USER": "portal",
    "BSRE_PASSWORD": "p9Zt" * 8,
    # Any file that is there: its content is read at the first signature.
    "BSRE_ROOTS": __file__,
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own; a change to None takes a name away."""
    environment = {"PATH": os.environ["PATH"], **good_production()}
    for name, value in changes.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_a_good_environment_starts_with_every_protection_on():
    result = start()
    assert json.loads(result.stdout) == {
        "DEBUG": False,
        "DEMO": False,
        "SESSION_COOKIE_NAME": "__Host-sid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["portal.kupang.contoh"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("DEMO", "1"),
        ("SECRET_KEY", None),
        ("SECRET_KEY", "contoh-kunci-rahasia-jangan-dipakai-di-produksi"),
        ("SECRET_KEY", "contoh-" + "k7Wq" * 16),
        ("SECRET_KEY", "terlalu-pendek"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("PORTAL_URL", "http://portal.kupang.contoh"),
        ("DATABASE_URL", None),
        ("REDIS_URL", None),
        ("FIELD_KEYS", None),
        ("FIELD_KEYS", "bukan base64"),
        ("FIELD_KEYS", SHORT_KEY),
        ("FIELD_KEYS", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("BLIND_INDEX_KEY", None),
        ("BLIND_INDEX_KEY", SHORT_KEY),
        ("BLIND_INDEX_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        ("EMAIL_HOST", None),
        ("REGISTER_URL", "http://127.0.0.1:8765"),
        ("REGISTER_PASSWORD", None),
        ("REGISTER_PROVIDER", "provinsi"),
    ],
)
def test_a_bad_environment_is_refused_by_name(name, value):
    result = start(**{name: value})
    last = result.stderr.strip().splitlines()[-1]
    assert (result.returncode, last.split(":")[0]) == (1, "django.core.exceptions.ImproperlyConfigured")
    assert name in last


def test_a_city_with_a_register_of_its_own_needs_no_address_of_the_national_one():
    result = start(REGISTER_PROVIDER="city", REGISTER_URL=None, REGISTER_USER=None, REGISTER_PASSWORD=None)
    assert result.returncode == 0, result.stderr


def test_logs_are_one_line_of_json_without_personal_data():
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, "NIK %s\nsurel %s", (), None)
    record.args = ("5371061203900001", "ani@surel.contoh")
    assert json.loads(JsonFormatter().format(record)) == {
        "at": json.loads(JsonFormatter().format(record))["at"],
        "level": "INFO",
        "logger": "portal",
        "message": "NIK •\nsurel •@•",
    }
    assert "\n" not in JsonFormatter().format(record)


def test_an_error_is_logged_with_its_place_and_without_its_words():
    try:
        raise ValueError("5371061203900001")
    except ValueError:
        record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "gagal", (), sys.exc_info())
    line = JsonFormatter().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "test_settings.py" in json.loads(line)["where"]
    assert "5371061203900001" not in line


def test_masking_keeps_identifiers_that_are_nobodys():
    assert (
        mask("0197f3a2-7c11-7abc-8def-123456789012 /surat/12345/")
        == "0197f3a2-7c11-7abc-8def-123456789012 /surat/12345/"
    )


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"SIGNATURE_PROVIDER": "lain"}, "SIGNATURE_PROVIDER"),
        ({"SIGNATURE_PROVIDER": "bsre"}, "BSRE_URL"),
        ({"SIGNATURE_PROVIDER": "bsre", "BSRE_URL": "http://127.0.0.1:8767"}, "BSRE_URL"),
        ({**BSRE, "BSRE_URL": "http://esign.kupangkota.go.id"}, "BSRE_URL"),
        ({"SIGNATURE_PROVIDER": "local", "BSRE_URL": "http://127.0.0.1:8767"}, "BSRE_URL"),
        ({**BSRE, "BSRE_PASSWORD": "contoh"}, "BSRE_PASSWORD"),
        ({**BSRE, "BSRE_ROOTS": "/tidak/ada.pem"}, "BSRE_ROOTS"),
    ],
)
def test_bsre_needs_its_address_credentials_and_roots(changes, name):
    result = start(**changes)
    assert result.returncode != 0
    assert name in result.stderr


def test_bsre_with_all_of_them_starts():
    assert start(**BSRE).returncode == 0


def test_every_value_of_the_environment_is_in_the_table_of_settings():
    files = (PROJECT / "kupang_portal" / "settings").glob("*.py")
    read = re.compile(r"""\b(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)\"""")
    named = {name for file in files for name in read.findall(file.read_text())}
    table = set(re.findall(r"\b[A-Z_]+\b", (PROJECT / "docs" / "ARCHITECTURE.md").read_text()))
    assert len(named) > 20
    assert sorted(named - table) == []


def test_a_demo_writes_its_faults_to_the_console_masked(tmp_path):
    """And nothing about pages that aren't there."""
    probe = (
        "import logging, logging.config; from django.conf import settings; logging.config.dictConfig(settings.LOGGING);"
        "log = logging.getLogger('django.request'); log.warning('Not Found: /x');"
        "log.error('Internal Server Error: %s', '/saya/5371061203849001')"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "kupang_portal.settings.local",
        "DATABASE_URL": "postgres:///x",
        "REDIS_URL": "redis://127.0.0.1",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", probe]
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    assert (json.loads(line)["level"], json.loads(line)["message"]) == ("ERROR", "Internal Server Error: /saya/•")
