"""`make bench`: every benchmark, one after the other, each with its table; 1 when a goal is missed."""

import importlib.util
import subprocess
import sys

BENCHES = ("pages", "letter", "fuel", "zscores", "matching", "statistics")


def main() -> int:
    """Each in a process of its own, so that none measures what another left behind."""
    names = sys.argv[1:] or BENCHES
    codes = []
    for name in names:
        if importlib.util.find_spec(f"bench.{name}") is None:
            print(f"bench.{name} does not exist")
            return 2
        print(f"\n== bench.{name}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
