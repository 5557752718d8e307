"""Keeping the index of claims in step with the claims."""

from kabashoax.models import Claim, Entry
from kabashoax.rules import unfolding, wording


def index(claim: Claim) -> None:
    """Write the claim's words into the index, in the caller's transaction."""
    values = {
        "title_words": wording.canonical(claim.title),
        "body_words": wording.canonical(unfolding.claimed(claim.wording)),
        "is_public": claim.is_public,
    }
    # Not update_or_create: each UPDATE counts the vocabulary anew, so nothing is written that is there already.
    entry = Entry.objects.filter(claim=claim).first()
    if entry is None:
        Entry.objects.create(claim=claim, **values)
    elif any(getattr(entry, name) != value for name, value in values.items()):
        Entry.objects.filter(claim=claim).update(**values)
