"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "sihebat.fill": (
        _("Pengisian BBM"),
        {
            "sihebat.fill": _("Mencatat pengisian"),
            "sihebat.correct": _("Mengoreksi pengisian"),
        },
    ),
    "sihebat.importbatch": (
        _("Berkas pengisian"),
        {
            "sihebat.ask_import": _("Mengirim berkas"),
            "sihebat.import": _("Memasukkan isi berkas"),
            "sihebat.cancel_import": _("Membatalkan berkas"),
            "sihebat.continue_import": _("Melanjutkan berkas"),
        },
    ),
    "sihebat.fuelprice": (
        _("Harga BBM"),
        {
            "sihebat.add_fuel_price": _("Mencatat harga BBM"),
        },
    ),
    "sihebat.standardprice": (
        _("Harga standar"),
        {
            "sihebat.add_standard_price": _("Mencatat harga standar"),
        },
    ),
    "sihebat.ceiling": (
        _("Pagu"),
        {
            "sihebat.add_ceiling": _("Mencatat pagu"),
            "sihebat.set_allocations": _("Membagi alokasi"),
        },
    ),
    "sihebat.efficiencyreport": (
        _("Laporan efisiensi"),
        {
            "sihebat.ask_report": _("Meminta laporan"),
            "sihebat.retry_report": _("Meminta laporan lagi"),
            "sihebat.cancel_report": _("Membatalkan laporan"),
        },
    ),
    "sihebat.vehicle": (
        _("Kendaraan"),
        {
            "sihebat.add_vehicle": _("Menambah kendaraan"),
            "sihebat.change_vehicle": _("Mengubah kendaraan"),
            "sihebat.retire_vehicle": _("Menghentikan kendaraan"),
            "sihebat.use_vehicle_again": _("Memakai lagi kendaraan"),
        },
    ),
}
