"""Bad files: spoofed, cut, bombs, active, locked, polyglots. Each says how it may end."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.core.files.corpus.pictures import annotation, document, encoded, saved, scene

CANARY = b"<script>KENARI</script>"


@dataclass(frozen=True)
class Bad:
    """A file that must be refused; or, with `cleaned`, taken only as a picture that lost what rode on it."""

    group: str
    name: str
    data: bytes
    cleaned: bool = False


def bad_files() -> Iterator[Bad]:
    """More than two hundred, the same at every run."""
    chance = random.Random(5371)
    yield from _spoofed()
    yield from _cut()
    yield from _noise(chance)
    yield from _bombs()
    yield from _too_big()
    yield from _active()
    yield from _locked()
    yield from _polyglots()


def _spoofed() -> Iterator[Bad]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as handle:
        handle.writestr("word/document.xml", CANARY)
    for name, data in {
        "empty": b"",
        "html": b"<!doctype html>" + CANARY,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="KENARI()"/>',
        "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "php": b"<?php system($_GET['c']); ?>",
        "shell": b"#!/bin/sh\nid\n",
        "exe": b"MZ" + bytes(200),
        "elf": b"\x7fELF" + bytes(200),
        "docx": archive.getvalue(),
        "gzip": gzip.compress(CANARY),
        "gif": encoded(scene(50, 50, "P"), "GIF"),
        "bmp": encoded(scene(50, 50), "BMP"),
        "tiff": encoded(scene(50, 50), "TIFF"),
        "ico": encoded(scene(32, 32), "ICO"),
        "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n" + bytes(50),
        "heic": b"\0\0\0\x18ftypheic" + bytes(100),
        "avif": b"\0\0\0\x18ftypavif" + bytes(100),
        "mp4": b"\0\0\0\x18ftypmp42" + bytes(100),
        "text": b"bukan gambar",
        "csv": b"=cmd|'/c calc'!A0,1\n",
        "zeros": bytes(5000),
        "rtf": b"{\\rtf1 x}",
        "pdf after a space": b" " + saved(document()),
        "pdf after html": CANARY + saved(document()),
        "psd": b"8BPS" + bytes(100),
        "riff wave": b"RIFF\0\0\0\0WAVEfmt ",
        "jpeg's head alone": b"\xff\xd8\xff\xe0",
        "png's head alone": b"\x89PNG\r\n\x1a\n",
        "pdf's head alone": b"%PDF-1.7\n%%EOF",
    }.items():
        yield Bad("spoofed", name, data)


def _cut() -> Iterator[Bad]:
    whole = {
        "jpeg": encoded(scene(), "JPEG"),
        "png": encoded(scene(), "PNG"),
        "webp": encoded(scene(), "WEBP"),
        "pdf": saved(document(5)),
    }
    for name, data in whole.items():
        for percent in range(5, 100, 8):
            yield Bad("cut", f"{name} at {percent}%", data[: len(data) * percent // 100])


def _noise(chance: random.Random) -> Iterator[Bad]:
    heads = {
        "jpeg": b"\xff\xd8\xff\xe0",
        "png": b"\x89PNG\r\n\x1a\n",
        "webp": b"RIFF\xff\xff\0\0WEBPVP8 ",
        "pdf": b"%PDF-1.7\n",
    }
    for name, head in heads.items():
        for number in range(8):
            tail = b"\n%%EOF\n" if name == "pdf" else b""
            yield Bad("noise", f"{name} {number}", head + chance.randbytes(4000) + tail)


def _png(width: int, height: int, *, depth: int = 1, colour: int = 0, extra: bytes = b"") -> bytes:
    """A PNG of zeros, made without ever holding its pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(1)
    line = bytes(1 + (width * depth * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _bombs() -> Iterator[Bad]:
    for width, height in ((9000, 9000), (60000, 1000), (6400, 6300), (41_000_008, 1), (200_000, 300)):
        yield Bad("bombs", f"png {width}x{height}", _png(width, height))
    small = encoded(scene(64, 64), "JPEG")
    frame = small.index(b"\xff\xc0") + 5
    for width, height in ((65000, 65000), (65000, 700), (20000, 20000)):
        yield Bad(
            "bombs", f"jpeg {width}x{height}", small[:frame] + struct.pack(">HH", height, width) + small[frame + 4 :]
        )
    flat = Image.new("RGB", (16383, 2500))
    yield Bad("bombs", "webp 41 MP", encoded(flat, "WEBP", lossless=True, method=0, quality=0))
    packed = b"komentar\0\0" + zlib.compress(bytes(120_000_000), 1)
    text = struct.pack(">I", len(packed)) + b"zTXt" + packed + struct.pack(">I", zlib.crc32(b"zTXt" + packed))
    yield Bad("bombs", "png text", _png(64, 64, extra=text))
    for megabytes in (201, 220, 240):
        pdf = document()
        raw = zlib.compressobj(1)
        packed = b"".join(raw.compress(b" " * 2**20) for _ in range(megabytes)) + raw.flush()
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)
        yield Bad("bombs", f"pdf stream of {megabytes} MB", saved(pdf, compress_streams=False))
    pdf = document()
    twice = zlib.compress(zlib.compress(bytes(50_000_000), 9), 9)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, twice, Filter=Name.FlateDecode)
    packed = saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    double = packed.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")
    yield Bad("bombs", "pdf stream packed twice", double)
    pdf = document()
    picture = pikepdf.Stream(
        pdf, zlib.compress(bytes(1000)), Filter=Name.FlateDecode, Type=Name.XObject, Subtype=Name.Image,
        Width=50000, Height=50000, BitsPerComponent=1, ColorSpace=Name.DeviceGray,
    )  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=picture))
    yield Bad("bombs", "pdf picture 50000x50000", saved(pdf))
    for pages in (21, 22, 100, 1000):
        yield Bad("bombs", f"pdf {pages} pages", saved(document(pages)))
    yield Bad("bombs", "pdf without pages", saved(pikepdf.new()))


def _too_big() -> Iterator[Bad]:
    for name, data in {
        "jpeg": encoded(scene(), "JPEG"),
        "png": encoded(scene(), "PNG"),
        "pdf": saved(document()),
        "zeros": b"",
    }.items():
        yield Bad("too big", name, data + bytes(5 * 2**20 + 1 - len(data)))


def _script(kind: str = "JavaScript", **keys: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **keys)


JS: dict[str, Any] = {"JS": String("app.alert('KENARI')")}
FILE: dict[str, Any] = {"F": String("calc.exe")}


def _embed(pdf: pikepdf.Pdf) -> Dictionary:
    stream = pdf.make_stream(CANARY, Type=Name.EmbeddedFile)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.html"), EF=Dictionary(F=stream)))


def _annots(pdf: pikepdf.Pdf, **keys: Any) -> None:
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation(**keys))])


def _set_root(key: str, value: Callable[[pikepdf.Pdf], object]) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf)

    return change


def _link_with(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: _annots(pdf, Subtype=Name.Link, A=action)


def _opened_with(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    return _set_root("/OpenAction", lambda pdf: pdf.make_indirect(action))


ACTIVE: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "OpenAction JavaScript": _opened_with(_script(**JS)),
    "OpenAction JavaScript stream": _set_root(
        "/OpenAction", lambda pdf: Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"KENARI"))
    ),
    "OpenAction Launch": _opened_with(_script("Launch", **FILE)),
    "OpenAction URI": _opened_with(_script("URI", URI=String("https://jahat.contoh"))),
    "OpenAction SubmitForm": _opened_with(_script("SubmitForm", **FILE)),
    "OpenAction Named": _opened_with(_script("Named", N=Name.Print)),
    "OpenAction GoTo and then a script": _opened_with(
        _script("GoTo", D=Array([0, Name.Fit]), Next=_script(**JS))
    ),
    "names JavaScript": _set_root(
        "/Names", lambda _pdf: Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script(**JS)])))
    ),
    "names EmbeddedFiles": _set_root(
        "/Names", lambda pdf: Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), _embed(pdf)])))
    ),
    "associated file": _set_root("/AF", lambda pdf: Array([_embed(pdf)])),
    "document AA": _set_root("/AA", lambda _pdf: Dictionary(WC=_script(**JS))),
    "XFA": _set_root("/AcroForm", lambda pdf: Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))),
    "field with a script": _set_root(
        "/AcroForm", lambda _pdf: Dictionary(Fields=Array([Dictionary(FT=Name.Tx, AA=Dictionary(K=_script(**JS)))]))
    ),
    "page AA": lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary(O=_script(**JS))),
    "link JavaScript": _link_with(_script(**JS)),
    "link Launch": _link_with(_script("Launch", **FILE)),
    "link ImportData": _link_with(_script("ImportData", **FILE)),
    "link GoToR": _link_with(_script("GoToR", **FILE)),
    "link GoToE": _link_with(_script("GoToE", **FILE)),
    "link chained to a script": _link_with(_script("URI", URI=String("https://a.contoh"), Next=Array([_script(**JS)]))),
    "typed action of another kind": _link_with(Dictionary(Type=Name.Action, S=Name.Hide, T=String("a"))),
    "attachment": lambda pdf: _annots(pdf, Subtype=Name.FileAttachment, FS=_embed(pdf)),
    "rich media": lambda pdf: _annots(pdf, Subtype=Name.RichMedia),
    "3d": lambda pdf: _annots(pdf, Subtype=Name("/3D")),
    "screen with rendition": lambda pdf: _annots(pdf, Subtype=Name.Screen, A=_script("Rendition", **JS)),
    "movie": lambda pdf: _annots(pdf, Subtype=Name.Movie),
    "sound": lambda pdf: _annots(pdf, Subtype=Name.Sound),
}  # fmt: skip


def _active() -> Iterator[Bad]:
    for name, change in ACTIVE.items():
        pdf = document(2)
        change(pdf)
        plain = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        yield Bad("active", name, plain)
        yield Bad(
            "active", f"{name}, in object streams", saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        )
        if b"/JavaScript" in plain:
            yield Bad("active", f"{name}, name in hex", plain.replace(b"/JavaScript", b"/J#61vaScr#69pt"))


def _locked() -> Iterator[Bad]:
    for revision in (3, 4, 6):
        for user in ("", "rahasia"):
            lock = pikepdf.Encryption(owner="pemilik", user=user, R=revision, aes=revision > 3, metadata=revision > 3)
            name = f"R{revision} {'with' if user else 'without'} user's word"
            yield Bad("locked", name, saved(document(), encryption=lock))


def _polyglots() -> Iterator[Bad]:
    jpeg, png, webp = (encoded(scene(), kind) for kind in ("JPEG", "PNG", "WEBP"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as handle:
        handle.writestr("a.html", CANARY)
        handle.writestr("b.html", CANARY * 10)
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    riders = {"script": CANARY, "archive": archive.getvalue(), "pdf": saved(document()), "php": b"<?php KENARI ?>"}
    for name, rider in riders.items():
        for kind, data in {"jpeg": jpeg, "png": png, "webp": webp}.items():
            yield Bad("polyglots", f"{kind} and {name} behind", data + rider + CANARY, cleaned=True)
    pdf = document()
    pdf.docinfo["/Author"] = CANARY.decode()
    plain = saved(document())
    for name, data in {
        "jpeg with a script as comment": encoded(scene(), "JPEG", comment=CANARY),
        "jpeg with a script as colour profile": encoded(scene(), "JPEG", icc_profile=CANARY),
        "pdf and a script behind": plain + CANARY,
        "pdf with a script after its head": plain.replace(b"\n", b"\n%" + CANARY + b"\n", 1),
        "pdf with a script as author": saved(pdf, compress_streams=False),
        **{f"{kind} with a script in EXIF": encoded(scene(), kind, exif=exif) for kind in ("JPEG", "PNG", "WEBP")},
    }.items():
        yield Bad("polyglots", name, data, cleaned=True)
