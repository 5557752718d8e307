"""`make stop`: end the portal that `make run` started here, what a cut-off run left, and the services."""

from tools import runfile
from tools.embedded import development


def main() -> None:
    run = runfile.running()
    if run:
        runfile.end([run["manager"]], 25)
    runfile.sweep()
    development().stop()
    print("Portal dan layanannya berhenti / the portal and its services are stopped.")


if __name__ == "__main__":
    main()
