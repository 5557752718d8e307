"""Settings of a worker whose reports stand still where the test wants to kill it (dying.py)."""

from tests.core.jobs.worker_settings import *  # noqa: F403 - a settings module

CELERY_IMPORTS = ["tests.sihebat.dying"]
