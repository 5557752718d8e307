"""The authority is made once; certificates belong to their owner and end with the office."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services
from core.documents.demo import enroll_signers
from core.documents.models import CertificateAuthority, SignerCertificate
from core.documents.signature import keybox
from tests.factories.accounts import AssignmentFactory, UserFactory, staff
from tests.factories.documents import PASSPHRASE, certificate_of, signer

pytestmark = pytest.mark.django_db


def test_the_authority_is_made_once() -> None:
    call_command("make_ca", verbosity=0)
    call_command("make_ca", verbosity=0)
    assert CertificateAuthority.objects.count() == 1
    assert list(Entry.objects.values_list("action", flat=True)) == ["make_ca"]


def test_neither_key_lies_open_in_the_database() -> None:
    lurah = signer()
    authority = CertificateAuthority.objects.get()
    opened = keybox.unseal(SignerCertificate.objects.get().private_key, PASSPHRASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_key FROM documents_certificateauthority")
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT private_key FROM documents_signercertificate")
        box = bytes(cursor.fetchone()[0])
    assert authority.private_key.encode() not in stored
    assert b"salt" not in box
    assert opened not in box
    assert certificate_of(services.unlock(lurah.user, PASSPHRASE)).user == lurah.user


def test_only_the_owner_makes_a_certificate_and_only_with_a_signing_role() -> None:
    lurah, admin = staff(Role.LURAH), staff(Role.ADMINISTRATOR)
    with pytest.raises(ValidationError, match="Hanya pemilik"):
        services.enroll_signer(lurah, PASSPHRASE, by=admin)
    for person in (admin, UserFactory(), staff(Role.OPERATOR)):
        with pytest.raises(ValidationError, match="jabatan"):
            services.enroll_signer(person, PASSPHRASE, by=person)
    assert SignerCertificate.objects.count() == 0


def test_the_passphrase_is_not_the_password() -> None:
    lurah = staff(Role.LURAH)
    lurah.set_password(PASSPHRASE)
    lurah.save()
    with pytest.raises(ValidationError, match="kata sandi untuk masuk"):
        services.enroll_signer(lurah, PASSPHRASE, by=lurah)


def test_a_certificate_ends_with_the_last_signing_role() -> None:
    stays, goes = signer(), signer()
    AssignmentFactory(user=stays.user, role=Role.CAMAT)
    yesterday = timezone.localdate() - timedelta(days=1)
    for assignment in (stays, goes):
        assignment.starts_on = assignment.ends_on = yesterday
        assignment.save()
    assert services.revoke_ended() == 1
    assert services.revoke_ended() == 0
    ended = SignerCertificate.objects.get(user=goes.user)
    assert (ended.is_usable, ended.private_key, ended.revoke_reason) == (False, "", "Masa jabatan berakhir.")
    assert SignerCertificate.objects.get(user=stays.user).is_usable


def test_an_expired_certificate_signs_nothing() -> None:
    lurah = signer()
    SignerCertificate.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="habis masa berlakunya"):
        services.unlock(lurah.user, PASSPHRASE)


def test_an_altered_box_or_wrong_passphrase_opens_nothing() -> None:
    box = keybox.seal(b"kunci", PASSPHRASE)
    assert keybox.unseal(box, PASSPHRASE) == b"kunci"
    with pytest.raises(keybox.WrongPassphraseError):
        keybox.unseal(box, PASSPHRASE + " ")


def test_the_demo_enrolls_its_signers_once() -> None:
    demo = staff(Role.LURAH)
    demo.is_demo = True
    demo.save()
    staff(Role.CAMAT)
    enroll_signers()
    enroll_signers()
    assert list(SignerCertificate.objects.values_list("user", flat=True)) == [demo.pk]
    assert certificate_of(services.unlock(demo, "frasa-contoh-2026")).user == demo
