"""A verdict in the words that search engines read (schema.org/ClaimReview)."""

import json
from datetime import date
from typing import Any

from kabashoax.rules.verdicts import RATINGS, Kind


def claim_review(  # noqa: PLR0913 - one keyword for each thing that the vocabulary asks for
    *,
    claim: str,
    verdict: str,
    label: str,
    url: str,
    published_on: date,
    seen_on: date,
    publisher: str,
    sources: list[str],
) -> dict[str, Any]:
    """The ClaimReview of a published verdict; `url` and `sources` are absolute addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": url,
        "datePublished": published_on.isoformat(),
        "inLanguage": "id",
        "claimReviewed": claim,
        "author": {"@type": "GovernmentOrganization", "name": publisher},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[Kind(verdict)],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": label,
        },
        "itemReviewed": {"@type": "Claim", "datePublished": seen_on.isoformat()},
        "citation": sources,
    }


def embedded(data: dict[str, Any]) -> str:
    """JSON that can stand inside a <script> element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
