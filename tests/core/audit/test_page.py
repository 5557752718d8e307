from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit import services
from tests.factories.accounts import UserFactory, staff


@pytest.fixture
def auditor(client, db):
    user = staff(Role.AUDITOR)
    client.force_login(user)
    return user


def rows(client, **filters) -> list[str]:
    return [entry.action for entry in client.get(reverse("web:trail"), filters).context["page"].rows]


def test_the_auditor_reads_who_did_what_for_whom(client, auditor):
    operator, citizen = staff(Role.OPERATOR), UserFactory(name="Warga & Contoh")
    office = operator.assignments_today[0].office
    services.record("terima", citizen, by=operator, office_id=office.pk, on_behalf_of=citizen, detail={"cara": "loket"})
    html = client.get(reverse("web:trail")).content.decode()
    for words in (operator.name, "atas nama Warga &amp; Contoh", "terima", "cara: loket", office.name, str(citizen.pk)):
        assert words in html


def test_the_filters_narrow_the_list_and_a_wrong_date_is_named(client, auditor):
    other = UserFactory(name="Boni")
    services.record("masuk", auditor, by=auditor)
    services.record("keluar", other, by=other)
    today = timezone.localdate()
    assert rows(client) == ["keluar", "masuk"]
    assert rows(client, nama="boni") == ["keluar"]
    assert rows(client, tindakan="masuk") == ["masuk"]
    assert rows(client, dari=today.isoformat()) == ["keluar", "masuk"]
    assert rows(client, sampai=(today - timedelta(days=1)).isoformat()) == []
    response = client.get(reverse("web:trail"), {"dari": "kemarin"})
    assert response.context["form"].errors["dari"] == ["Masukkan tanggal yang valid."]


def test_a_long_trail_has_pages_at_a_constant_number_of_queries(client, auditor, django_assert_num_queries):
    for number in range(60):
        services.record(f"langkah-{number}", auditor, by=auditor)
    client.get(reverse("web:trail"))
    with django_assert_num_queries(4):
        first = client.get(reverse("web:trail")).context["page"]
    assert [entry.action for entry in first.rows] == [f"langkah-{number}" for number in range(59, 9, -1)]
    second = client.get(reverse("web:trail") + first.next_url).context["page"]
    assert [entry.action for entry in second.rows] == [f"langkah-{number}" for number in range(9, -1, -1)]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.LURAH, Role.ADMINISTRATOR])
def test_nobody_else_reads_it(client, db, role):
    client.force_login(staff(role))
    assert client.get(reverse("web:trail")).status_code == 403
