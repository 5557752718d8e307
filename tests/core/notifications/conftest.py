from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

from tests.core.notifications.smtp import Counter, smtp_server


@pytest.fixture
def templates(settings) -> None:
    """Message templates of the tests beside those of the portal."""
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder],
        }
    ]
    engines._engines.clear()  # type: ignore[attr-defined]


@pytest.fixture
def smtp(settings) -> Iterator[Counter]:
    """A real mail server, and the portal set to use it."""
    with smtp_server() as (counter, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = port
        settings.EMAIL_TIMEOUT = 3
        yield counter
