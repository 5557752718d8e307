"""Reads that several callers share."""

from core.documents.queries.findings import Finding, certificates_of, describe, expires_soon
from core.documents.queries.registers import book

__all__ = ["Finding", "book", "certificates_of", "describe", "expires_soon"]
