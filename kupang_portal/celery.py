"""The Celery application; what it may do is set under the CELERY_ names of the settings."""

import os

from celery import Celery
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")


class ForgetfulQoS(redis.QoS):
    """Lets go of hints whose connection is gone.

    kombu 5.7 would give them back or acknowledge them on the closed connection, and the worker dies of the
    AttributeError (tests/core/jobs/test_worker.py). It need not: core.jobs sends them again from their rows.
    """

    restore_at_shutdown = False

    def ack(self, delivery_tag: str) -> None:
        if not self.channel.closed:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not self.channel.closed:
            super().reject(delivery_tag, requeue=requeue)  # type: ignore[no-untyped-call]


redis.Channel.QoS = ForgetfulQoS

app = Celery("kupang_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Without this a thread (of the web server, of core.jobs) would get an unconfigured application.
app.set_default()
app.autodiscover_tasks()
