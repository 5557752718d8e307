"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "prices.round": (
        _("Putaran harga"),
        {
            "submit_round": _("Mengirim putaran"),
            "validate": _("Mengesahkan"),
            "return": _("Mengembalikan"),
            "resubmit": _("Mengirim perbaikan"),
            "reopen": _("Menarik yang sudah disahkan"),
        },
    ),
}
