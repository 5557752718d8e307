"""Every write of this room, by what a person does. All take the actor as `by`."""

from smartcity_eval.services.answers import answer, give_values
from smartcity_eval.services.assessments import (
    Opening,
    assign_offices,
    open_assessment,
    publish,
    reopen,
    set_targets,
)
from smartcity_eval.services.evidence import (
    Proof,
    Wanted,
    accept,
    add_figure,
    add_file,
    add_link,
    read_file,
    reconsider,
    return_evidence,
    withdraw,
)
from smartcity_eval.services.instruments import load_instruments
from smartcity_eval.services.programmes import FIELDS as PROGRAMME_FIELDS
from smartcity_eval.services.programmes import save_programme

__all__ = [
    "PROGRAMME_FIELDS",
    "Opening",
    "Proof",
    "Wanted",
    "accept",
    "add_figure",
    "add_file",
    "add_link",
    "answer",
    "assign_offices",
    "give_values",
    "load_instruments",
    "open_assessment",
    "publish",
    "read_file",
    "reconsider",
    "reopen",
    "return_evidence",
    "save_programme",
    "set_targets",
    "withdraw",
]
