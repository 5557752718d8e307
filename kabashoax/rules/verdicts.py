"""What a check can find.

The seven kinds of mis- and disinformation follow Claire Wardle, "Fake news. It's complicated" (First Draft, 2017).
"""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SATIRE = "satire", _("Satire atau parodi")
    CONNECTION = "connection", _("Koneksi yang salah")
    MISLEADING = "misleading", _("Konten menyesatkan")
    CONTEXT = "context", _("Konteks yang salah")
    IMPOSTER = "imposter", _("Konten tiruan")
    MANIPULATED = "manipulated", _("Konten yang dimanipulasi")
    FABRICATED = "fabricated", _("Konten palsu")
    TRUE = "true", _("Benar")
    UNPROVEN = "unproven", _("Belum terbukti")


# What each means, in words for a reader.
MEANINGS = {
    Kind.SATIRE: _("Dibuat untuk bercanda, tetapi ada yang mengira sungguhan."),
    Kind.CONNECTION: _("Judul atau gambarnya tidak sesuai dengan isinya."),
    Kind.MISLEADING: _("Faktanya dipelintir sehingga orang salah paham."),
    Kind.CONTEXT: _("Isinya asli, tetapi dari waktu atau tempat lain."),
    Kind.IMPOSTER: _("Mencatut nama orang atau lembaga yang tidak mengeluarkannya."),
    Kind.MANIPULATED: _("Gambar, suara, atau dokumen asli yang diubah."),
    Kind.FABRICATED: _("Seluruhnya karangan."),
    Kind.TRUE: _("Sesuai dengan sumber yang dapat dipercaya."),
    Kind.UNPROVEN: _("Belum ada sumber yang cukup untuk memastikan."),
}

# ClaimReview wants a number beside the word: 1 is false, 5 is true (schema.org/ClaimReview, reviewRating).
RATINGS = {
    Kind.SATIRE: 2, Kind.CONNECTION: 2, Kind.MISLEADING: 2, Kind.CONTEXT: 2, Kind.IMPOSTER: 1,
    Kind.MANIPULATED: 1, Kind.FABRICATED: 1, Kind.TRUE: 5, Kind.UNPROVEN: 3,
}  # fmt: skip


def tone(kind: str) -> str:
    """The badge's colour; the word stands beside it."""
    if kind == Kind.TRUE:
        return "good"
    return "warn" if kind in (Kind.UNPROVEN, Kind.SATIRE) else "bad"


def waited_text(waited: timedelta | None) -> str:
    """A time of waiting in words: hours under two days, else days; "" without any."""
    if waited is None:
        return ""
    hours = round(waited.total_seconds() / 3600)
    return gettext("%d jam") % max(hours, 1) if hours < 48 else gettext("%d hari") % round(hours / 24)
