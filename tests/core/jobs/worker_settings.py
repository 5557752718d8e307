"""Settings of a worker that a test starts: the test's database and broker, mail over real SMTP, the tests' jobs."""

import os

from kupang_portal.settings.test import *  # noqa: F403 - a settings module

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 3
CELERY_IMPORTS = ["tests.core.jobs.kinds"]
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / f"beat-{os.getpid()}")  # noqa: F405
