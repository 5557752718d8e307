"""Jobs in any state, for tests of pages and reports; work itself is asked for with `enqueue`."""

import factory

from core.jobs.models import Job


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    name = "tests.add"
    queue = "interactive"
