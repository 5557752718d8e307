"""Addresses of SiHebat."""

from django.urls import path

from sihebat.views import budget, fills, fleet, imports, overview, prices, public, reports

app_name = "sihebat"

urlpatterns = [
    path("bbm/", overview.overview, name="overview"),
    path("bbm/cara-hitung/", public.bases, name="bases"),
    path("bbm/spbu/", prices.station, name="station"),
    path("bbm/pagu/", budget.ceiling_list, name="ceilings"),
    path("bbm/pagu/<uuid:office>/<int:year>/", budget.office_year, name="office_year"),
    path("bbm/pagu/<uuid:office>/<int:year>/versi/", budget.ceiling_new, name="ceiling_new"),
    path("bbm/pagu/versi/<uuid:pk>/bulan/", budget.ceiling_months, name="ceiling_months"),
    path("bbm/kendaraan/", fleet.vehicle_list, name="vehicles"),
    path("bbm/kendaraan/baru/", fleet.vehicle_new, name="vehicle_new"),
    path("bbm/kendaraan/<uuid:pk>/", fleet.vehicle_detail, name="vehicle"),
    path("bbm/kendaraan/<uuid:pk>/ubah/", fleet.vehicle_edit, name="vehicle_edit"),
    path("bbm/kendaraan/<uuid:pk>/pensiun/", fleet.vehicle_retire, name="vehicle_retire"),
    path("bbm/kendaraan/<uuid:pk>/pakai/", fleet.vehicle_use_again, name="vehicle_use_again"),
    path("bbm/harga/", prices.price_list, name="prices"),
    path("bbm/harga/baru/", prices.price_new, name="price_new"),
    path("bbm/harga/standar/", prices.standard_price_new, name="standard_price_new"),
    path("bbm/pengisian/", fills.fill_list, name="fills"),
    path("bbm/pengisian/baru/", fills.fill_new, name="fill_new"),
    path("bbm/pengisian/<uuid:pk>/", fills.fill_detail, name="fill"),
    path("bbm/pengisian/<uuid:pk>/koreksi/", fills.fill_correct, name="fill_correct"),
    path("bbm/berkas/", imports.import_new, name="import_new"),
    path("bbm/berkas/<uuid:pk>/", imports.import_detail, name="import"),
    path("bbm/berkas/<uuid:pk>/ditolak.csv", imports.import_errors, name="import_errors"),
    path("bbm/berkas/<uuid:pk>/batal/", imports.import_cancel, name="import_cancel"),
    path("bbm/berkas/<uuid:pk>/lanjut/", imports.import_continue, name="import_continue"),
    path("bbm/laporan/", reports.report_list, name="reports"),
    path("bbm/laporan/baru/", reports.report_new, name="report_new"),
    path("bbm/laporan/<uuid:pk>/", reports.report_detail, name="report"),
    path("bbm/laporan/<uuid:pk>/batal/", reports.report_cancel, name="report_cancel"),
    path("bbm/laporan/<uuid:pk>/ulang/", reports.report_retry, name="report_retry"),
    path("bbm/laporan/<uuid:pk>/laporan.pdf", reports.report_pdf, name="report_pdf"),
    path("bbm/laporan/<uuid:pk>/laporan.xlsx", reports.report_xlsx, name="report_xlsx"),
]
