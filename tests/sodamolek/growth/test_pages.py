"""Pages of growth: what each role gets, what a stranger does not, and how many questions a list asks."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from sodamolek.growth.models import Check, Child, Measurement, Publication, WeighingSession
from sodamolek.growth.rules.gain import month_of, months_before
from sodamolek.growth.views import frame
from tests.factories.accounts import UserFactory, staff
from tests.factories.growth import ChildFactory, PosyanduFactory, kader, officer, weigh

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    return ChildFactory(name="Anak Rahasia")


def test_a_kader_opens_a_day_and_reads_the_result(client, child):
    client.force_login(kader(child.posyandu))
    today = timezone.localdate().isoformat()
    sent = client.post(reverse("growth:desk"), {"posyandu": child.posyandu_id, "day": today})
    session = WeighingSession.objects.get()
    assert sent.url == reverse("growth:session", args=[session.pk])
    address = reverse("growth:measure", args=[session.pk, child.pk])
    assert client.post(address, {"weight": "8,400 kg", "lenhei": "66"}).url == address
    page = client.get(address).content.decode()
    assert "Puskesmas mengukur ulang untuk memastikan." in page
    assert (str(Measurement.objects.get().weight), Check.objects.count()) == ("8.40", 1)
    assert "sangat pendek" in client.get(reverse("growth:session", args=[session.pk])).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weight": "84"}, "weight"),
        ({"lenhei": "660"}, "lenhei"),
        ({"weight": "abc"}, "weight"),
        ({}, "weight"),
        ({"weight": "8,445 kg"}, "weight"),
        ({"lenhei": "66,05"}, "lenhei"),
    ],
)
def test_a_slip_is_named_at_its_field_and_nothing_is_kept(client, child, typed, field):
    client.force_login(kader(child.posyandu))
    client.post(reverse("growth:desk"), {"posyandu": child.posyandu_id, "day": timezone.localdate().isoformat()})
    page = client.post(reverse("growth:measure", args=[WeighingSession.objects.get().pk, child.pk]), typed)
    assert set(page.context["form"].errors) == {field}
    assert not Measurement.objects.exists()


def test_strangers_get_404_and_no_name(client, child):
    row = weigh(child, timezone.localdate(), "8.4", "66")
    check = Check.objects.get()
    addresses = [
        reverse("growth:child", args=[child.pk]),
        reverse("growth:posyandu", args=[child.posyandu_id]),
        reverse("growth:new_child", args=[child.posyandu_id]),
        reverse("growth:sheet", args=[child.posyandu_id]),
        reverse("growth:session", args=[row.session_id]),
        reverse("growth:measure", args=[row.session_id, child.pk]),
        reverse("growth:check", args=[check.pk]),
    ]
    others = PosyanduFactory()
    for stranger in (kader(others), officer(others.puskesmas), UserFactory(), staff(Role.LURAH)):
        client.force_login(stranger)
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} <= {403, 404}
        assert not any("Rahasia" in answer.content.decode() for answer in answers)


def test_puskesmas_answers_and_the_health_office_reads(client, child):
    weigh(child, timezone.localdate(), "8.4", "66")
    client.force_login(officer(child.posyandu.puskesmas))
    assert "Anak Rahasia" in client.get(reverse("growth:checks")).content.decode()
    address = reverse("growth:check", args=[Check.objects.get().pk])
    client.post(address, {"lenhei": "66,2"})
    assert "Dipastikan pendek" in client.get(address).content.decode()
    client.force_login(staff(Role.DINKES))
    page = client.get(reverse("growth:prevalence"))
    assert [(row.cell.stunted, row.cell.measured) for row in page.context["rows"]] == [(1, 1)]


def test_prevalence_opens_at_the_latest_month_with_measurements(client, child):
    this = month_of(timezone.localdate())
    client.force_login(staff(Role.DINKES))
    address = reverse("growth:prevalence")
    assert client.get(address).context["month"] == this
    weigh(child, this - timedelta(days=1), "8.4", "66")
    weigh(ChildFactory(posyandu=child.posyandu), this, "8.4")  # no height: nothing to count
    page = client.get(address)
    assert (page.context["month"], page.context["total"].measured) == (months_before(this, 1), 1)
    asked = client.get(address, {"bulan": f"{this:%Y-%m}"})
    assert (asked.context["month"], asked.context["rows"]) == (this, [])
    client.force_login(officer(PosyanduFactory().puskesmas))
    assert client.get(address).context["month"] == this  # those of others don't count


def test_public_page_shows_no_small_cell(client, child):
    month = months_before(month_of(timezone.localdate()), 1)
    code, other = child.posyandu.kelurahan.code, PosyanduFactory().kelurahan.code
    Publication.objects.create(
        month=month, stunted=18, measured=80, cells={code: None, other: [13, 60]}, source="Uji", counted_on=month
    )
    page = client.get(reverse("growth:public")).content.decode()
    assert "disembunyikan" in page
    assert "22,5%" in page
    [figure] = frame.figures()
    assert figure.value == "22,5%"
    assert "posyandu dan puskesmas" in figure.note
    Publication.objects.update(is_sample=True)
    assert frame.figures()[0].note.endswith(", posyandu dan puskesmas; data contoh")


def test_without_a_publication_the_city_s_own_figure_stands_with_its_source(client):
    [figure] = frame.figures()
    assert figure.value == "18,4%"
    assert "suaraflobamora.com" in figure.note
    assert client.get(reverse("growth:public")).status_code == 200


def test_lists_ask_as_much_for_one_as_for_many(client, child, django_assert_num_queries):
    user = kader(child.posyandu)
    weigh(child, timezone.localdate() - timedelta(days=1), "8.4", "66", by=user)
    client.force_login(user)
    session = WeighingSession.objects.get()
    addresses = [
        reverse("growth:desk"), reverse("growth:session", args=[session.pk]),
        reverse("growth:posyandu", args=[child.posyandu_id]), reverse("growth:sheet", args=[child.posyandu_id]),
    ]  # fmt: skip

    def counts():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        found = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    counts()
    few = counts()
    for _ in range(5):
        weigh(ChildFactory(posyandu=child.posyandu), session.day, "8.4", "66", by=user)
    assert counts() == few


def test_my_day_leads_to_the_work(child):
    user = kader(child.posyandu)
    assert [task.detail for task in frame.tasks_of(user)] == [child.posyandu.name]
    weigh(child, timezone.localdate(), "8.4", "66", by=user)
    assert frame.tasks_of(user) == []
    assert [task.count for task in frame.tasks_of(officer(child.posyandu.puskesmas))] == [1]
    assert [task.count for task in frame.tasks_of(staff(Role.DINKES))] == [None]


def test_demo_is_made_once_and_publishes(settings, monkeypatch):
    settings.DEMO = True
    call_command("load_regions", verbosity=0)
    from core.signup import demo as people
    from sodamolek.growth.services import demo

    monkeypatch.setattr(demo, "CHILDREN", (26, 30))
    people.make_people()
    demo.make_growth()
    counted = (Child.objects.count(), Measurement.objects.count(), Check.objects.count())
    demo.make_growth()
    assert (Child.objects.count(), Measurement.objects.count(), Check.objects.count()) == counted
    assert not Child.objects.filter(is_sample=False).exists()
    assert 1 <= Check.objects.filter(status="waiting").count() <= demo.WAITING
    [row] = Publication.objects.all()
    assert row.is_sample
    assert 15 < row.percent < 26
