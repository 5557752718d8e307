#!/usr/bin/env python
"""Django's command line for the Kupang portal."""

import os
import sys
from importlib import import_module

# Commands that only calculate: they need no app, no setting and no database, so they start without the portal.
CALCULATIONS = {"zscores": "sodamolek.growth.management.commands.zscores"}


def calculate(name: str, arguments: list[str]) -> None:
    """Run one of CALCULATIONS as Django would; its errors are one line and exit code 1."""
    from django.core.management.base import CommandError

    command = import_module(CALCULATIONS[name]).Command()
    command._called_from_command_line = True  # argparse then says how the command is called
    options = vars(command.create_parser("manage.py", name).parse_args(arguments))
    try:
        command.execute(*options.pop("args", ()), **options)
    except CommandError as error:
        command.stderr.write(f"CommandError: {error}")
        sys.exit(error.returncode)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")
    if sys.argv[1:2] and sys.argv[1] in CALCULATIONS:
        calculate(sys.argv[1], sys.argv[2:])
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
