"""How an office deals with letters; changed by a city administrator."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.regions.models import Office
from sodamolek.letters.models import OfficeSetting


@transaction.atomic
def ask_endorsement(office: Office, asks: bool, *, by: User) -> OfficeSetting:
    """Whether letters of `office` get a paraf before the signature. What was accepted before stays as it is."""
    if not by.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied
    setting, _made = OfficeSetting.objects.select_for_update().get_or_create(office=office)
    setting.asks_endorsement = asks
    setting.save(update_fields=["asks_endorsement"])
    audit.record("ask_endorsement", setting, by=by, detail={"asks": asks}, office_id=office.pk)
    return setting
