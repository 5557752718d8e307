"""`make lock`: compile the requirements again, with hashes and without hosts; pin the bootstrap to the same uv."""

import re
import subprocess
import sys
from pathlib import Path

from tools.embedded import PROJECT

UV = str(Path(sys.executable).parent / "uv")


def compile_requirements(name: str, *options: str) -> None:
    command = [UV, "pip", "compile", "--system-certs", "--quiet", "--generate-hashes", "--no-emit-index-url"]
    command += ["--no-annotate", "--no-header", "--universal", "--python-version", "3.11", *options]
    subprocess.run([*command, f"{name}.in", "-o", f"{name}.txt"], cwd=PROJECT, check=True)


def pin_bootstrap() -> None:
    """tools/bootstrap.txt gets uv's lines of requirements-dev.txt."""
    locked = (PROJECT / "requirements-dev.txt").read_text()
    found = re.search(r"^uv==[^\n]*(?:\n    --hash[^\n]*)+", locked, re.MULTILINE)
    if found is None:
        sys.exit("requirements-dev.in tidak memuat uv / does not name uv.")
    file = PROJECT / "tools" / "bootstrap.txt"
    comment = file.read_text().splitlines()[0]
    file.write_text(f"{comment}\n{found.group()}\n")


def main() -> None:
    compile_requirements("requirements", *sys.argv[1:])
    compile_requirements("requirements-dev", *sys.argv[1:])
    pin_bootstrap()


if __name__ == "__main__":
    main()
