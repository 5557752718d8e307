"""Logs without personal data: one JSON object a line; long runs of digits and addresses of mail are masked."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

# NIK, KK number, NIP and telephone numbers have 9 digits or more; UUIDs and times are written with marks between.
DIGITS = re.compile(r"(?<![0-9a-f-])\+?\d{9,20}(?![0-9a-f-])", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def mask(text: str) -> str:
    """`text` without numbers of persons and without addresses of mail."""
    return MAIL.sub("•@•", DIGITS.sub("•", text))


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
