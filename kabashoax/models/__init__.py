"""Reports of residents, claims with sources and verdicts, and the index that finds them."""

from kabashoax.models.claims import DESK_ROLES, Claim, Echo, Source, Verdict
from kabashoax.models.confirmations import Confirmation
from kabashoax.models.index import Entry, Lexeme
from kabashoax.models.reports import Evidence, Report

__all__ = ["DESK_ROLES", "Claim", "Confirmation", "Echo", "Entry", "Evidence", "Lexeme", "Report", "Source", "Verdict"]
