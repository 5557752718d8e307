"""X.509 certificates of the portal's own authority and of its officers (P-256), without a database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_NAME = "Portal Kota Kupang (tidak tersertifikasi)"
ORGANISATION = "Pemerintah Kota Kupang"
AUTHORITY_YEARS = 10
SIGNER_YEARS = 2
# A machine that checks may be a little behind.
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class KeyPair:
    """A certificate (PEM) and its private key (PKCS 8, DER)."""

    certificate: str
    private_key: bytes
    fingerprint: str
    starts: datetime
    ends: datetime


def make_authority(now: datetime, common: str = AUTHORITY_NAME) -> KeyPair:
    """A new self-signed authority that may sign officers' certificates and nothing below."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(common)
    builder = _builder(name, name, key.public_key(), now, AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    return _pair(builder.sign(key, hashes.SHA256()), key)


def make_signer(authority_pem: str, authority_key: bytes, *, name: str, nip: str, now: datetime) -> KeyPair:
    """A new key and certificate of an officer, signed by the authority."""
    authority = x509.load_pem_x509_certificate(authority_pem.encode())
    signing_key = serialization.load_der_private_key(authority_key, None)
    if not isinstance(signing_key, ec.EllipticCurvePrivateKey):
        raise TypeError("The authority's key is not an elliptic curve key.")
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(name, nip), authority.subject, key.public_key(), now, SIGNER_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=False), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
    )
    return _pair(builder.sign(signing_key, hashes.SHA256()), key)


def _name(common: str, nip: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        # RFC 5280 allows 64 characters here; the letter bears the whole name.
        x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
    ]
    if nip:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, nip))
    return x509.Name(parts)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pair(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> KeyPair:
    return KeyPair(
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        private_key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        starts=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
    )
