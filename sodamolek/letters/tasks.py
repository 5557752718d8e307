"""Jobs of letters: each fetches by id and calls one service."""

from typing import Any
from uuid import UUID

from core.jobs.registry import JobRun, job
from sodamolek.letters.services import previews


@job("letters.render_previews", queue="interactive")
def render_previews(run: JobRun, *, letter_request: str) -> dict[str, Any]:
    """Page images of the PDF files of a request, so that the desk sees them at once."""
    return {"files": previews.render(UUID(letter_request), progress=run.progress)}
