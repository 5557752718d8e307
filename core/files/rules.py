"""What a file is by its content, and what may be taken. Names and announced types are never believed."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MAX_PAGES = 20
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
PREVIEW_SIDE = 1600
JPEG = "image/jpeg"
PDF = "application/pdf"

# Why a file was refused, as the sandbox names it, and what its owner can do.
REFUSALS = {
    "empty": _("Berkas kosong. Pilih berkas lain."),
    "kind": _("Jenis berkas ini tidak diterima. Kirim foto (JPEG, PNG, WebP) atau PDF."),
    "heic": _(
        "Foto berformat HEIC belum bisa dibaca. Di pengaturan kamera pilih format “Paling kompatibel” (JPEG), "
        "atau kirim tangkapan layarnya."
    ),
    "broken": _("Berkas rusak atau tidak utuh. Ambil foto atau simpan PDF-nya sekali lagi, lalu kirim ulang."),
    "pixels": _("Ukuran foto lebih dari 40 megapiksel. Kecilkan resolusi kamera, lalu foto ulang."),
    "slow": _("Berkas ini terlalu rumit untuk diperiksa. Foto dokumennya, lalu kirim fotonya."),
    "busy": _("Sedang banyak berkas yang diperiksa. Coba lagi sebentar lagi."),
    "encrypted": _("PDF ini dikunci kata sandi. Simpan tanpa kata sandi, atau kirim foto dokumennya."),
    "active": _("PDF ini berisi skrip atau lampiran yang tidak boleh diterima. Cetak ke PDF baru, atau kirim fotonya."),
    "xfa": _("PDF formulir jenis ini (XFA) tidak bisa dibaca. Cetak ke PDF baru, atau kirim fotonya."),
    "pages": _("PDF lebih dari 20 halaman. Kirim hanya halaman yang diminta."),
}


@dataclass(frozen=True)
class Kind:
    """`job` names what the sandbox does with it; a `refusal` instead says why nothing is done."""

    job: str = ""
    refusal: str = ""


def kind_of(data: bytes) -> Kind:
    """Which job a file's first bytes ask for."""
    if not data:
        return Kind(refusal="empty")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Kind("image")
    # At the very start: a PDF that hides behind another format's head is a polyglot.
    if data.startswith(b"%PDF-"):
        return Kind("pdf")
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"):
        return Kind(refusal="heic")
    return Kind(refusal="kind")
