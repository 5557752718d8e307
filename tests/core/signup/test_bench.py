"""What an administrator may do about somebody's way of signing in: take a lost second factor away, nothing else."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import Client

from core.accounts.rules import Role
from core.audit.models import Entry
from core.regions.models import Office
from tests.factories.accounts import staff


@pytest.fixture
def lost(db):
    """The second factor of a lurah who has lost the phone."""
    kept = {"secret": "rahasia-yang-tak-tampil"}
    return Authenticator.objects.create(user=staff(Role.LURAH), type=Authenticator.Type.TOTP, data=kept)


@pytest.fixture
def administrator(db):
    return staff(Role.ADMINISTRATOR)


@pytest.fixture
def bench(administrator):
    client = Client()
    client.force_login(administrator)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def test_a_lost_second_factor_is_taken_away_and_recorded(bench, administrator, lost):
    assert bench.post(f"/admin/mfa/authenticator/{lost.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(pk=lost.pk).exists()
    found = Entry.objects.get(action="remove_second_factor")
    assert (found.actor_id, found.subject_id, found.detail) == (administrator.pk, lost.user_id, {"type": "totp"})


def test_several_at_once_are_recorded_one_by_one(bench, lost):
    other = Authenticator.objects.create(user=staff(Role.CAMAT), type=Authenticator.Type.TOTP, data={})
    bench.post(
        "/admin/mfa/authenticator/",
        {"action": "delete_selected", "_selected_action": [lost.pk, other.pk], "post": "yes"},
    )
    subjects = set(Entry.objects.filter(action="remove_second_factor").values_list("subject_id", flat=True))
    assert subjects == {lost.user_id, other.user_id}


def test_a_secret_is_neither_shown_nor_typed(bench, lost):
    page = bench.get(f"/admin/mfa/authenticator/{lost.pk}/change/")
    assert page.status_code == 200
    assert "rahasia-yang-tak-tampil" not in page.content.decode()
    assert bench.post(f"/admin/mfa/authenticator/{lost.pk}/change/", {"data": "{}"}).status_code == 403
    assert bench.get("/admin/mfa/authenticator/add/").status_code == 403
    lost.refresh_from_db()
    assert lost.data == {"secret": "rahasia-yang-tak-tampil"}


def test_mail_addresses_and_groups_are_not_on_the_bench():
    labels = {model._meta.label for model in admin.site._registry}
    assert labels & {"account.EmailAddress", "auth.Group"} == set()


def test_an_office_that_is_no_region_is_kept_with_a_new_address(bench):
    """The form once asked every office for a region, which a dinas has not."""
    office = Office.objects.create(code="dinas-contoh", name="Dinas Contoh", kind=Office.Kind.DINAS)
    said = {"code": office.code, "name": office.name, "kind": office.kind, "address": "Jalan Contoh 1"}
    said |= {"hours-TOTAL_FORMS": 0, "hours-INITIAL_FORMS": 0, "region": "", "parent": ""}
    assert bench.post(f"/admin/regions/office/{office.pk}/change/", said).status_code == 302
    office.refresh_from_db()
    assert office.address == "Jalan Contoh 1"


def test_the_bench_greets_by_name_and_speaks_indonesian(bench, administrator):
    page = bench.get("/admin/").content.decode()
    assert administrator.name in page
    assert administrator.username not in page
    for word in ("Penugasan", "Jam kantor", "Hari libur", "Wilayah dan kantor"):
        assert word in page
