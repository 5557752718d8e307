"""A surveyor sends a round; TPID validates it or gives it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.notifications import services as notifications
from sodamolek.prices.models import Commodity, Market, Quote, Round
from sodamolek.prices.rules.prices import HIGHEST, LOWEST
from sodamolek.prices.workflow import ROUND

OLDEST_DAYS = 7  # a phone may have been without a line for some days


@dataclass(frozen=True)
class Sheet:
    """What a surveyor brings: prices by code of commodity, 0 or absent where there is none."""

    market: Market
    day: date
    prices: Mapping[str, int]
    token: UUID
    note: str = ""


@dataclass(frozen=True)
class Sent:
    """The round, and whether it had already arrived before."""

    round: Round
    repeated: bool


def submit_round(sheet: Sheet, *, by: User) -> Sent:
    """Keep a round; the same token twice is the same round.

    ValidationError: a day out of range, no price at all, an impossible price, or another round of this market and day.
    """
    if not by.has_role(Role.SURVEYOR):
        raise PermissionDenied
    known = _known(sheet.prices)
    earlier = Round.objects.filter(token=sheet.token).first()
    if earlier is not None:
        return _again(earlier, sheet, known, by)
    today = timezone.localdate()
    if not today - timedelta(days=OLDEST_DAYS) <= sheet.day <= today:
        raise ValidationError({"day": _("Tanggal harus hari ini atau paling lama %s hari yang lalu.") % OLDEST_DAYS})
    try:
        with transaction.atomic():
            row = _create(sheet, known, by)
    except IntegrityError:
        return _collision(sheet, known, by)
    return Sent(row, repeated=False)


def _create(sheet: Sheet, known: Mapping[str, int], by: User) -> Round:
    row = Round.objects.create(
        market=sheet.market,
        day=sheet.day,
        owner=by,
        office_id=sheet.market.office_id,
        token=sheet.token,
        note=sheet.note,
        is_sample=by.is_demo,
    )
    _write(row, known)
    audit.record("submit_round", row, by=by, detail={"prices": len(known)}, office_id=row.office_id)
    return row


def _collision(sheet: Sheet, known: Mapping[str, int], by: User) -> Sent:
    """Two at the same time: the same round sent twice is fine, another one of the same day is not."""
    earlier = Round.objects.filter(token=sheet.token).first()
    if earlier is not None:
        return _again(earlier, sheet, known, by)
    raise ValidationError(
        {
            "market": _("%(market)s sudah didata untuk %(day)s. Pilih pasar lain, atau minta TPID mengembalikannya.")
            % {"market": sheet.market.name, "day": date_format(sheet.day, "j F Y")}
        }
    )


def _again(earlier: Round, sheet: Sheet, known: Mapping[str, int], by: User) -> Sent:
    if earlier.owner_id != by.pk:
        raise PermissionDenied
    kept = dict(earlier.quotes.values_list("commodity__code", "price"))
    if (earlier.market_id, earlier.day, kept) != (sheet.market.pk, sheet.day, known):
        raise ValidationError(_("Putaran ini sudah terkirim dengan isi lain. Buka daftar putaran untuk melihatnya."))
    return Sent(earlier, repeated=True)


def _known(prices: Mapping[str, int]) -> dict[str, int]:
    """Prices that are there; a ValidationError that names the field of each impossible one."""
    names = dict(Commodity.objects.filter(is_active=True).values_list("code", "name"))
    known = {code: price for code, price in prices.items() if price}
    wrong = {code: price for code, price in known.items() if code not in names or not LOWEST <= price <= HIGHEST}
    if wrong:
        raise ValidationError(
            {
                f"price_{code}": _("Harga %s tidak masuk akal. Periksa jumlah nolnya, dalam rupiah per satuan.")
                % names.get(code, code)
                for code in wrong
            }
        )
    if not known:
        raise ValidationError(_("Isi sedikitnya satu harga. Komoditas yang tidak ada boleh dikosongkan."))
    return known


def _write(row: Round, known: Mapping[str, int]) -> None:
    ids = dict(Commodity.objects.filter(code__in=known).values_list("code", "pk"))
    row.quotes.all().delete()
    Quote.objects.bulk_create([Quote(round=row, commodity_id=ids[code], price=known[code]) for code in known])


def resubmit_round(row: Round, prices: Mapping[str, int], *, by: User, note: str = "") -> Round:
    """Send a returned round again with corrected prices."""
    known = _known(prices)
    with transaction.atomic():
        sent = ROUND.apply("resubmit", row, by=by, fields={"note": note, "reason": ""})
        _write(sent, known)
    return sent


def validate_round(row: Round, *, by: User) -> Round:
    """Let the public see the prices of a round; not one's own."""
    _not_own(row, by)
    with transaction.atomic():
        return ROUND.apply("validate", row, by=by, fields={"decided_at": timezone.now(), "decided_by": by})


def return_round(row: Round, *, reason: str, by: User) -> Round:
    """Give a round back to its surveyor, who is told why."""
    return _give_back("return", row, reason, by)


def reopen_round(row: Round, *, reason: str, by: User) -> Round:
    """Take a published round back from the public, to be corrected by its surveyor."""
    return _give_back("reopen", row, reason, by)


def _give_back(move: str, row: Round, reason: str, by: User) -> Round:
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis apa yang harus diperbaiki, supaya surveyor tahu.")})
    _not_own(row, by)
    with transaction.atomic():
        back = ROUND.apply(
            move, row, by=by, fields={"reason": reason.strip(), "decided_at": timezone.now(), "decided_by": by}
        )
        context = {"market": back.market.name, "day": date_format(back.day, "j F Y"), "reason": back.reason}
        url = reverse("prices:round", args=[back.pk])
        notifications.tell(back.owner, "prices/returned", context, subject=back, url=url)
    return back


def _not_own(row: Round, by: User) -> None:
    if row.owner_id == by.pk:
        raise ValidationError(_("Putaran sendiri disahkan oleh orang lain."))
