"""The puskesmas measures a short child again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from sodamolek.growth.models import Check, Measurement
from sodamolek.growth.rules.categories import is_stunted
from sodamolek.growth.rules.zscores import Scores
from sodamolek.growth.services.children import may_work_for
from sodamolek.growth.services.measurements import Measured, scored_fields
from sodamolek.growth.workflow import CHECK


def answer_check(check: Check, found: Measured, *, by: User) -> Check:
    """Keep the second measurement; by its height alone the child counts as stunted or not.

    ValidationError: no height, or one that WHO calls implausible. IllegalMove: somebody else was first.
    """
    may_work_for(by, check.child.posyandu)
    if found.lenhei is None:
        raise ValidationError({"lenhei": _("Ukur panjang atau tinggi anak: itu yang memutuskan.")})
    fields = scored_fields(check.child, timezone.localdate(), found)
    scores = Scores(fields["z_lhfa"])
    if scores.flags:
        message = _("Angka ini tidak masuk akal untuk umur anak. Periksa tanggal lahir, lalu ukur lagi.")
        raise ValidationError({"lenhei": message})
    with transaction.atomic():
        again = Measurement.objects.create(child=check.child, measured_by=by, **fields)
        move = "confirm" if is_stunted(scores) else "clear"
        return CHECK.apply(move, check, by=by, fields={"again": again, "decided_at": timezone.now()})
