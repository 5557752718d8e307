import re

import pytest
from django.template import Context, Template

from core.regions import rules, services

PAGE = Template('{% load regions %}{% tile_map values title="Permohonan" unit="surat" %}')


@pytest.fixture
def kupang(db):
    services.load_reference()


def test_the_map_shows_every_kelurahan_as_a_tile_and_as_a_row(kupang, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = PAGE.render(Context({"values": {"53.71.06.1008": 1250, "53.71.03.1010": 3, "53.71.06.1001": None}}))
    assert html.count("<rect ") == 51
    assert html.count('<th scope="row">') == 51
    assert "Fatubesi: 1.250 surat" in re.sub(r"\s+", " ", html)
    assert html.count('fill="#123f49"') == 1  # the highest value has the darkest shade
    assert html.count('fill="#f4f1ec"') == 49  # no data is not the lowest value
    assert "style=" not in html


def test_a_name_in_the_title_is_escaped(kupang):
    html = Template("{% load regions %}{% tile_map values title=title %}").render(
        Context({"values": {}, "title": "<script>alert(1)</script>"})
    )
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"a": 7}, {"a": 0}),
        ({"a": 0, "b": 5, "c": 10}, {"a": 0, "b": 2, "c": 4}),
        ({"a": -3, "b": -3}, {"a": 0, "b": 0}),
    ],
)
def test_shades_are_equal_intervals(values, expected):
    assert rules.levels(values) == expected
