"""Tables of the letters room."""

from sodamolek.letters.models.complaints import Complaint, ComplaintMessage
from sodamolek.letters.models.desk import RequestNote
from sodamolek.letters.models.feedback import SurveyMark, SurveyTally
from sodamolek.letters.models.kinds import LetterKind
from sodamolek.letters.models.offices import OfficeSetting
from sodamolek.letters.models.requests import OFFICE_ROLES, LetterRequest, RequestDocument, stamp_of
from sodamolek.letters.models.statistics import CityChange, CityMonth, LetterMonth
from sodamolek.letters.models.wording import WordingChange

__all__ = [
    "OFFICE_ROLES",
    "CityChange",
    "CityMonth",
    "Complaint",
    "ComplaintMessage",
    "LetterKind",
    "LetterMonth",
    "LetterRequest",
    "OfficeSetting",
    "RequestDocument",
    "RequestNote",
    "SurveyMark",
    "SurveyTally",
    "WordingChange",
    "stamp_of",
]
