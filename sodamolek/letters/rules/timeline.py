"""What each step is called on a request's progress."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import Role
from sodamolek.letters.rules.schema import KindSpec
from sodamolek.letters.workflow import Status

TITLES = {
    "submit": _("Permohonan dikirim"),
    "resubmit": _("Perbaikan dikirim"),
    "file": _("Diajukan di loket, diketik oleh petugas"),
    "refile": _("Perbaikan diajukan di loket"),
    "withdraw": _("Dibatalkan di loket atas permintaan pemohon"),
    "accept": _("Berkas lengkap, menunggu tanda tangan"),
    "return": _("Dikembalikan untuk diperbaiki"),
    "reject": _("Permohonan ditolak"),
    "mend_wording": _("Kata-kata surat diperbaiki petugas"),
    "endorse": _("Surat diparaf"),
    "reopen": _("Diperiksa ulang oleh petugas"),
    "sign": _("Surat ditandatangani"),
    "sign_first": _("Ditandatangani, menunggu tanda tangan camat"),
    "countersign": _("Ditandatangani camat, surat selesai"),
    "reserve": _("Nomor diberikan, sedang ditandatangani"),
    "confirm": _("Surat ditandatangani"),
    "confirm_first": _("Ditandatangani, menunggu tanda tangan camat"),
    "print": _("Nomor diberikan, surat dicetak untuk ditandatangani dan dicap"),
    "scan": _("Surat ditandatangani dengan tinta dan dicap"),
    "give_up": _("Nomor dibatalkan, surat diperiksa ulang"),
    "decline": _("Dikembalikan camat, surat diperiksa ulang"),
    "collect": _("Surat diambil"),
    "cancel": _("Dibatalkan pemohon"),
    "expire": _("Kedaluwarsa karena tidak dilanjutkan"),
    "revoke": _("Surat dicabut"),
    "replace": _("Surat diganti dengan yang baru"),
}
TONES = {
    "return": "warn",
    "reject": "bad",
    "sign": "good",
    "countersign": "good",
    "confirm": "good",
    "scan": "good",
    "give_up": "warn",
    "decline": "warn",
    "collect": "good",
    "revoke": "bad",
    "expire": "warn",
}
_SIGNS = {Role.LURAH: _("Lurah menandatangani"), Role.CAMAT: _("Camat menandatangani")}
_BEFORE = (Status.SUBMITTED, Status.RETURNED)


def ahead(status: str, spec: KindSpec, *, needs_endorsement: bool) -> list[str | Promise]:
    """What still has to happen, so that an applicant sees how far it is."""
    steps: list[str | Promise] = []
    if status == Status.RETURNED:
        steps.append(_("Anda mengirim perbaikan"))
    if status in _BEFORE:
        steps.append(_("Petugas memeriksa berkas"))
    if needs_endorsement and status in (*_BEFORE, Status.ACCEPTED):
        steps.append(_("Kasi atau sekretaris memaraf"))
    if status in (*_BEFORE, Status.ACCEPTED, Status.ENDORSED, Status.SIGNING, Status.PRINTED):
        steps.append(_SIGNS.get(spec.signers[0], _("Kepala kantor menandatangani")))
        steps += [_SIGNS[role] for role in spec.countersigners if role in _SIGNS]
    if status == Status.AWAITING_CAMAT:
        steps.append(_SIGNS[Role.CAMAT])
    if status == Status.PRINTED:
        steps.append(_("Anda mengambil lembar aslinya"))
    return steps
