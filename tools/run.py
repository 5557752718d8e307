"""`make run`: the whole portal under one process manager, until Ctrl-C."""

import importlib.util
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools import runfile
from tools.embedded import PROJECT, development
from tools.keeper import Keeper
from tools.prepare import fail, prepare

PYTHON = shlex.quote(sys.executable)
# As settings/base.py looks for it.
BSRE_ROOT = Path(os.environ.get("BSRE_ROOTS", Path(os.environ.get("VAR_DIR", PROJECT / "var")) / "bsre-root.pem"))


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """`wanted`, or any other when something listens there already."""
    if is_free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chosen_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        fail(f"PORT={text} bukan nomor port / is no port number. Contoh / example: PORT=8001 make run")
    return int(text)


def check_port(host: str, port: int) -> None:
    run = runfile.running()
    if run:
        fail(f"Portal sudah berjalan / already runs: http://localhost:{run['port']}\nHentikan / stop it: make stop")
    if runfile.sweep():
        print("==> sisa proses yang terputus dihentikan / ended what a cut-off run had left", flush=True)
    if not is_free(host, port):
        fail(f"Port {port} sedang dipakai program lain / is in use.\nPakai port lain / use another: "
             f"PORT={port + 1} make run\nSiapa yang memakainya / who uses it: ss -ltnp 'sport = :{port}'")  # fmt: skip


def commands(host: str, port: int) -> dict[str, str]:
    """What runs, by name; sets the addresses of the stand-ins in the environment that all of them inherit."""
    celery = f"exec {PYTHON} -m celery --quiet -A kupang_portal"
    found = {
        "web": f"exec {PYTHON} -m gunicorn kupang_portal.wsgi --bind {host}:{port} --worker-class gthread --workers 2 "
        "--threads 4 --timeout 30 --graceful-timeout 10 --log-level warning",
        "worker": f"{celery} worker --queues interactive,mail --concurrency 2 --hostname interactive@%h "
        "--loglevel WARNING --without-gossip --without-mingle",
        "bulk": f"{celery} worker --queues bulk --concurrency 1 --hostname bulk@%h --loglevel WARNING "
        "--without-gossip --without-mingle",
        "beat": f"{celery} beat --pidfile= --loglevel WARNING",
    }
    if "EMAIL_HOST" not in os.environ:
        mail = free_port(int(os.environ.get("EMAIL_PORT", "1025")))
        os.environ.update(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mail))
        found["mail"] = f"exec {PYTHON} -m tools.mailcatcher --port {mail}"
    if "REGISTER_URL" not in os.environ and importlib.util.find_spec("tools.standin_register"):
        register = free_port(8765)
        os.environ["REGISTER_URL"] = f"http://127.0.0.1:{register}"
        found["register"] = f"exec {PYTHON} -m tools.standin_register --port {register}"
    if "BSRE_URL" not in os.environ and importlib.util.find_spec("tools.standin_bsre"):
        bsre = free_port(8767)
        os.environ["BSRE_URL"] = f"http://127.0.0.1:{bsre}"
        found["bsre"] = f"exec {PYTHON} -m tools.standin_bsre --port {bsre} --root {shlex.quote(str(BSRE_ROOT))}"
    return found


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def announce(manager: Keeper, port: int, started: float) -> None:
    """Wait until the portal answers, then say where it is and who may sign in."""
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + 60
    while not answers(f"http://127.0.0.1:{port}/_health/ready"):
        if time.monotonic() > deadline or manager.stopping.is_set():
            print("==> portal belum menjawab; lihat pesan di atas / no answer yet, see above", flush=True)
            return
        time.sleep(0.2)
    people = subprocess.run(
        [sys.executable, "manage.py", "demo_people"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    bar = "=" * 78
    lines = [
        "",
        bar,
        f"  Portal Kota Kupang: {address}",
        f"  Kotak surat contoh / demo mailbox: {address}/demo/kotak-surat/",
    ]
    lines += ["", people.stdout.rstrip()] if people.returncode == 0 and people.stdout.strip() else []
    lines += ["", f"  Siap dalam / ready in {time.monotonic() - started:.0f} s. Berhenti / stop: Ctrl-C", bar, ""]
    print("\n".join(lines), flush=True)


def run_all(host: str, port: int, started: float) -> int:
    manager = Keeper(port)
    for name, command in commands(host, port).items():
        manager.add_process(name, command, cwd=str(PROJECT))
    threading.Thread(target=announce, args=(manager, port, started), daemon=True).start()
    manager.loop()
    runfile.FILE.unlink(missing_ok=True)
    interrupted = manager.returncode in (130, 143)
    return 0 if interrupted else manager.returncode or 1


def main() -> None:
    started = time.monotonic()
    host, port = os.environ.get("HOST", "127.0.0.1"), chosen_port()
    check_port(host, port)
    own_services = "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ
    os.environ["PORTAL_URL"] = os.environ.get("PORTAL_URL", f"http://localhost:{port}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kupang_portal.settings.local"
    # Celery's word about root, several lines for each worker, would bury the address.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    try:
        prepare()
        code = run_all(host, port, started)
    except KeyboardInterrupt:
        code = 0
    finally:
        if own_services:
            development().stop()
    print("Portal berhenti / stopped.")
    sys.exit(code)


if __name__ == "__main__":
    main()
