"""Every write of growth."""

from sodamolek.growth.services.checks import answer_check
from sodamolek.growth.services.children import NewChild, leave, register_child
from sodamolek.growth.services.measurements import Measured, measure, open_session
from sodamolek.growth.services.publications import publish

__all__ = ["Measured", "NewChild", "answer_check", "leave", "measure", "open_session", "publish", "register_child"]
