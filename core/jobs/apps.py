from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "core.jobs"

    def ready(self) -> None:
        # The web process must know every kind of job too: a name nobody registered is refused at enqueue.
        autodiscover_modules("tasks")
