"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "kabashoax.report": (
        _("Laporan warga"),
        {
            "submit": _("Mengirim laporan"),
            "accept": _("Menerima laporan"),
            "reject": _("Menolak laporan"),
            "answer": _("Menjawab laporan"),
            "reopen": _("Membuka lagi laporan"),
        },
    ),
    "kabashoax.claim": (
        _("Klaim"),
        {
            "open": _("Membuka pemeriksaan"),
            "edit": _("Mengubah klaim"),
            "add_source": _("Menambah sumber"),
            "remove_source": _("Menghapus sumber"),
            "propose": _("Mengusulkan hasil"),
            "hand_back": _("Mengembalikan usulan"),
            "publish": _("Menerbitkan hasil"),
            "propose_correction": _("Mengusulkan ralat"),
            "publish_correction": _("Menerbitkan ralat"),
            "hand_back_correction": _("Mengembalikan ralat"),
        },
    ),
    "kabashoax.confirmation": (
        _("Permintaan konfirmasi"),
        {
            "ask": _("Meminta konfirmasi"),
            "answer": _("Menjawab konfirmasi"),
            "withdraw": _("Menarik permintaan"),
        },
    ),
}
