"""The Celery application; what it may do is set under the CELERY_ names of the settings."""

import os

from celery import Celery
from kombu.transport.redis import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")

# A worker that gives its unfinished hints back when Redis is gone dies of it (kombu 5.7: AttributeError on a closed
# connection; tests/core/jobs/test_worker.py). It need not: core.jobs sends them again from their rows.
QoS.restore_at_shutdown = False

app = Celery("kupang_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Without this a thread (of the web server, of core.jobs) would get an unconfigured application.
app.set_default()
app.autodiscover_tasks()
