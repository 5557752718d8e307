"""A developer's machine and the demo: services from wheels unless the environment names others."""

import sys

from tools.embedded import use_development_services

use_development_services()

from kupang_portal.logs import logging_to_stderr  # noqa: E402
from kupang_portal.settings.base import *  # noqa: E402, F403 - the services must be named before base reads them
from tools.localkeys import local_keys  # noqa: E402
from tools.setup import install_front_end  # noqa: E402

if sys.argv[1:2] == ["runserver"]:
    # Without `make`, nobody has fetched Bootstrap yet; once it is there this takes no time.
    install_front_end(sys.executable)

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
DEMO = env.bool("DEMO", default=True)  # noqa: F405
ALLOWED_HOSTS = ["*"]

_keys = local_keys(VAR_DIR)  # noqa: F405
FIELD_KEYS = FIELD_KEYS or _keys["FIELD_KEYS"]  # noqa: F405
BLIND_INDEX_KEY = BLIND_INDEX_KEY or _keys["BLIND_INDEX_KEY"]  # noqa: F405
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # nothing is collected: files come straight from where they lie
WHITENOISE_USE_FINDERS = True

# Faults stand on the console, masked as on the servers; every page that isn't found would bury them. With DEBUG, Django
# itself writes everything.
LOGGING = {} if DEBUG else logging_to_stderr("WARNING", django="ERROR")
