"""Wiring of the portal: settings, addresses, Celery, WSGI. No business word lives here."""

from kupang_portal.celery import app as celery_app

__all__ = ["celery_app"]
