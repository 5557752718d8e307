"""Chromium for the browser tests and screenshots: found, installed by apt when root, or asked for."""

import os
import shutil
import sys

from tools.setup import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINE = "sudo apt-get install -y chromium"


def find_chromium() -> str | None:
    """The browser's path: CHROMIUM of the environment, or the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install("chromium")
    elif os.environ.get("CI") == "true":
        sys.exit(f"CI tanpa Chromium tidak menguji apa-apa di peramban / CI needs Chromium: {LINE}")
    else:
        print(f"!!! Chromium belum ada: uji peramban dilewati / browser tests are left out. Pasang / install: {LINE}")


if __name__ == "__main__":
    main()
