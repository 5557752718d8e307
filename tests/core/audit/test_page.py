import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit import services
from core.web.queries import trail_words
from core.web.templatetags.trail import trail_action, trail_details, trail_subject
from core.workflow import Workflow
from tests.factories.accounts import UserFactory, staff
from tests.factories.letters import LetterRequestFactory
from tools.embedded import PROJECT
from tools.house import PACKAGES

# audit.record("...", and sihebat's own import of it.
RECORDS = re.compile(r"""\brecord\(\s*"([a-z_.]+)",""")


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


def test_codes_are_shown_in_words(client, auditor):
    row = LetterRequestFactory()
    detail = {"from": "submitted", "to": "accepted", "capacity": "an", "empty": "", "requirements": ["ktp", "kk"]}
    services.record("accept", row, by=auditor, detail=detail)
    page = client.get(reverse("web:trail"))
    (entry,) = page.context["page"].rows
    assert (trail_subject(entry), trail_action(entry)) == ("Permohonan surat", "Menerima berkas")
    assert trail_details(entry) == [
        ("dari", "Menunggu diperiksa"), ("menjadi", "Menunggu tanda tangan"), ("dokumen", "ktp, kk"), ("selaku", "a.n.")
    ]  # fmt: skip
    html = page.content.decode()
    assert "letters.letterrequest<" not in html
    assert '<optgroup label="Permohonan surat">' in html
    entry.subject_type = entry.action = "dulu.ada"
    assert (trail_subject(entry), trail_action(entry)) == ("dulu.ada", "dulu.ada")


def test_every_action_that_the_code_records_has_a_name():
    words = trail_words()
    named = {action for _name, actions in words.values() for action in actions}
    code = [path for app in PACKAGES for path in (PROJECT / app).rglob("*.py")]
    recorded = {action for path in code for action in RECORDS.findall(path.read_text())}
    flows = [
        flow
        for path in code
        if path.name == "workflow.py" and path.parent.name != "core"
        for flow in vars(import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))).values()
        if isinstance(flow, Workflow)
    ]
    moves = {move for flow in flows for move in flow.moves}
    assert len(recorded) > 60
    assert len(flows) > 7
    assert sorted((recorded | moves) - named) == []
    for kind in words:
        assert apps.get_model(kind)


def test_the_filters_narrow_the_list_and_a_wrong_date_is_named(client, auditor):
    other = UserFactory(name="Boni")
    services.record("masuk", auditor, by=auditor)
    services.record("keluar", other, by=other)
    today = timezone.localdate()
    assert rows(client) == ["keluar", "masuk"]
    assert rows(client, nama="boni") == ["keluar"]
    services.record("add_user", other, by=auditor)
    assert rows(client, tindakan="accounts.user add_user") == ["add_user"]
    assert "tindakan" in client.get(reverse("web:trail"), {"tindakan": "add_user"}).context["form"].errors
    assert rows(client, dari=today.isoformat()) == ["add_user", "keluar", "masuk"]
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
