"""Loading instruments: a changed file makes a new version, and assessments keep theirs."""

from pathlib import Path
from typing import Any

from django.db import transaction

from smartcity_eval.models import Instrument
from smartcity_eval.queries.figures import digest
from smartcity_eval.rules.files import FOLDER, instrument_files, read_json
from smartcity_eval.rules.instrument import InstrumentError, instrument_from


@transaction.atomic
def load_instruments(folder: Path = FOLDER) -> list[Instrument]:
    """Read all instruments in `folder`; the versions that are new. Nothing is written when one file is wrong.

    Raises InstrumentError that names the file and the place.
    """
    made, seen = [], set()
    for path in instrument_files(folder):
        data = read_json(path)
        spec = instrument_from(data, path.name)
        if spec.code in seen:
            raise InstrumentError(f"{path.name}: “{spec.code}” ada di dua berkas")
        seen.add(spec.code)
        made += _store(spec.code, spec.name, data)
    return made


def _store(code: str, name: str, data: Any) -> list[Instrument]:
    checksum = digest(data)
    versions = Instrument.objects.select_for_update().filter(code=code).order_by("-version")
    current = next((row for row in versions if row.is_current), None)
    if current and current.checksum == checksum:
        return []
    last = max((row.version for row in versions), default=0)
    Instrument.objects.filter(code=code, is_current=True).update(is_current=False)
    row = Instrument.objects.create(code=code, version=last + 1, name=name, data=data, checksum=checksum)
    return [row]
