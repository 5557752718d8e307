"""What each step is called on a request's progress."""

from django.utils.translation import gettext_lazy as _

from sodamolek.letters.workflow import Status

TITLES = {
    "submit": _("Permohonan dikirim"),
    "resubmit": _("Perbaikan dikirim"),
    "accept": _("Berkas lengkap, menunggu tanda tangan lurah"),
    "return": _("Dikembalikan untuk diperbaiki"),
    "reject": _("Permohonan ditolak"),
    "reopen": _("Diperiksa ulang oleh petugas"),
    "sign": _("Surat ditandatangani"),
    "collect": _("Surat diambil"),
    "cancel": _("Dibatalkan pemohon"),
    "expire": _("Kedaluwarsa karena tidak dilanjutkan"),
    "revoke": _("Surat dicabut"),
    "replace": _("Surat diganti dengan yang baru"),
}
TONES = {"return": "warn", "reject": "bad", "sign": "good", "collect": "good", "revoke": "bad", "expire": "warn"}
# What still has to happen, by status, so that an applicant sees how far it is.
AHEAD = {
    Status.SUBMITTED: (_("Petugas memeriksa berkas"), _("Lurah menandatangani")),
    Status.RETURNED: (_("Anda mengirim perbaikan"), _("Petugas memeriksa berkas"), _("Lurah menandatangani")),
    Status.ACCEPTED: (_("Lurah menandatangani"),),
}
