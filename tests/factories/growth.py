"""Posyandu, children and weighing days of the tests."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.accounts.rules import Role
from sodamolek.growth import services
from sodamolek.growth.models import Child, Posyandu, Puskesmas
from tests.factories.accounts import staff
from tests.factories.regions import KelurahanFactory, OfficeFactory


class PuskesmasFactory(DjangoModelFactory):
    class Meta:
        model = Puskesmas

    name = factory.Sequence(lambda n: f"Puskesmas Uji {n}")
    office = factory.SubFactory(OfficeFactory, dinas=True)


class PosyanduFactory(DjangoModelFactory):
    class Meta:
        model = Posyandu

    name = factory.Sequence(lambda n: f"Posyandu Uji {n}")
    kelurahan = factory.SubFactory(KelurahanFactory)
    puskesmas = factory.SubFactory(PuskesmasFactory)


class ChildFactory(DjangoModelFactory):
    """A girl of 400 days who has been on the list since birth."""

    class Meta:
        model = Child

    class Params:
        age = 400

    posyandu = factory.SubFactory(PosyanduFactory)
    name = factory.Sequence(lambda n: f"Anak Uji {n}")
    sex = "F"
    birth_date = factory.LazyAttribute(lambda row: timezone.localdate() - timedelta(days=row.age))
    joined_on = factory.LazyAttribute(lambda row: row.birth_date)


def kader(posyandu):
    user = staff(Role.POSYANDU_WORKER, posyandu.puskesmas.office, starts_on=date(2020, 1, 1))
    posyandu.workers.add(user)
    return user


def officer(puskesmas):
    user = staff(Role.PUSKESMAS, puskesmas.office, starts_on=date(2020, 1, 1))
    puskesmas.staff.add(user)
    return user


def weigh(child: Child, day: date, weight="8.4", lenhei=None, *, by=None):
    """A child weighed by its posyandu's kader."""
    by = by or kader(child.posyandu)
    session = services.open_session(child.posyandu, day, by=by)
    found = services.Measured(None if weight is None else Decimal(weight), None if lenhei is None else Decimal(lenhei))
    return services.measure(session, child, found, by=by)
