"""A database of its own for a bench or a drill, cloned from the suite's migrated template."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from tools.testing import clone_template, drop_database


@contextmanager
def throwaway() -> Iterator[str]:
    """Point Django at a fresh clone; its name. Gone afterwards."""
    name = clone_template()
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = usual
        drop_database(name)
