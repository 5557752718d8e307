"""The demo's letters: invented people and requests, through the same services as real ones; each says "contoh"."""

from sodamolek.letters.services.demo.making import make_requests

__all__ = ["make_requests"]
