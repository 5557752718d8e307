"""Good files: what phones, scanners and office programs really make."""

import io
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms

from tests.core.files.corpus.pictures import annotation, document, encoded, saved, scene


def good_files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each good file, more than fifty."""
    yield from _jpegs()
    yield from _pngs()
    yield from _webps()
    yield from _pdfs()


def _jpegs() -> Iterator[tuple[str, bytes]]:
    picture = scene()
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x0110] = "Kamera Contoh"
        yield f"jpeg orientation {orientation}", encoded(picture, "JPEG", exif=exif)
    yield "jpeg grey", encoded(scene(mode="L"), "JPEG")
    yield "jpeg cmyk", encoded(scene(mode="CMYK"), "JPEG")
    yield "jpeg progressive", encoded(picture, "JPEG", progressive=True)
    yield "jpeg 4:4:4", encoded(picture, "JPEG", subsampling=0, quality=95)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "jpeg with colour profile", encoded(picture, "JPEG", icc_profile=profile)
    yield "jpeg with comment", encoded(picture, "JPEG", comment=b"dipindai")
    yield "jpeg motion photo", encoded(picture, "JPEG") + b"\0\0\0\x18ftypmp42" + b"\0" * 5000
    yield "jpeg of two (mpo)", encoded(picture, "MPO", save_all=True, append_images=[scene()])
    yield "jpeg 12 MP", encoded(Image.linear_gradient("L").resize((4000, 3000)).convert("RGB"), "JPEG")
    yield "jpeg 39 MP", encoded(Image.linear_gradient("L").resize((6500, 6000)), "JPEG")
    yield "jpeg small", encoded(scene(120, 90), "JPEG")
    yield "jpeg tall", encoded(scene(300, 3000), "JPEG")


def _pngs() -> Iterator[tuple[str, bytes]]:
    for mode in ("RGB", "RGBA", "L", "LA", "1", "P"):
        yield f"png {mode}", encoded(scene(mode="RGB").convert(mode), "PNG")
    clear = scene(mode="P")
    clear.info["transparency"] = 3
    yield "png palette, clear", encoded(clear, "PNG", transparency=3)
    yield "png 16 bits grey", encoded(Image.new("I;16", (400, 300), 30000), "PNG")
    yield "png screenshot", encoded(Image.new("RGB", (1080, 2400), "white"), "PNG")
    yield "png animated", encoded(scene(), "PNG", save_all=True, append_images=[scene()])
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "png with exif", encoded(scene(), "PNG", exif=exif)


def _webps() -> Iterator[tuple[str, bytes]]:
    yield "webp lossy", encoded(scene(), "WEBP")
    yield "webp lossless", encoded(scene(), "WEBP", lossless=True)
    yield "webp clear", encoded(scene(mode="RGBA"), "WEBP")
    yield "webp animated", encoded(scene(), "WEBP", save_all=True, append_images=[scene()])


def _changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    pdf = document(2)
    change(pdf)
    return saved(pdf)


def _pdfs() -> Iterator[tuple[str, bytes]]:
    yield "pdf one page", saved(document())
    yield "pdf twenty pages", saved(document(20))
    yield "pdf linearized", saved(document(3), linearize=True)
    yield "pdf object streams", saved(document(3), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield "pdf without object streams", saved(document(3), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for version in ("1.3", "1.4", "1.5", "1.7", "2.0"):
        yield f"pdf {version}", saved(document(), force_version=version)
    yield "pdf with lines after its end", saved(document()) + b"\n\n\n"
    yield "pdf scanned", encoded(scene(1200, 1700), "PDF")
    yield "pdf scanned grey, three pages", encoded(scene(mode="L"), "PDF", save_all=True, append_images=[scene()] * 2)
    yield "pdf updated once", _updated()
    yield "pdf with a wrong table of places", saved(document(2)).replace(b"startxref\n", b"startxref\n1")
    for name, change in _CHANGES.items():
        yield f"pdf {name}", _changed(change)


def _updated() -> bytes:
    """A page added by an editor that rewrote the file."""
    pdf = pikepdf.open(io.BytesIO(saved(document())))
    other = document()
    pdf.pages.append(other.pages[0])
    return saved(pdf)


def _open_at_page_one(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])  # as LibreOffice writes it


def _open_by_goto(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))


def _link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://kupangkota.go.id"))
    pdf.pages[0].Annots = Array([annotation(Subtype=Name.Link, A=action)])


def _note(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array([annotation(Subtype=Name.FreeText, Contents=String("lihat"), DA=String("/F1 12 Tf"))])


def _form(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(
        annotation(Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), V=String("Warga"), DA=String("/Helv 12 Tf 0 g"))
    )
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)


def _metadata(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Penulis Contoh"
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Judul"


def _rotated(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].rotate(90, relative=True)


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Bab 1", 0))


def _viewer(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageMode = Name.UseNone
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


_CHANGES = {
    "opens at page one": _open_at_page_one,
    "opens by GoTo": _open_by_goto,
    "with a link": _link,
    "with a note": _note,
    "with a filled form": _form,
    "with metadata": _metadata,
    "rotated": _rotated,
    "with an outline": _outline,
    "with preferences": _viewer,
}
