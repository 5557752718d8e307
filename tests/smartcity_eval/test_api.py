"""The API: everybody reads what is published and nothing else."""

from base64 import b64encode

import pytest
from django.urls import reverse

from smartcity_eval import services
from tests.factories.smartcity_eval import cast

pytestmark = pytest.mark.django_db


def test_published_results_are_open_data(client):
    people, hidden = cast(), cast("pemdi-2026", year=2026)
    services.publish(people.assessment, by=people.coordinator)
    rows = client.get(reverse("evaluation_api:results")).json()["results"]
    assert [(row["instrument"], row["year"], row["nature"], row["index"], row["predicate"]) for row in rows] == [
        ("spbe-2020", 2024, "simulation", 1.0, "Kurang")
    ]
    detail = client.get(reverse("evaluation_api:result", args=[people.assessment.pk])).json()
    assert (detail["score"]["domains"], len(detail["levels"])) == ({"1": 1.0, "2": 1.0, "3": 1.0, "4": 1.0}, 47)
    assert client.get(reverse("evaluation_api:result", args=[hidden.assessment.pk])).status_code == 404


@pytest.mark.parametrize("place", ["p=x>", "p=", "p=%00", "p=1e9", "o=-1", "r=x"])
def test_a_tampered_key_is_not_found(client, place):
    key = b64encode(place.encode()).decode()
    assert client.get(reverse("evaluation_api:results"), {"cursor": key}).status_code == 404


def test_instruments_are_open_data(client):
    cast()
    rows = client.get(reverse("evaluation_api:instruments")).json()
    assert [(row["code"], len(row["data"]["indicators"])) for row in rows] == [("spbe-2020", 47), ("pemdi-2026", 20)]


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    people = cast()
    services.publish(people.assessment, by=people.coordinator)
    for year in (2022, 2023):
        row = people.assessment
        opening = services.Opening(row.instrument, year, "self", "simulation", row.office, row.assessor_office)
        services.publish(services.open_assessment(opening, by=people.coordinator), by=people.coordinator)
    with django_assert_num_queries(1):
        client.get(reverse("evaluation_api:results"))
