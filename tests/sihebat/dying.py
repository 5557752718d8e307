"""Loaded by a test's worker: lets an attempt at a report stand still at one place, so that the test can kill it there.

STALL_AT names a folder. Attempt n leaves the file n there at the n-th of PLACES and waits to be killed; an attempt
after the last of them goes through.
"""

import os
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from core.files import services as files
from sihebat.models import EfficiencyReport
from sihebat.services import reports

# Before anything, after the figures, after the PDF, after the file is on the disk, after the row is written.
PLACES = ("start", "figures", "pdf", "file", "row")


def stand_still(place: str) -> None:
    """Wait here when it is this place's turn."""
    folder = Path(os.environ["STALL_AT"])
    attempt = len(list(folder.iterdir()))
    if attempt < len(PLACES) and PLACES[attempt] == place:
        (folder / place).touch()
        time.sleep(600)


def stalling(function: Callable[..., Any], *, before: str = "", after: str = "") -> Callable[..., Any]:
    @wraps(function)
    def stalled(*args: Any, **kwargs: Any) -> Any:
        stand_still(before)
        found = function(*args, **kwargs)
        stand_still(after)
        return found

    return stalled


reports.snapshot = stalling(reports.snapshot, before="start", after="figures")  # type: ignore[attr-defined]
reports.report_pdf = stalling(reports.report_pdf, after="pdf")  # type: ignore[attr-defined]
files.store_generated = stalling(files.store_generated, after="file")
EfficiencyReport.save = stalling(EfficiencyReport.save, after="row")  # type: ignore[method-assign]
