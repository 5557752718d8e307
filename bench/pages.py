"""How fast the pages are beside a bare view of the same server: `python -m bench.pages`.

Bare: only the session middleware, the session read and one row by its key (bench/bare_urls.py). All pages are asked
in turns over kept connections, so that a slow moment meets each of them; medians. The goals are those of issue 2,
section 6.7: a page's speed as a share of the bare view's, and the queue's time with 100,000 requests in the table
against its time with 1,000.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.database import throwaway
from bench.server import Target, race, serve
from core.accounts.models import User
from core.accounts.rules import Role
from core.documents.models import Document
from core.references import new_reference
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest
from tests.factories.accounts import staff
from tests.factories.documents import signed_letter, signer
from tests.factories.letters import LetterRequestFactory, office_hours, with_documents
from tests.factories.regions import OfficeFactory

FEW, MANY = 1_000, 100_000
GOALS = {"home": 0.5, "verification": 0.5, "queue": 0.3, "form": 0.2}
SLOWDOWN = 1.3


def session_of(user: User | None) -> str:
    assert user is not None
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def fill(rows: int, operator: User, offices: list[Office]) -> None:
    """`rows` requests, a tenth of them at the operator's office, half of them waiting there."""
    mine = Office.objects.get(pk__in=operator.offices_with(Role.OPERATOR))
    model = LetterRequestFactory(office=mine, status="submitted")
    now = timezone.now()
    made = (
        LetterRequest(
            kind_id=model.kind_id,
            office=mine if number % 10 == 0 else offices[number % len(offices)],
            owner_id=model.owner_id,
            resident_id=model.resident_id,
            reference=new_reference("SKTM"),
            status="submitted" if number % 20 < 10 else "rejected",
            submitted_at=now - timedelta(minutes=number),
            due_at=now + timedelta(minutes=number),
        )
        for number in range(rows)
    )
    # In pieces of their own: within one transaction each row of the roll-up would keep all its old versions.
    while piece := list(islice(made, 1_000)):
        LetterRequest.objects.bulk_create(piece)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE letters_letterrequest")


@contextmanager
def portal(rows: int) -> Iterator[list[Target]]:
    """The server on a database with `rows` requests, and its pages as targets."""
    with throwaway() as database:
        office_hours()
        operator = staff(Role.OPERATOR)
        fill(rows, operator, [OfficeFactory() for _ in range(50)])
        document: Document = signed_letter(signer())
        draft = with_documents(LetterRequestFactory())
        bare = SessionStore()
        bare["office"] = str(draft.office_id)
        bare.create()
        with serve("bench.bare", database) as bare_port, serve("kupang_portal.settings.test", database) as port:
            yield [
                Target("bare", bare_port, "/", bare.session_key or ""),
                Target("home", port, "/"),
                Target("verification", port, f"/periksa/{document.code}/"),
                Target("queue", port, "/meja/", session_of(operator)),
                Target("form", port, f"/surat/permohonan/{draft.pk}/isian/", session_of(draft.owner)),
            ]


def main() -> int:
    """Print medians in milliseconds and ratios; 1 when a goal is missed."""
    with portal(FEW) as few, portal(MANY) as many:
        race([*few, *many])
    bare = many[0].median_ms
    print(f"{'page':<14}{'ms':>8}{'share of bare':>16}{'goal':>8}")
    print(f"{'bare view':<14}{bare:>8.2f}")
    missed = 0
    for target in many[1:]:
        share, goal = bare / target.median_ms, GOALS[target.name]
        missed += share < goal
        print(f"{target.name:<14}{target.median_ms:>8.2f}{share:>16.2f}{goal:>8}{'' if share >= goal else '  missed'}")
    slowdown = many[3].median_ms / few[3].median_ms
    missed += slowdown > SLOWDOWN
    print(f"queue with {MANY:,} requests against {FEW:,}: {slowdown:.2f} (at most {SLOWDOWN})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
