"""Two people at the same moment: one decision counts, and nothing slips past a publication."""

import threading

from django.db import connection

from core.accounts.models import User
from core.audit.models import Entry
from core.workflow import IllegalMove
from smartcity_eval import services
from smartcity_eval.models import Assessment, Evidence
from smartcity_eval.queries.scores import levels_of
from tests.factories.smartcity_eval import cast


def at_once(*actions):
    """Run all actions together, each on a connection of its own; what each raised, or None."""
    start, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(index, action):
        start.wait()
        try:
            action()
        except IllegalMove as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_one_of_two_decisions_counts(committed):
    people = cast()
    piece = people.show(1)[0]
    assessor = people.assessor
    results = at_once(
        lambda: services.accept(Evidence.objects.get(pk=piece.pk), by=fresh(assessor)),
        lambda: services.return_evidence(Evidence.objects.get(pk=piece.pk), by=fresh(assessor), reason="Kurang."),
        lambda: services.accept(Evidence.objects.get(pk=piece.pk), by=fresh(assessor)),
    )
    assert results.count(None) == 1
    assert Entry.objects.filter(subject_id=piece.pk, action__in=("accept", "return")).count() == 1


def test_two_levels_accepted_at_once_are_both_counted(committed):
    people = cast()
    pieces = people.show(1, 2, 3)
    at_once(*(lambda p=p: services.accept(Evidence.objects.get(pk=p.pk), by=fresh(people.assessor)) for p in pieces))
    assert people.level().counted == 3


def test_what_was_published_is_what_was_counted(committed):
    people = cast()
    piece = people.show(1, 2)
    services.accept(piece[0], by=people.assessor)
    pk = people.assessment.pk
    results = at_once(
        lambda: services.publish(Assessment.objects.get(pk=pk), by=fresh(people.coordinator)),
        lambda: services.accept(Evidence.objects.get(pk=piece[1].pk), by=fresh(people.assessor)),
    )
    row = Assessment.objects.get(pk=pk)
    assert results[0] is None
    # Either the acceptance came first and is published, or the publication did and refused it.
    assert levels_of(row)[1] == people.level().counted == (1 if results[1] else 2)
