"""A PAdES B-B signature on a PDF with a key in memory, by pyHanko; no database."""

import io
from typing import TYPE_CHECKING

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.documents.signature.inspection import drive

if TYPE_CHECKING:
    # base.py knows the database; BSrE's stand-in signs without one.
    from core.documents.signature.base import Act

FIELD = "TandaTangan%d"
# Hexadecimal digits kept for the signature; a long name's certificate and the authority's need about 3,400.
# Without this pyHanko would sign twice to find out, and readers go through the digits one by one.
RESERVED = 4096


def load_signer(certificate: str, private_key: bytes, authority: str) -> signers.SimpleSigner:
    """A signer from PEM certificates and a key in PKCS 8 (DER)."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(_certificate(authority))
    return signers.SimpleSigner(
        signing_cert=_certificate(certificate),
        signing_key=keys.PrivateKeyInfo.load(private_key),
        cert_registry=store,
    )


def sign(pdf: bytes, signer: signers.SimpleSigner, act: "Act", *, name: str) -> bytes:
    """`pdf` with signature number `act.position`.

    The first makes the empty fields of all and certifies: afterwards only these may be filled. The later ones sign
    the field that was prepared for them. (Certifying without changes would refuse them, and a field made later
    would be one that the first signature does not know.)
    """
    first = act.position == 1
    certified = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS} if first else {}
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD % act.position,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=act.reason,
        location=act.location,
        **certified,  # type: ignore[arg-type]
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if first and act.total > 1:
        for number in range(1, act.total + 1):
            fields.append_signature_field(writer, SigFieldSpec(FIELD % number))
    pdf_signer = signers.PdfSigner(metadata, signer)
    output = drive(pdf_signer.async_sign_pdf(writer, bytes_reserved=RESERVED, existing_fields_only=not first))
    return bytes(output.getbuffer())


def _certificate(text: str) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(text.encode())[2])
