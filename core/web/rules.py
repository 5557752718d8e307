"""Words of the audit trail: what each kind of row is called, and what each recorded action did, in the past tense."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "accounts.user": (
        _("Orang"),
        {
            "register_user": _("Mendaftar sebagai warga"),
            "add_user": _("Menambah orang"),
            "change_user": _("Mengubah data orang"),
            "remove_second_factor": _("Melepas kode verifikasi seseorang"),
            "set_signature_mode": _("Mengatur cara menandatangani"),
        },
    ),
    "accounts.assignment": (
        _("Penugasan"),
        {
            "assign": _("Memberi peran"),
            "end_assignment": _("Mengakhiri peran"),
        },
    ),
    "accounts.apitoken": (
        _("Token aplikasi"),
        {
            "issue_token": _("Membuat token"),
            "revoke_token": _("Mencabut token"),
        },
    ),
    "population.resident": (
        _("Warga"),
        {
            "register": _("Menghubungkan akun dengan data warga"),
            "match": _("Memadankan dengan register"),
            "renew_facts": _("Memperbarui data dari register"),
            "receive_at_counter": _("Menerima warga di loket"),
            "confirm": _("Memastikan warga di loket"),
            "note_relative": _("Mencatat orang yang dimintakan surat"),
            "change_home": _("Mengubah tempat tinggal"),
            "reveal_nik": _("Membuka NIK lengkap"),
        },
    ),
    "population.registerimport": (
        _("Impor register kota"),
        {
            "import_register": _("Mengimpor register kota"),
        },
    ),
    "documents.register": (
        _("Buku register"),
        {
            "start_register": _("Memulai buku register"),
            "print_register": _("Mencetak buku register"),
        },
    ),
    "documents.registerentry": (
        _("Baris buku register"),
        {
            "enter_paper_letter": _("Mencatat surat kertas"),
            "cancel_number": _("Membatalkan nomor"),
        },
    ),
    "documents.document": (
        _("Surat"),
        {
            "issue": _("Menerbitkan surat"),
            "countersign": _("Menandatangani bersama"),
            "file_scan": _("Menyimpan pindaian"),
            "revoke": _("Mencabut surat"),
            "replace": _("Mengganti surat"),
            "void": _("Membatalkan surat yang belum selesai"),
        },
    ),
    "documents.certificateauthority": (
        _("Otoritas sertifikat"),
        {
            "make_ca": _("Membuat otoritas sertifikat"),
        },
    ),
    "documents.signercertificate": (
        _("Sertifikat penanda tangan"),
        {
            "enroll_signer": _("Membuat sertifikat"),
            "revoke_certificate": _("Mencabut sertifikat"),
        },
    ),
}
