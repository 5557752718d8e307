"""Messages and deliveries."""

import factory
from allauth.account.models import EmailAddress

from core.accounts.models import User
from core.notifications.models import Delivery, Message
from tests.factories.accounts import UserFactory


def confirm_email(user: User, email: str = "") -> str:
    """Give `user` an address that is proven to be theirs."""
    address = email or user.email or f"{user.username}@contoh.id"
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return address


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    user = factory.SubFactory(UserFactory)
    kind = "notifications/test"
    title = factory.Sequence(lambda n: f"Pesan {n}")
    body = "Permohonan Anda sudah diperiksa."


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    address = factory.Sequence(lambda n: f"warga{n}@contoh.id")
    title = "Judul"
    body = "Isi"
