"""Somebody for whom another person asks."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers.base import Purpose, Query
from core.population.services.matching import MatchState, match_person
from core.population.services.renewal import take_fresh_facts
from core.population.services.residents import Identity, assign, resident_values, same_claim
from core.regions.models import Region


def note_relative(said: Identity, *, domicile: Region, by: User) -> Resident:
    """The row of a person for whom `by` asks, found or made; only whom the register matches.

    One refusal for an unknown number and for one that does not agree. A row that is there keeps its home and, if the
    facts were the same, its account. Asks the register, so no transaction may be open.
    """
    match = match_person(said.nik, said.kk, said.birth_date, query=Query(Purpose.LETTER, by.pk))
    if match.state == MatchState.UNMATCHED:
        raise ValidationError(_("Register kependudukan sedang tidak menjawab. Coba lagi nanti, atau datang ke loket."))
    if match.state != MatchState.MATCHED:
        raise ValidationError(
            _(
                "Data orang itu tidak cocok dengan register. Periksa NIK, nomor KK dan tanggal lahirnya. Bila sudah "
                "benar, datanglah ke loket kelurahan dengan KTP-el, KK dan surat kuasanya."
            )
        )
    index = blind_index(said.nik)
    try:
        with transaction.atomic():
            resident = Resident.objects.select_for_update(of=("self",)).filter(nik_index=index).first()
            if resident is None:
                resident = Resident.objects.create(**resident_values(said, match, domicile))
            elif resident.is_proven:
                take_fresh_facts(resident, said, match)
            else:
                same = same_claim(resident, said)
                home = resident.domicile if same else domicile
                values = resident_values(said, match, home)
                if same:
                    values |= {"address": resident.address, "rt": resident.rt, "rw": resident.rw}
                else:
                    values["user"] = None
                assign(resident, values)
            audit.record("note_relative", resident, by=by, detail={"match": match.state})
    except IntegrityError:
        # Two asked for the same person at once.
        return Resident.objects.get(nik_index=index)
    return resident
