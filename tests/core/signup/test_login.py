"""Signing in, by whatever a person is known; guessing; the second factor; recovery."""

import re
import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from core.accounts.models import User
from core.accounts.rules import TOTP_ROLES, Role
from core.signup import authentication
from core.signup.adapter import MFAAdapter
from core.signup.demo import current_code, totp_secret
from core.signup.queries import find_user
from tests.factories.accounts import PASSWORD, UserFactory, staff
from tests.factories.population import ResidentFactory

LOGIN = "/akun/masuk/"
DESK = "/saya/"
WRONG = "tidak-cocok-1"


def sign_in(client, login, password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": login, "password": password}, **headers)


def is_in(client):
    return "_auth_user_id" in client.session


def with_second_factor(user, key="uji"):
    Authenticator.objects.create(user=user, type="totp", data={"secret": MFAAdapter().encrypt(totp_secret(key))})
    return user


@pytest.mark.parametrize("typed", ["nik", "spaced nik", "email", "phone", "nip"])
def test_everybody_is_known_by_several_names(db, client, typed):
    user = UserFactory(email="Warga@contoh.test", phone="+6281234567890", phone_verified=True, nip="199001012020011001")
    nik = ResidentFactory(user=user).nik
    login = {
        "nik": nik,
        "spaced nik": f" {nik[:6]} {nik[6:12]} {nik[12:]} ",
        "email": "warga@CONTOH.test",
        "phone": "0812-3456-7890",
        "nip": "19900101 202001 1 001",
    }[typed]
    assert sign_in(client, login)["Location"] == DESK
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_number_that_nobody_confirmed_is_a_contact_and_no_name(db, client):
    """Anybody may write down anybody's number; it must take nothing from whom it rings."""
    squatter = UserFactory(phone="+6281234567890")
    assert sign_in(client, "0812-3456-7890").status_code == 200
    owner = UserFactory(phone="+6281234567890", phone_verified=True)
    sign_in(client, "0812-3456-7890")
    assert client.session["_auth_user_id"] == str(owner.pk)
    squatter.phone_verified = True
    with pytest.raises(ValidationError, match="milik orang lain"):
        squatter.full_clean()


def test_the_answer_does_not_tell_whether_somebody_is_known(db):
    user = UserFactory()
    inactive = UserFactory(is_active=False)
    bodies = {login: _plain(sign_in(Client(), login, WRONG), login) for login in (user.email, "tiada@contoh.test")}
    bodies[inactive.email] = _plain(sign_in(Client(), inactive.email), inactive.email)
    assert len(set(bodies.values())) == 1


def _plain(answer, login):
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, page.replace(login, "LOGIN")


def test_what_was_typed_is_not_in_the_session(db, client):
    resident = ResidentFactory(user=with_second_factor(UserFactory()))
    sign_in(client, resident.nik)
    assert resident.nik not in str(dict(client.session))
    assert client.get("/akun/masuk/kode/").status_code == 200


@pytest.fixture
def evaluated(monkeypatch):
    """How many passwords were looked at."""
    count, lock, check = [], threading.Lock(), authentication._right

    def counted(user, password):
        with lock:
            count.append(1)
        return check(user, password)

    monkeypatch.setattr(authentication, "_right", counted)
    return count


def test_of_a_thousand_guesses_from_anywhere_five_are_looked_at(db, evaluated):
    user, factory = UserFactory(), RequestFactory()
    for n in range(1000):
        forged = {"HTTP_X_FORWARDED_FOR": f"10.{n % 250}.{n // 250}.7", "HTTP_USER_AGENT": f"agent {n}"}
        with pytest.raises(ValidationError):
            authentication.check_login(factory.post(LOGIN, **forged), user.email, f"tebakan-{n}")
    assert len(evaluated) == 5


def test_many_addresses_do_not_help(db, evaluated):
    user = UserFactory()
    for n in range(60):
        sign_in(Client(), user.email, WRONG, REMOTE_ADDR=f"10.0.{n}.1")
    assert len(evaluated) == 5


def test_an_unknown_name_is_counted_too(db, evaluated):
    for n in range(20):
        sign_in(Client(), "tiada@contoh.test", WRONG, REMOTE_ADDR=f"10.0.{n}.1")
    assert len(evaluated) == 5


SPELLINGS = {
    "NIK": ("5371061203849001", "5371 0612 0384 9001", "5371-06-120384-9001", "537106.120384.9001"),
    "NIP": ("199001012020011001", "19900101 202001 1 001", "19900101-202001-1-001"),
    "surel": ("siska@contoh.test", " Siska@Contoh.test", "SISKA@CONTOH.TEST", "ſiska@contoh.test"),
    "telepon": ("081234567890", "0812-3456-7890", "+62 812 3456 7890", "62812 34567890"),
}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("kind", SPELLINGS)
def test_the_limit_does_not_tell_whether_somebody_is_known(db, kind, known, evaluated):
    """Every spelling counts as one name, and of a stranger as much as of an account."""
    if known:
        nip = "199001012020011001"
        user = UserFactory(email="siska@contoh.test", phone="+6281234567890", phone_verified=True, nip=nip)
        ResidentFactory(user=user, nik="5371061203849001")
    spellings = SPELLINGS[kind]
    assert {find_user(typed) for typed in spellings} == ({user} if known else {None})
    pages = [sign_in(Client(), spellings[n % len(spellings)], WRONG).content.decode() for n in range(7)]
    assert ["Terlalu banyak percobaan" in page for page in pages] == [False] * 5 + [True] * 2
    assert len(evaluated) == 5


def test_fifty_parallel_guesses(committed, evaluated):
    user = UserFactory()
    start = threading.Barrier(50)

    def guess(n):
        start.wait()
        sign_in(Client(), user.email, f"tebakan-{n}", REMOTE_ADDR=f"10.0.{n}.1")
        connection.close()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(evaluated) == 5


def test_an_attacker_does_not_shut_out_a_person_from_their_own_browser(db):
    user, own = UserFactory(), Client()
    sign_in(own, user.email)
    own.post("/akun/keluar/")
    for _ in range(6):
        sign_in(Client(), user.email, WRONG, REMOTE_ADDR="10.0.0.9")
    stranger = Client()
    sign_in(stranger, user.email, REMOTE_ADDR="10.0.0.8")
    sign_in(own, user.email)
    assert (is_in(stranger), is_in(own)) == (False, True)


def test_a_known_browser_has_no_endless_tries(db, evaluated):
    user, own = UserFactory(), Client()
    sign_in(own, user.email)
    own.post("/akun/keluar/")
    for n in range(10):
        sign_in(own, user.email, WRONG, REMOTE_ADDR=f"10.0.{n}.1")
    assert len(evaluated) == 1 + 5


def test_the_right_password_starts_from_zero(db):
    user = UserFactory()
    for _ in range(3):
        client = Client()
        for _wrong in range(4):
            sign_in(client, user.email, WRONG, REMOTE_ADDR="10.0.0.1")
        sign_in(client, user.email, REMOTE_ADDR="10.0.0.2")
        assert is_in(client)


def test_leaving_takes_a_post(db, client):
    client.force_login(UserFactory())
    client.get("/akun/keluar/")
    assert is_in(client)
    assert client.post("/akun/keluar/")["Location"] == "/"
    assert not is_in(client)


@pytest.mark.parametrize("role", sorted(TOTP_ROLES))
def test_whoever_needs_a_second_factor_sets_it_up_before_anything_else(db, client, role):
    user = staff(role)
    sign_in(client, user.nip)
    assert client.get(DESK)["Location"] == "/akun/verifikasi/pasang/"
    page = client.get("/akun/verifikasi/pasang/")
    secret = page.context["form"].secret
    assert client.post("/akun/verifikasi/pasang/", {"code": _code(secret)})["Location"] == "/akun/verifikasi/cadangan/"
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert MFAAdapter().decrypt(stored) == secret
    assert len(client.get("/akun/verifikasi/cadangan/").context["unused_codes"]) == 10
    assert client.get(DESK).status_code == 200


def test_an_operator_needs_none(db, client):
    sign_in(client, staff(Role.OPERATOR).nip)
    assert client.get(DESK).status_code == 200


def test_the_code_is_asked_at_the_next_log_in(db, client):
    user = with_second_factor(staff(Role.LURAH))
    assert sign_in(client, user.nip)["Location"] == "/akun/masuk/kode/"
    assert client.get(DESK)["Location"] == f"{LOGIN}?next={DESK}"
    assert client.post("/akun/masuk/kode/", {"code": current_code("uji")})["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_a_recovery_code_works_once(db):
    user = with_second_factor(staff(Role.LURAH))
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    (code, *_rest) = RecoveryCodes.activate(user).get_unused_codes()
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, user.nip)
        client.post("/akun/masuk/kode/", {"code": code})
        answers.append(is_in(client))
    assert answers == [True, False]


def test_codes_are_not_guessed(db, monkeypatch):
    user, tried = with_second_factor(staff(Role.LURAH)), []
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP.validate_code", lambda _totp, code: tried.append(code))
    for n in range(20):
        client = Client()
        sign_in(client, user.nip, REMOTE_ADDR=f"10.0.{n}.1")
        client.post("/akun/masuk/kode/", {"code": f"{n:06d}"})
    assert len(tried) == 5


def test_a_role_given_later_asks_for_the_code_in_this_session(db, client):
    from core.accounts.services import assign
    from tests.factories.regions import OfficeFactory

    user = UserFactory()
    sign_in(client, user.email)
    with_second_factor(user)
    assert client.get(DESK).status_code == 200
    assign(user=user, role=Role.LURAH, office=OfficeFactory(), by=None)
    assert client.get(DESK)["Location"] == "/akun/periksa-lagi/kode/?next=%2Fsaya%2F"
    assert client.post("/akun/periksa-lagi/kode/?next=/saya/", {"code": current_code("uji")})["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_whoever_must_have_it_keeps_it(db, client):
    user = with_second_factor(staff(Role.LURAH))
    client.force_login(user)
    client.post("/akun/verifikasi/lepas/")
    assert Authenticator.objects.filter(user=user).count() == 1


def test_recovery_from_the_mail_to_the_desk(db, client, mailbox):
    user = UserFactory()
    elsewhere = Client()
    sign_in(elsewhere, user.email)
    assert client.post("/akun/pulihkan/", {"email": user.email.upper()})["Location"] == "/akun/pulihkan/terkirim/"
    (message,) = mailbox()
    assert (message.to, message.subject) == ([user.email], "Kata sandi baru")
    link = re.search(r"http://\S+", message.body).group()
    assert link.startswith("http://localhost:8000/akun/pulihkan/")
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    target = page.context["action_url"]
    client.post(target, {"password1": "Sasando-Baru-2026", "password2": "Sasando-Baru-2026"})
    assert mailbox()[1].subject == "Kata sandi Anda diganti"
    assert User.objects.get(pk=user.pk).check_password("Sasando-Baru-2026")
    assert elsewhere.get(DESK).status_code == 302
    assert sign_in(client, user.email, "Sasando-Baru-2026")["Location"] == DESK
    dead = client.get(link.removeprefix("http://localhost:8000"))
    assert (dead.status_code, dead.context["token_fail"]) == (404, True)


def test_a_forged_host_does_not_reach_the_mail(db, client, mailbox):
    client.post("/akun/pulihkan/", {"email": UserFactory().email}, HTTP_HOST="evil.example")
    assert "evil.example" not in mailbox()[0].body


def test_recovery_does_not_tell_who_is_known(db, mailbox):
    user = UserFactory()
    known, unknown = Client(), Client()
    answers = [
        known.post("/akun/pulihkan/", {"email": user.email}, follow=True),
        unknown.post("/akun/pulihkan/", {"email": "tiada@contoh.test"}, follow=True),
    ]
    assert answers[0].content == answers[1].content
    assert [m.subject for m in mailbox()] == ["Kata sandi baru", "Tidak ada akun dengan surel ini"]


def test_recovery_mails_to_one_address_are_limited(db, client, mailbox):
    user = UserFactory()
    for _ in range(5):
        client.post("/akun/pulihkan/", {"email": user.email})
    assert len(mailbox()) == 3


def test_a_changed_password_ends_other_sessions(db):
    user, here, there = UserFactory(), Client(), Client()
    for browser in (here, there):
        sign_in(browser, user.email)
    form = {"oldpassword": PASSWORD, "password1": "Sasando-Baru-2026", "password2": "Sasando-Baru-2026"}
    assert here.post("/akun/kata-sandi/", form)["Location"] == DESK
    assert (here.get(DESK).status_code, there.get(DESK).status_code) == (200, 302)


def test_who_has_no_password_yet_is_led_to_the_link_by_mail(db, client, mailbox):
    """Accounts of the demo, and of staff whom an administrator has just entered."""
    user = UserFactory(password=make_password(None))
    client.force_login(user)
    for method in (client.get, client.post):
        answer = method("/akun/kata-sandi/", follow=True)
        assert answer.redirect_chain == [("/akun/pulihkan/", 302)]
        assert "belum punya kata sandi" in answer.content.decode()
    client.post("/akun/pulihkan/", {"email": user.email})
    assert [mail.subject for mail in mailbox()] == ["Kata sandi baru"]


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "account_request_login_code"])
def test_what_we_do_not_use_is_not_served(name):
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


def _code(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
