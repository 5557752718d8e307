import pytest
from django.db import transaction
from django.template import TemplateDoesNotExist

from core.jobs.models import Job
from core.notifications import services
from core.notifications.models import Delivery, Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import confirm_email

CONTEXT = {"name": "Surat O'Brien", "nik": "5371010101900001"}

pytestmark = pytest.mark.usefixtures("db", "templates")


def test_the_first_line_is_the_title_and_names_stay_as_they_are():
    message = services.tell(UserFactory(), "notifications/signed", CONTEXT, url="/surat/1/")
    assert (message.kind, message.title, message.url) == (
        "notifications/signed",
        "Surat O'Brien sudah ditandatangani",
        "/surat/1/",
    )


def test_a_nik_that_slips_into_a_text_is_masked():
    message = services.tell(UserFactory(), "notifications/signed", CONTEXT)
    assert message.body == "Surat Surat O'Brien untuk NIK 5371••••••••0001 siap diunduh."


def test_a_person_with_a_confirmed_address_gets_a_mail_too():
    user = UserFactory()
    confirm_email(user)
    message = services.tell(user, "notifications/signed", CONTEXT, subject=user)
    delivery = Delivery.objects.get()
    job = Job.objects.get()
    assert (delivery.message_id, delivery.address, message.subject_id) == (message.pk, "", user.pk)
    assert (job.name, job.queue, job.payload) == ("notifications.deliver", "mail", {"delivery": str(delivery.pk)})


def test_an_unconfirmed_address_gets_no_mail():
    services.tell(UserFactory(email="belum@contoh.id"), "notifications/signed", CONTEXT)
    assert (Message.objects.count(), Delivery.objects.count(), Job.objects.count()) == (1, 0, 0)


def test_a_missing_template_is_noticed_where_the_message_is_written():
    with pytest.raises(TemplateDoesNotExist):
        services.tell(UserFactory(), "notifications/nobody_wrote_it", {})
    assert Message.objects.count() == 0


def rolled_back() -> None:
    with transaction.atomic():
        user = UserFactory()
        confirm_email(user)
        services.tell(user, "notifications/signed", CONTEXT)
        raise RuntimeError


def test_a_rolled_back_step_tells_nobody():
    with pytest.raises(RuntimeError):
        rolled_back()
    assert (Message.objects.count(), Delivery.objects.count(), Job.objects.count()) == (0, 0, 0)
