"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "growth.child": (
        _("Anak"),
        {
            "register_child": _("Mendaftarkan anak"),
            "child_left": _("Mencatat anak pindah"),
            "forget_child": _("Menghapus data anak"),
        },
    ),
    "growth.weighingsession": (
        _("Hari timbang"),
        {
            "open_session": _("Membuka hari timbang"),
        },
    ),
    "growth.measurement": (
        _("Pengukuran"),
        {
            "measure": _("Mencatat ukuran"),
        },
    ),
    "growth.check": (
        _("Ukur ulang"),
        {
            "ask_check": _("Meminta ukur ulang"),
            "confirm": _("Memastikan pendek"),
            "clear": _("Menyatakan tidak pendek"),
            "withdraw": _("Menarik permintaan ukur ulang"),
        },
    ),
    "growth.publication": (
        _("Angka stunting"),
        {
            "publish_stunting": _("Menerbitkan angka stunting"),
        },
    ),
}
