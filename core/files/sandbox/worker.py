"""The process that opens strangers' files. Started by path with `python -I`; knows nothing of the portal.

Reads the file from stdin; writes a line of JSON ({"pages", "lengths"} or {"refused"}) and the parts to stdout.
"""

import io
import json
import os
import resource
import sys
import zlib
from collections.abc import Callable
from typing import Any

MAX_BYTES = 64 * 2**20
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
PREVIEW_SIDE = 1600
MAX_PAGES = 20
MAX_UNFOLDED = 200 * 2**20
Parts = tuple[int, list[bytes]]


class Refused(Exception):
    pass


def limit() -> None:
    """Before anything is read: 1 GB of memory, 10 s of CPU, no file written, other work first."""
    for name, value in (
        (resource.RLIMIT_AS, 2**30),
        (resource.RLIMIT_CPU, 10),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        _soft, hard = resource.getrlimit(name)
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (wanted, wanted))
    os.nice(5)


def image(data: bytes) -> Parts:
    """Any accepted picture as a JPEG without metadata, upright, at most MAX_SIDE on a side."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    with opened as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused("pixels")
        # JPEG can be decoded at half or a quarter of its size: less memory, less time.
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture.load()
        small = picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else _plain(picture)
        small.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(small)
        if upright.mode == "RGBA":
            paper = Image.new("RGB", upright.size, "white")
            paper.paste(upright, mask=upright.getchannel("A"))
            upright = paper
        upright = upright.convert("RGB")
        # A new picture from the bare pixels: nothing of the old one's info can come along.
        bare = Image.frombytes("RGB", upright.size, upright.tobytes())
        return 1, [_jpeg(bare)]


def _plain(picture: Any) -> Any:
    """A palette, 16 bits of grey and other rare kinds as RGB, or RGBA when something shines through."""
    if picture.mode.startswith("I"):
        # convert() would clip 16 bits instead of scaling them.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    clear = picture.mode in ("LA", "PA", "La") or "transparency" in picture.info
    converted = picture.convert("RGBA" if clear else "RGB")
    converted.info = picture.info  # the orientation is read from it
    return converted


def _jpeg(picture: Any) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=85, optimize=True)
    return output.getvalue()


def pdf(data: bytes) -> Parts:
    """A PDF's pages alone in a new file, or why not."""
    import pikepdf

    # A cut file has no end; a reader that repairs it would show half a document as whole.
    if b"%%EOF" not in data[-2048:]:
        raise Refused("broken")
    try:
        source = pikepdf.open(io.BytesIO(data), attempt_recovery=True)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    with source:
        if source.is_encrypted:
            raise Refused("encrypted")
        pages = len(source.pages)
        if not pages:
            raise Refused("broken")
        if pages > MAX_PAGES:
            raise Refused("pages")
        _refuse_active(source)
        _refuse_bombs(source)
        # What was typed into form fields and notes becomes part of the page; the fields themselves go.
        source.generate_appearance_streams()
        source.flatten_annotations("screen")
        clean = pikepdf.new()
        for page in source.pages:
            for key in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents", "/LastModified"):
                if key in page.obj:
                    del page.obj[key]
            clean.pages.append(page)
        for item in clean.objects:
            _strip(item)
        output = io.BytesIO()
        clean.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=False)
    return pages, [output.getvalue()]


ACTIVE_KEYS = (
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/RichMediaContent",
    "/RichMediaSettings",
)
ACTIVE_ACTIONS = (
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/RichMediaExecute", "/Rendition",
    "/Movie", "/Sound", "/GoTo3DView",
)  # fmt: skip
ACTIVE_ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound")


def _refuse_active(source: Any) -> None:
    """Raise Refused when any object of the file does something or carries another file."""
    import pikepdf

    seen: set[tuple[int, int]] = set()

    def walk(item: Any, depth: int) -> None:
        if depth > 60:
            raise Refused("broken")
        if isinstance(item, pikepdf.Object) and item.is_indirect and depth:
            return  # visited on its own turn
        if isinstance(item, pikepdf.Array):
            for part in item:
                walk(part, depth + 1)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            _refuse_dictionary(item)
            for part in item.values():
                walk(part, depth + 1)

    for item in source.objects:
        if isinstance(item, pikepdf.Object) and item.objgen not in seen:
            seen.add(item.objgen)
            walk(item, 0)
    walk(source.trailer, 0)
    _refuse_opening(source.Root)


def _refuse_dictionary(item: Any) -> None:
    keys = set(item.keys())
    if "/XFA" in keys:
        raise Refused("xfa")
    if not keys.isdisjoint(ACTIVE_KEYS):
        raise Refused("active")
    if "/S" in keys and item["/S"] in ACTIVE_ACTIONS:
        raise Refused("active")
    if "/Subtype" in keys and item["/Subtype"] in ACTIVE_ANNOTATIONS:
        raise Refused("active")
    if "/Type" in keys and item["/Type"] in ("/EmbeddedFile", "/Action"):
        kind = item.get("/S")
        if item["/Type"] == "/EmbeddedFile" or kind not in ("/GoTo", "/URI", "/Named", None):
            raise Refused("active")


def _refuse_opening(root: Any) -> None:
    """Something done at opening is refused; LibreOffice's "show page 1" (a destination) is dropped in silence."""
    import pikepdf

    opening = root.get("/OpenAction")
    if opening is None or isinstance(opening, pikepdf.Array):
        return
    if not isinstance(opening, pikepdf.Dictionary) or opening.get("/S") != "/GoTo" or "/Next" in opening:
        raise Refused("active")


def _refuse_bombs(source: Any) -> None:
    """Raise Refused when the streams unfold to more than MAX_UNFOLDED bytes, or a picture has too many pixels."""
    import pikepdf

    room = MAX_UNFOLDED
    for item in source.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MAX_PIXELS:
            raise Refused("pixels")
        filters = item.get("/Filter")
        names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        if len(names) > 2 or names.count("/FlateDecode") > 1:
            raise Refused("slow")
        if names[0] == "/FlateDecode":
            unpacker = zlib.decompressobj()
            room -= len(unpacker.decompress(item.read_raw_bytes(), room + 1))
        if room < 0:
            raise Refused("slow")


def _strip(item: Any) -> None:
    """Take metadata out of one object of the new file, a photograph's EXIF among it."""
    import pikepdf

    if not isinstance(item, pikepdf.Stream):
        return
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in item:
            del item[key]
    if item.get("/Filter") == "/DCTDecode" and "/DecodeParms" not in item:
        bare = without_segments(item.read_raw_bytes())
        item.write(bare, filter=pikepdf.Name.DCTDecode)


def without_segments(data: bytes) -> bytes:
    """A JPEG stream without APP1-APP13, APP15 and comments; APP0 and APP14 (Adobe's colours) stay."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker = data[place + 1]
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[place:end])
        place = end
    return b"".join((*kept, data[place:]))


def page_images(data: bytes) -> Parts:
    """Each page of a PDF as a JPEG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    parts = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(PREVIEW_SIDE / max(width, height, 1), 4)
        parts.append(_jpeg(page.render(scale=scale).to_pil().convert("RGB")))
        page.close()
    return len(parts), parts


JOBS: dict[str, Callable[[bytes], Parts]] = {"image": image, "pdf": pdf, "page_images": page_images}


def main(job: str) -> None:
    limit()
    data = sys.stdin.buffer.read(MAX_BYTES)
    try:
        pages, parts = JOBS[job](data)
        answer: dict[str, object] = {"pages": pages, "lengths": [len(part) for part in parts]}
    except Refused as refusal:
        answer, parts = {"refused": str(refusal)}, []
    except MemoryError:
        answer, parts = {"refused": "slow"}, []
    except Exception:  # noqa: BLE001 - decoders raise anything on hostile input, and all of it means: not taken
        answer, parts = {"refused": "broken"}, []
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
