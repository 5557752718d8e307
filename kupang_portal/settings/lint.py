"""For `make lint` alone: throw-away services, and the migration linter, which is no part of the portal."""

from kupang_portal.settings.test import *  # noqa: F403 - as in the other settings

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
