"""Taking a report, with or without an account, once, however often the button is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts import limiter
from core.accounts.models import User
from core.audit import services as audit
from core.files import services as files
from core.files.models import StoredFile
from core.files.services.storing import Upload
from core.population.crypto import blind_index
from core.references import pin_from
from core.regions.models import Region
from kabashoax.models import Claim, Evidence, Report
from kabashoax.rules.tickets import new_ticket
from kabashoax.services import telling
from kabashoax.services.common import office

FILES_PURPOSE = "kabashoax.evidence"
MOST_PICTURES = 3
NO_EVIDENCE = gettext_lazy("Lampirkan bukti: tangkapan layar, tautan, atau tautan video.")
PER_ADDRESS, WINDOW = 20, 3600


@dataclass(frozen=True)
class Rumour:
    """What somebody reports; see models.Report for the fields."""

    text: str
    scope: str
    token: UUID
    channel: str = ""
    link: str = ""
    video_link: str = ""
    kelurahan: Region | None = None
    contact: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes away."""

    report: Report
    pin: str


class TooManyReportsError(Exception):
    """Too many reports from this address within the hour."""


def pin_of(report: Report) -> str:
    """Six digits derived under a key outside the database, so none is stored."""
    return pin_from(blind_index(report.pk.hex, kind="kabashoax.pin"))


def submit_report(
    rumour: Rumour, *, by: User | None, pictures: Sequence[Upload] = (), address: str = "", known: Claim | None = None
) -> Receipt:
    """Take a report. Evidence is compulsory: a picture, a link or a video link.

    `known`: the published claim that the reporter recognised; the report is answered at once. The same token again
    gives the same receipt. Raises ValidationError by field, or TooManyReportsError.
    """
    repeated = Report.objects.filter(token=rumour.token).first()
    if repeated is not None:
        return Receipt(repeated, pin_of(repeated))
    if not (pictures or rumour.link or rumour.video_link):
        raise ValidationError({"pictures": NO_EVIDENCE})
    if len(pictures) > MOST_PICTURES:
        raise ValidationError({"pictures": _("Paling banyak %d gambar.") % MOST_PICTURES})
    if address and not limiter.hit("kabashoax.report", address, limit=PER_ADDRESS, seconds=WINDOW):
        raise TooManyReportsError
    stored = _stored(pictures, by)
    try:
        report = _written(rumour, stored, by, known)
    except IntegrityError:
        # The same form, sent twice at once: the other one was first.
        for file in stored:
            files.delete(file)
        report = Report.objects.get(token=rumour.token)
    except BaseException:
        for file in stored:
            files.delete(file)
        raise
    return Receipt(report, pin_of(report))


def _stored(pictures: Sequence[Upload], by: User | None) -> list[StoredFile]:
    """The pictures, all or none."""
    stored: list[StoredFile] = []
    try:
        for picture in pictures:
            stored.append(files.store(picture, by=by, purpose=FILES_PURPOSE))  # noqa: PERF401 - kept so far if one fails
    except ValidationError as error:
        for file in stored:
            files.delete(file)
        raise ValidationError({"pictures": error.messages}) from None
    return stored


def _written(rumour: Rumour, stored: Sequence[StoredFile], by: User | None, known: Claim | None) -> Report:
    with transaction.atomic():
        report: Report = Report.objects.create(
            office=office(),
            ticket=new_ticket(),
            text=rumour.text,
            scope=rumour.scope,
            channel=rumour.channel,
            link=rumour.link,
            video_link=rumour.video_link,
            kelurahan=rumour.kelurahan,
            contact=rumour.contact,
            has_contact=bool(rumour.contact),
            token=rumour.token,
        )
        Evidence.objects.bulk_create([Evidence(report=report, file=file) for file in stored])
        audit.record("submit", report, by=by, detail={"pictures": len(stored)}, office_id=report.office_id)
        if known is not None and known.is_public:
            report = telling.answer(report, known)
        else:
            telling.tell(report, "submitted")
    return report
