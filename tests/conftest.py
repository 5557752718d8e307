"""Databases of the suite: a clone of the migrated template for each worker, another for each committing test."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tools.testing import clone_template, drop_database


def use_database(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    name = clone_template()
    with django_db_blocker.unblock():
        use_database(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
    drop_database(name)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own for a test that commits (threads, workers, servers); its name."""
    usual = connection.settings_dict["NAME"]
    name = clone_template()
    with django_db_blocker.unblock():
        use_database(name)
        yield name
        use_database(usual)
    drop_database(name)
