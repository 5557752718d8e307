"""Against a real SMTP server: what it accepted is counted."""

import smtplib

import pytest
from allauth.account.models import EmailAddress

from core.jobs import runner
from core.jobs.models import Job
from core.notifications import delivery, services
from core.notifications.models import Delivery
from core.notifications.rules import DeliveryState
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeliveryFactory, MessageFactory, confirm_email


def state(row: Delivery) -> str:
    row.refresh_from_db()
    return row.state


def test_a_message_is_sent_once_however_often_it_is_delivered(db, smtp, settings):
    settings.PORTAL_URL = "https://portal.contoh"
    user = UserFactory(name="Maria Contoh")
    address = confirm_email(user)
    row = Delivery.objects.create(message=MessageFactory(user=user, title="Surat siap", url="/surat/1/"))
    for _ in range(3):
        delivery.deliver(row.pk)
    assert state(row) == DeliveryState.SENT
    [mail] = smtp.accepted
    assert (mail["to"], mail["subject"]) == (address, "Surat siap")
    assert mail["message-id"] == f"<{row.pk}@kupang.contoh>"
    text = mail.get_content().replace("\r\n", "\n")
    assert text.startswith("Yth. Maria Contoh,\n\nPermohonan Anda sudah diperiksa.\n")
    assert "Buka di portal: https://portal.contoh/surat/1/\n" in text


def test_a_mail_without_an_account_is_forgotten_once_it_is_sent(db, smtp):
    row = services.mail("baru@contoh.id", "Kode Anda", "Kode: 123456")
    assert runner.run_waiting("notifications.deliver") == 1
    assert [(m["to"], m["subject"]) for m in smtp.accepted] == [("baru@contoh.id", "Kode Anda")]
    assert "Kode: 123456" in smtp.accepted[0].get_content()
    assert (state(row), row.title, row.body) == (DeliveryState.SENT, "", "")


def test_a_server_that_is_away_is_tried_again(db, settings, smtp):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    row = services.mail("baru@contoh.id", "Judul", "Isi")
    runner.run_waiting()
    job = Job.objects.get()
    assert (state(row), job.state, job.attempts) == (DeliveryState.WAITING, "waiting", 1)
    settings.EMAIL_PORT = port
    delivery.deliver(row.pk)
    assert (state(row), row.attempts, len(smtp.accepted)) == (DeliveryState.SENT, 2, 1)


@pytest.mark.parametrize("answers", ["answers", "recipient_answers"])
def test_a_temporary_refusal_is_tried_again(db, smtp, answers):
    getattr(smtp, answers).append("451 Nanti")
    row = DeliveryFactory()
    with pytest.raises(smtplib.SMTPException):
        delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted)) == (DeliveryState.WAITING, 0)
    delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted)) == (DeliveryState.SENT, 1)


@pytest.mark.parametrize("answers", ["answers", "recipient_answers"])
def test_a_final_refusal_ends_it(db, smtp, answers):
    getattr(smtp, answers).append("550 Tidak dikenal")
    row = DeliveryFactory()
    delivery.deliver(row.pk)
    delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted), row.attempts) == (DeliveryState.FAILED, 0, 1)


def test_a_connection_cut_after_the_text_is_not_sent_again(db, smtp):
    smtp.answers.append("drop")
    row = DeliveryFactory()
    for _ in range(2):
        delivery.deliver(row.pk)
    assert (state(row), row.error, len(smtp.accepted)) == (DeliveryState.UNCERTAIN, "SMTPServerDisconnected", 1)


def test_a_crash_before_the_text_is_sent_again(db, smtp):
    row = DeliveryFactory(state=DeliveryState.SENDING)
    delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted)) == (DeliveryState.SENT, 1)


def test_a_crash_while_handing_over_is_not_sent_again(db, smtp):
    row = DeliveryFactory(state=DeliveryState.TRANSFERRING)
    delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted)) == (DeliveryState.UNCERTAIN, 0)


def test_an_attempt_that_was_overtaken_sends_nothing(db, smtp, monkeypatch):
    row = DeliveryFactory()
    plain = delivery.compose

    def compose_late(found):
        monkeypatch.setattr(delivery, "compose", plain)
        delivery.deliver(row.pk)
        return plain(found)

    monkeypatch.setattr(delivery, "compose", compose_late)
    delivery.deliver(row.pk)
    assert (state(row), len(smtp.accepted)) == (DeliveryState.SENT, 1)


def test_an_address_withdrawn_meanwhile_gets_nothing(db, smtp):
    user = UserFactory()
    confirm_email(user)
    row = Delivery.objects.create(message=MessageFactory(user=user))
    EmailAddress.objects.all().delete()
    delivery.deliver(row.pk)
    assert (state(row), smtp.accepted) == (DeliveryState.FAILED, [])
