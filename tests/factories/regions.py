"""Regions and offices that belong to no real place; codes 53.71.9x never meet the seed data's."""

import factory
from factory.django import DjangoModelFactory

from core.regions.models import Office, Region


class KecamatanFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"53.71.{90 + n % 10}")
    name = factory.LazyAttribute(lambda region: f"Kecamatan Contoh {region.code[-2:]}")
    level = Region.Level.KECAMATAN


class KelurahanFactory(DjangoModelFactory):
    """A kelurahan with its kecamatan; give `parent=` to place it elsewhere."""

    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"53.71.90.{2000 + n}")
    name = factory.Sequence(lambda n: f"Kelurahan Contoh {n}")
    level = Region.Level.KELURAHAN
    parent = factory.SubFactory(KecamatanFactory, code="53.71.90")
    postal_code = "85000"


class OfficeFactory(DjangoModelFactory):
    """The office of a kelurahan; `OfficeFactory(kecamatan=True)` or `(dinas=True)` for the other kinds."""

    class Meta:
        model = Office

    class Params:
        kecamatan = factory.Trait(
            kind=Office.Kind.KECAMATAN,
            code=factory.Sequence(lambda n: f"uji-kec-{n}"),
            name=factory.Sequence(lambda n: f"Kecamatan Uji {n}"),
            region=factory.SubFactory(KecamatanFactory),
        )
        dinas = factory.Trait(
            kind=Office.Kind.DINAS,
            code=factory.Sequence(lambda n: f"uji-dinas-{n}"),
            name=factory.Sequence(lambda n: f"Dinas Uji {n}"),
            region=None,
        )

    code = factory.Sequence(lambda n: f"uji-kel-{n}")
    name = factory.Sequence(lambda n: f"Kelurahan Uji {n}")
    abbreviation = factory.Sequence(lambda n: f"Uji{n}")
    kind = Office.Kind.KELURAHAN
    region = factory.SubFactory(KelurahanFactory)
