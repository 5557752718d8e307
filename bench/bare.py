"""The bare view that pages are measured against: the same server, the session, one query, nothing else."""

from kupang_portal.settings.test import *  # noqa: F403 - the suite's settings, but for what follows

ROOT_URLCONF = "bench.bare_urls"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
AUTH_USER_MODEL = "auth.User"
INSTALLED_APPS = [
    "core.regions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
