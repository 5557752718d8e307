"""The register that the city runs itself, as a provider: what only it can do wrong."""

import io
from dataclasses import replace

import pytest

from core.population import providers
from core.population.models import RegisterEntry, UsageRecord
from core.population.providers.base import Elements, Purpose, Query, RegisterUnavailableError
from core.population.providers.city import CityProvider
from core.population.services import match_person
from core.population.services.register_file import FileOptions, import_register
from tests.factories.population import city
from tools.families import DEMO_FAMILY, DEMO_STUDENT, write_csv

HEAD = DEMO_FAMILY[0]
ASKED = Elements(nik=HEAD.nik, kk=HEAD.kk, birth_date=HEAD.birth_date)


def ask() -> Query:
    return Query(Purpose.REGISTRATION)


def test_what_the_record_lacks_does_not_agree(db):
    text = io.StringIO()
    write_csv([replace(HEAD, occupation="")], text)
    import_register(io.BytesIO(text.getvalue().encode()), print, FileOptions(processes=1))
    verdict = CityProvider().verify(replace(ASKED, occupation="NELAYAN"), ask())
    assert verdict.elements == {"nik": True, "kk": True, "birth_date": True, "occupation": False}


def test_a_city_register_that_was_never_imported_gives_no_answer_and_is_not_counted(db, settings):
    settings.REGISTER_PROVIDER = "city"
    with pytest.raises(RegisterUnavailableError) as silence:
        providers.get_provider().fetch(HEAD.nik, ask())
    assert silence.value.outcome == "empty"
    assert not UsageRecord.objects.exists()


def test_a_ciphertext_moved_to_another_row_speaks_for_nobody(db):
    provider = city()
    one, other = RegisterEntry.objects.all()[:2]
    RegisterEntry.objects.filter(pk=one.pk).update(record=other.record)
    with pytest.raises(RegisterUnavailableError) as silence:
        provider.fetch(one.record["nik"], ask())
    assert silence.value.outcome == "nonsense"


def test_a_dropped_key_is_no_answer_and_the_log_names_the_key_alone(db, settings, caplog):
    provider = city()
    settings.FIELD_KEYS = ["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="]
    with pytest.raises(RegisterUnavailableError) as silence:
        provider.fetch(HEAD.nik, ask())
    assert silence.value.outcome == "nonsense"
    assert "is not in FIELD_KEYS" in caplog.text
    assert HEAD.nik not in caplog.text


def test_the_setting_chooses_the_provider(db, settings, register):
    city()
    settings.REGISTER_PROVIDER = "city"
    assert providers.get_provider().verify(ASKED, ask()).agrees
    assert register.questions == 0
    settings.REGISTER_PROVIDER = "national"
    assert providers.get_provider().verify(ASKED, ask()).agrees
    assert register.questions == 1
    assert list(UsageRecord.objects.order_by("id").values_list("source", flat=True)) == ["city", "national"]


def test_somebody_registers_against_the_citys_own_register(db, settings):
    city()
    settings.REGISTER_PROVIDER = "city"
    match = match_person(HEAD.nik, HEAD.kk, HEAD.birth_date)
    assert (match.state, match.elements.name) == ("matched", "YOHANES TEFANOI CONTOH")
    assert match_person(HEAD.nik, DEMO_STUDENT.kk, HEAD.birth_date).state == "mismatch"
    assert match_person("5371061203849999", HEAD.kk, HEAD.birth_date).state == "mismatch"


def test_a_register_of_the_citys_own_is_a_sample_in_the_demo_only(settings):
    settings.REGISTER_PROVIDER = "city"
    assert not providers.is_sample()
    settings.DEMO = True
    assert providers.is_sample()
