"""The test suite: throw-away services, cheap passwords, everything else as in production."""

import os

from tools.testing import ROLE_VARIABLE, prepare_services

prepare_services()

from kupang_portal.settings.base import *  # noqa: E402, F403 - the services must be named before base reads them

if ROLE_VARIABLE in os.environ:
    DATABASES["default"]["OPTIONS"]["options"] += f" -c role={os.environ[ROLE_VARIABLE]}"  # noqa: F405

SECRET_KEY = "kunci-pengujian"  # noqa: S105 - only ever signs test data
ALLOWED_HOSTS = ["*"]
FIELD_KEYS = ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
BLIND_INDEX_KEY = "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # nothing is collected: files come straight from where they lie
WHITENOISE_USE_FINDERS = True
