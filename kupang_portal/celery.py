"""The Celery application; what it may do is set under the CELERY_ names of the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")

app = Celery("kupang_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Without this a thread (of the web server, of core.jobs) would get an unconfigured application.
app.set_default()
app.autodiscover_tasks()
