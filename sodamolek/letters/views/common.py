"""What the pages of letters share."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.accounts.access import person
from sodamolek.letters.models import LetterRequest

__all__ = ["STEPS", "chosen_stamps", "my_request", "person"]
STEPS = ("Data", "Dokumen", "Periksa & kirim")


def my_request(request: HttpRequest, pk: UUID, *related: str) -> LetterRequest:
    """The applicant's own request with `related` (everything a page shows, if none is named), or 404.

    An officer looks at it from the desk.
    """
    user = person(request)
    rows = LetterRequest.objects.visible_to(user).filter(owner_id=user.pk)
    rows = rows.select_related(*related or ("kind", "office", "resident", "document"))
    # The kind's text is read once per process (LetterKind.spec), not again with each request.
    return get_object_or_404(rows.defer("kind__data"), pk=pk)


def chosen_stamps(values: list[str]) -> dict[UUID, str]:
    """Which requests were ticked (`LetterRequest.choice`) and the stamp of each as it was read; none if any is odd."""
    found = {}
    try:
        for value in values:
            key, _colon, stamp = value.partition(":")
            found[UUID(key)] = stamp
    except ValueError:
        return {}
    return found
