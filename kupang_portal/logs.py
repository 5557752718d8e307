"""Logs without personal data: one JSON object a line, and masked.

Masked are long runs of digits, addresses of mail, and the part of a page's address that people fill in.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

# NIK, KK number, NIP and telephone numbers have 9 digits or more; UUIDs and times are written with marks between.
DIGITS = re.compile(r"(?<![0-9a-f-])\+?\d{9,20}(?![0-9a-f-])", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
QUERY = re.compile(r"\?\S+")


def mask(text: str) -> str:
    """`text` without numbers of persons, addresses of mail, and what somebody asked a page for."""
    return MAIL.sub("•@•", DIGITS.sub("•", QUERY.sub("?•", text)))


def logging_to_stderr(level: str, *, django: str) -> dict[str, Any]:
    """Django's LOGGING: all that is of `level` or graver (of Django itself: `django`), on standard error, masked."""
    own = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "kupang_portal.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handler mails tracebacks, and a traceback can hold a person's data.
            "django": {**own, "level": django},
            # gunicorn's own handler writes the whole address of a request that failed.
            "gunicorn.error": {**own, "level": level},
            "django.db.backends": {"level": "WARNING"},
        },
    }


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message; of an error its type and the places, never the values of variables."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:])
        # json.dumps escapes line ends, so nobody can forge a second line.
        return json.dumps(line, ensure_ascii=False)
