"""Assignments and tokens: who may, what is written, what it gives."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from core.accounts import services
from core.accounts.models import ApiToken, Assignment, User
from core.accounts.rules import Role
from core.audit.models import Entry
from core.jobs.runner import run_waiting
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.regions import OfficeFactory

TODAY = timezone.localdate


def test_an_administrator_assigns_and_it_is_recorded(db):
    administrator, person, office = staff(Role.ADMINISTRATOR), UserFactory(), OfficeFactory()
    assignment = services.assign(user=person, role=Role.LURAH, office=office, by=administrator, title="Lurah Uji")
    assert (assignment.user, assignment.office, assignment.starts_on) == (person, office, TODAY())
    entry = Entry.objects.get(action="assign")
    assert (entry.actor_id, entry.subject_id, entry.office_id) == (administrator.pk, assignment.pk, office.pk)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.CITIZEN)])
def test_nobody_else_assigns(db, role):
    with pytest.raises(PermissionDenied):
        services.assign(user=UserFactory(), role=Role.LURAH, office=OfficeFactory(), by=staff(role))
    assert Assignment.objects.filter(role=Role.LURAH).exclude(user__nip__isnull=False).count() == 0


NEW = ("199001012015041001", "Ir. Administrator Contoh", "Admin@contoh.test")


def test_the_command_line_makes_the_first_administrator(db, client, mailoutbox, capsys):
    office = OfficeFactory(code="kominfo")
    call_command("make_administrator", *NEW)
    user = User.objects.get(nip=NEW[0])
    assert (user.name, user.email, user.has_usable_password()) == (NEW[1], NEW[2].lower(), False)
    assert (user.is_staff, user.needs_totp, user.assignments_today[0].office) == (True, True, office)
    assert [(e.action, e.actor) for e in Entry.objects.order_by("id")] == [("add_user", None), ("assign", None)]
    assert "/akun/pulihkan/" in capsys.readouterr().out
    # The way that it names works for somebody who never had a password.
    client.post("/akun/pulihkan/", {"email": NEW[2]})
    run_waiting("notifications.deliver")
    assert [(m.to, m.subject) for m in mailoutbox] == [([user.email], "Kata sandi baru")]
    call_command("make_administrator", NEW[0], "Nama Lain", "lain@contoh.test")
    assert (User.objects.get().name, Assignment.objects.count()) == (NEW[1], 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1990", *NEW[1:]), "18 angka"),
        ((*NEW[:2], "bukan surel"), "alamat email"),
        ((*NEW[:2], "ada@contoh.test"), "sudah dipakai"),
        ((*NEW, "--office", "tiada"), "Perangkat daerah ini tidak ada"),
    ],
)
def test_a_slip_makes_no_administrator(db, arguments, said):
    OfficeFactory(code="kominfo")
    UserFactory(email="ada@contoh.test")
    with pytest.raises(CommandError, match=said):
        call_command("make_administrator", *arguments)
    assert (User.objects.count(), Entry.objects.count()) == (1, 0)


def test_an_end_before_the_start_is_refused_with_the_field(db):
    with pytest.raises(ValidationError) as refused:
        services.assign(
            user=UserFactory(), role=Role.LURAH, office=OfficeFactory(), by=None, ends_on=TODAY() - timedelta(days=1)
        )
    assert list(refused.value.message_dict) == ["ends_on"]


@pytest.mark.parametrize("started", [0, 30])
def test_an_ended_assignment_gives_no_right_at_the_next_request(db, client, started):
    assignment = AssignmentFactory(role=Role.INTEGRATOR, starts_on=TODAY() - timedelta(days=started))
    client.force_login(assignment.user)
    assert client.get(reverse("accounts:tokens")).status_code == 200
    services.end_assignment(assignment, by=staff(Role.ADMINISTRATOR))
    assert client.get(reverse("accounts:tokens")).status_code == 403
    assert Entry.objects.filter(action="end_assignment", subject_id=assignment.pk).count() == 1


def test_a_new_assignment_counts_at_the_next_request(db, client):
    person = UserFactory()
    client.force_login(person)
    assert client.get(reverse("accounts:tokens")).status_code == 403
    services.assign(user=person, role=Role.INTEGRATOR, office=OfficeFactory(), by=staff(Role.ADMINISTRATOR))
    assert client.get(reverse("accounts:tokens")).status_code == 200


def test_an_inactive_person_is_out_at_the_next_request(db, client):
    person = UserFactory()
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("accounts:overview")).status_code == 302


def test_a_token_is_stored_as_a_hash_only(db):
    owner = staff(Role.INTEGRATOR)
    token, secret = services.issue_token(owner=owner, name="Uji", scopes=["letters:read"], by=owner)
    stored = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(stored)
    assert secret.startswith(stored["hint"])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["letters:burn"]}, "scopes"),
        ({"expires_on": TODAY() - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY() + timedelta(days=366)}, "expires_on"),
    ],
)
def test_a_wrong_token_is_refused_with_the_field(db, fields, named):
    owner = staff(Role.INTEGRATOR)
    with pytest.raises(ValidationError) as refused:
        services.issue_token(**{"owner": owner, "name": "Uji", "scopes": ["letters:read"], "by": owner, **fields})
    assert list(refused.value.message_dict) == [named]


def test_nobody_makes_a_token_for_somebody_else(db):
    with pytest.raises(PermissionDenied):
        services.issue_token(
            owner=staff(Role.INTEGRATOR), name="Uji", scopes=["letters:read"], by=staff(Role.ADMINISTRATOR)
        )


def test_the_page_shows_a_secret_once(db, client):
    client.force_login(staff(Role.INTEGRATOR))
    form = {"name": "Aplikasi RT", "scopes": ["letters:read"], "expires_on": TODAY().isoformat()}
    page = client.post(reverse("accounts:tokens"), form).content.decode()
    secret = page.split('<code class="text-break">')[1].split("</code>")[0]
    assert ApiToken.objects.get().hint == secret[:8]
    later = client.get(reverse("accounts:tokens")).content.decode()
    assert secret not in later
    table = later.split("<table")[1].split("</table>")[0]
    assert "<li>Membaca permohonan surat<br><small><code>letters:read</code></small></li>" in table
    assert "Membaca putaran harga <small><code>prices:read</code></small>" in later.split("</table>")[1]


def test_the_page_revokes_a_token_of_ones_own_only(db, client):
    owner, stranger = staff(Role.INTEGRATOR), staff(Role.INTEGRATOR)
    token, _secret = services.issue_token(owner=owner, name="Uji", scopes=["letters:read"], by=owner)
    client.force_login(stranger)
    assert client.post(reverse("accounts:revoke_token", args=[token.pk])).status_code == 404
    client.force_login(owner)
    client.post(reverse("accounts:revoke_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_command_prints_a_working_secret(db, capsys):
    owner = staff(Role.INTEGRATOR)
    call_command("make_token", owner.nip, "Uji", "--scope", "letters:read")
    secret = capsys.readouterr().out.strip()
    assert ApiToken.objects.get(owner=owner).hint == secret[:8]
    with pytest.raises(CommandError):
        call_command("make_token", UserFactory(staff=True).nip, "Uji", "--scope", "letters:read")


def test_people_see_themselves_and_colleagues(db):
    office = OfficeFactory()
    me, colleague, stranger = staff(Role.OPERATOR, office), staff(Role.LURAH, office), UserFactory()
    assert set(User.objects.visible_to(me)) == {me, colleague}
    assert set(User.objects.visible_to(stranger)) == {stranger}
    assert User.objects.visible_to(staff(Role.AUDITOR)).count() == User.objects.count()
