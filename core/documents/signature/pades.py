"""A PAdES B-B signature on a PDF with a key in memory, by pyHanko; no database."""

import io

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.documents.signature.inspection import drive

FIELD = "TandaTangan1"
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


def sign(pdf: bytes, signer: signers.SimpleSigner, *, name: str, reason: str, location: str) -> bytes:
    """`pdf` certified: afterwards only form fields may be filled (a prepared countersignature)."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=name,
        reason=reason,
        location=location,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    output = drive(signers.PdfSigner(metadata, signer).async_sign_pdf(writer, bytes_reserved=RESERVED))
    return bytes(output.getbuffer())


def _certificate(text: str) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(text.encode())[2])
