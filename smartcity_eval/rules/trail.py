"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "smartcity_eval.assessment": (
        _("Penilaian"),
        {
            "open": _("Membuka penilaian"),
            "assign": _("Menugaskan indikator"),
            "give_values": _("Mencatat nilai asesor"),
            "set_targets": _("Menetapkan target"),
            "publish": _("Menerbitkan indeks"),
            "reopen": _("Membuka lagi penilaian"),
        },
    ),
    "smartcity_eval.indicatorlevel": (
        _("Indikator"),
        {
            "answer": _("Mengisi tingkat"),
        },
    ),
    "smartcity_eval.evidence": (
        _("Bukti"),
        {
            "add_evidence": _("Mengirim bukti"),
            "read_evidence": _("Membuka bukti"),
            "accept": _("Menerima bukti"),
            "return": _("Mengembalikan bukti"),
            "reconsider": _("Menarik keputusan"),
            "withdraw": _("Menarik bukti"),
            "replace": _("Mengganti bukti"),
        },
    ),
    "smartcity_eval.programme": (
        _("Program"),
        {
            "save": _("Menyimpan program"),
        },
    ),
}
