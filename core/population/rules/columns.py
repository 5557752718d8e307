"""The elements of a person's record: their names on screen, and the columns of the file that a register comes in."""

from django.utils.translation import gettext_lazy as _

# Our name of an element -> its name on screen.
LABELS = {
    "nik": _("NIK"),
    "kk": _("Nomor KK"),
    "name": _("Nama lengkap"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "sex": _("Jenis kelamin"),
    "religion": _("Agama"),
    "marital_status": _("Status perkawinan"),
    "occupation": _("Pekerjaan"),
    "nationality": _("Kewarganegaraan"),
    "address": _("Alamat"),
    "rt": _("RT"),
    "rw": _("RW"),
    "region_code": _("Kode wilayah"),
    "kelurahan": _("Kelurahan"),
    "kecamatan": _("Kecamatan"),
    "city": _("Kota/kabupaten"),
    "province": _("Provinsi"),
}
REQUIRED = ("nik", "kk", "name", "birth_date", "sex")
# Longest text of an element; what is longer does not fit a resident's row (core.population.models).
LONGEST = {
    "name": 120,
    "birth_place": 80,
    "religion": 60,
    "marital_status": 60,
    "occupation": 80,
    "nationality": 40,
    "address": 200,
    "kelurahan": 80,
    "kecamatan": 80,
    "city": 80,
    "province": 80,
}
# Names under which the population administration's own exports carry an element, besides ours.
ALIASES = {
    "no_kk": "kk",
    "nama_lgkp": "name",
    "nama": "name",
    "tmpt_lhr": "birth_place",
    "tgl_lhr": "birth_date",
    "jenis_klmin": "sex",
    "agama": "religion",
    "status_kawin": "marital_status",
    "jenis_pkrjn": "occupation",
    "kwrngrn": "nationality",
    "alamat": "address",
    "no_rt": "rt",
    "no_rw": "rw",
    "kode_wilayah": "region_code",
    "kel_name": "kelurahan",
    "kec_name": "kecamatan",
    "kab_name": "city",
    "prop_name": "province",
}


def element_of(header: str) -> str:
    """The element that a column's header names, in any case; "" for a column that is passed over."""
    name = header.strip().casefold()
    name = ALIASES.get(name, name)
    return name if name in LABELS else ""
