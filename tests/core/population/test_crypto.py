import base64
from io import StringIO

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.population import crypto
from core.population.models import Resident
from tests.factories.population import ResidentFactory

NEW_KEY = base64.b64encode(b"k" * 32).decode()


def stored(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM population_resident")  # noqa: S608 - a name from this file
        return bytes(cursor.fetchone()[0])


@hypothesis_settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_encrypted_is_read_again(data, context):
    assert crypto.decrypt(crypto.encrypt(data, context), context) == data


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_altered_ciphertext_is_refused(data):
    good = crypto.encrypt(b"5371061203849001", b"a")
    at = data.draw(st.integers(0, len(good) - 1))
    bad = bytes(b ^ data.draw(st.integers(1, 255)) if i == at else b for i, b in enumerate(good))
    with pytest.raises(crypto.UndecipherableError):
        crypto.decrypt(bad, b"a")
    with pytest.raises(crypto.UndecipherableError):
        crypto.decrypt(good[:at], b"a")


def test_the_database_holds_no_plain_number(db):
    resident = ResidentFactory(nik="5371061203849001", kk="5371061402129001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(nik, 'escape'), encode(kk, 'escape'), r::text FROM population_resident r")
        everything = "".join(cursor.fetchone())
    for digits in ("5371061203849001", "5371061402129001", "1203849001", "1402129001"):
        assert digits not in everything
        assert digits.encode().hex() not in everything
    assert stored("nik")[1:5] == crypto.current_version()
    found = Resident.objects.get(pk=resident.pk)
    assert (found.nik, found.kk) == ("5371061203849001", "5371061402129001")


def test_one_number_encrypts_differently_each_time(db):
    resident = ResidentFactory()
    first = stored("nik")
    resident.save(update_fields=["nik"])
    assert stored("nik") != first


def test_a_ciphertext_of_another_column_cannot_be_read(db):
    resident = ResidentFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE population_resident SET kk = nik")
    with pytest.raises(crypto.UndecipherableError):
        Resident.objects.get(pk=resident.pk)


def test_an_encrypted_field_cannot_be_searched(db):
    for wrong in ({"nik": "5371061203849001"}, {"nik__contains": "5371"}, {"kk__in": ["5371"]}):
        with pytest.raises(FieldError):
            list(Resident.objects.filter(**wrong))


def test_a_person_is_found_by_the_blind_index(db):
    resident = ResidentFactory(nik="5371061203849001")
    ResidentFactory()
    assert Resident.objects.get(nik_index=crypto.blind_index(" 5371 0612 0384.9001 ")) == resident


def test_the_index_depends_on_the_key_and_the_kind(settings):
    number = "5371061203849001"
    first = crypto.blind_index(number)
    assert first != crypto.blind_index(number, kind="kk")
    settings.BLIND_INDEX_KEY = NEW_KEY
    assert crypto.blind_index(number) != first


def test_a_new_key_encrypts_and_the_old_one_still_decrypts(db, settings):
    old = settings.FIELD_KEYS[0]
    resident = ResidentFactory(nik="5371061203849001")
    before = crypto.key_version(stored("nik"))
    settings.FIELD_KEYS = [NEW_KEY, old]
    assert Resident.objects.get(pk=resident.pk).nik == "5371061203849001"
    Resident.objects.get(pk=resident.pk).save()
    assert crypto.key_version(stored("nik")) == crypto.current_version()
    assert crypto.current_version() != before


def test_after_encrypting_again_the_old_key_is_no_longer_needed(db, settings):
    old = settings.FIELD_KEYS[0]
    residents = ResidentFactory.create_batch(7)
    settings.FIELD_KEYS = [NEW_KEY]
    with pytest.raises(crypto.UndecipherableError):
        list(Resident.objects.all())
    settings.FIELD_KEYS = [NEW_KEY, old]
    call_command("encrypt_again", stdout=(output := StringIO()))
    assert "population.Resident.nik: 7 dienkripsi ulang." in output.getvalue()
    settings.FIELD_KEYS = [NEW_KEY]
    assert {r.nik for r in Resident.objects.all()} == {r.nik for r in residents}
    call_command("encrypt_again", stdout=(output := StringIO()))
    assert "population.Resident.nik: 0 dienkripsi ulang." in output.getvalue()


@pytest.mark.parametrize("keys", [[], ["bukan base64"], [base64.b64encode(b"short").decode()]])
def test_missing_or_wrong_keys_are_named(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        crypto.encrypt(b"x", b"y")
