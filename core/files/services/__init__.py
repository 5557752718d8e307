"""Every write of files, and reading them back."""

from core.files.services.storing import delete, page_images, read, store, store_generated, store_rows
from core.files.services.vault import collect

__all__ = ["collect", "delete", "page_images", "read", "store", "store_generated", "store_rows"]
