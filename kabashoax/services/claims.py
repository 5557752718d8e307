"""Working on a claim: its wording, its sources, and how many people it reached."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts import limiter
from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.files import services as files
from core.files.services.storing import Upload
from core.workflow import IllegalMove, NotYourMove
from kabashoax.models import Claim, Confirmation, Echo, Source
from kabashoax.services import indexing
from kabashoax.workflow import ClaimStatus

COPY_PURPOSE = "kabashoax.source"
ECHO_WINDOW = 24 * 3600


@dataclass(frozen=True)
class Reference:
    """A source as a fact-checker writes it down."""

    publisher: str
    title: str
    excerpt: str
    url: str = ""
    published_on: date | None = None


def edit_claim(claim: Claim, *, title: str, wording: str, by: User) -> Claim:
    """Mend title and wording while nothing is published; afterwards a correction does it."""
    with transaction.atomic():
        claim = locked(claim, by, {ClaimStatus.CHECKING})
        claim.title, claim.wording = title.strip(), wording.strip()
        claim.save(update_fields=["title", "wording"])
        indexing.index(claim)
        audit.record("edit", claim, by=by, office_id=claim.office_id)
    return claim


def add_source(claim: Claim, reference: Reference, *, copy: Upload | None = None, by: User) -> Source:
    """Note a source with a copy of what it said (a picture or PDF); its digest shows later whether it changed."""
    locked_statuses = {ClaimStatus.CHECKING, ClaimStatus.PUBLISHED}
    stored = None
    if copy is not None:
        # The copy is checked and cleaned before the row is locked: that takes a second.
        try:
            stored = files.store(copy, by=by, purpose=COPY_PURPOSE)
        except ValidationError as error:
            raise ValidationError({"copy": error.messages}) from None
    try:
        with transaction.atomic():
            claim = locked(claim, by, locked_statuses)
            source: Source = Source.objects.create(
                claim=claim,
                publisher=reference.publisher,
                title=reference.title,
                url=reference.url,
                published_on=reference.published_on,
                excerpt=reference.excerpt,
                copy=stored,
                digest=stored.sha256 if stored else hashlib.sha256(reference.excerpt.encode()).hexdigest(),
                added_by=by,
            )
            audit.record("add_source", claim, by=by, detail={"digest": source.digest}, office_id=claim.office_id)
    except BaseException:
        if stored is not None:
            files.delete(stored)
        raise
    return source


def remove_source(source: Source, *, by: User) -> None:
    """Take a source away while nothing is published; what a verdict stood on stays for ever."""
    with transaction.atomic():
        claim = locked(source.claim, by, {ClaimStatus.CHECKING})
        if Confirmation.objects.filter(source=source).exists():
            raise ValidationError(_("Jawaban kantor tidak dapat dihapus."))
        if not Source.objects.filter(pk=source.pk).exists():
            raise IllegalMove(_("Sumber ini sudah dihapus."))
        stored = source.copy
        audit.record("remove_source", claim, by=by, detail={"digest": source.digest}, office_id=claim.office_id)
        source.delete()
        if stored is not None:
            files.delete(stored)


def count_echo(claim: Claim, *, address: str) -> bool:
    """Count that the rumour reached somebody too: once a day for each address. False when it was counted before."""
    if not limiter.hit("kabashoax.echo", f"{claim.pk}:{address}", limit=1, seconds=ECHO_WINDOW):
        return False
    with transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(echoes=F("echoes") + 1)
        day, _made = Echo.objects.get_or_create(claim=claim, day=timezone.localdate())
        Echo.objects.filter(pk=day.pk).update(count=F("count") + 1)
    return True


def locked(claim: Claim, by: User, statuses: set[ClaimStatus]) -> Claim:
    """The fresh row for a fact-checker of its office; raises NotYourMove or IllegalMove."""
    row: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if not by.has_role(Role.FACT_CHECKER, office_id=row.office_id):
        raise NotYourMove
    if row.status not in statuses:
        raise IllegalMove(_("Sudah diproses: keadaannya sekarang “%s”.") % row.get_status_display())
    return row
