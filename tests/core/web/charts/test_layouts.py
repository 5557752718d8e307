from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.web.charts import (
    Bar,
    BarChart,
    HeatTable,
    LineChart,
    RadarChart,
    RadarSeries,
    Series,
    bar_layout,
    heat_layout,
    line_layout,
    radar_layout,
)

FIRST = date(2026, 11, 1)


def days(*values):
    return [(FIRST + timedelta(days=index), value) for index, value in enumerate(values)]


def test_a_line_spans_the_plot_and_stops_at_a_gap():
    layout = line_layout(LineChart("Beras", [Series("Oeba", days(10, 20, None, 10, 20))]))
    assert (layout.left, layout.right, layout.bottom) == (38.4, 350, 192)
    assert layout.lines[0].d == "M38.4 192L116.3 12M272.1 192L350 12"
    assert [tick.text for tick in layout.y_ticks] == ["10,0", "12,5", "15,0", "17,5", "20,0"]
    assert [tick.day for tick in layout.x_ticks] == [FIRST + timedelta(days=index) for index in range(5)]


def test_a_value_alone_between_gaps_has_a_mark():
    values = [*range(100), None, 50, None, *range(100)]
    marks = line_layout(LineChart("x", [Series("a", days(*values))])).lines[0].marks
    assert FIRST + timedelta(days=101) in [mark.x for mark in marks]
    assert len(marks) <= 14


def test_lines_differ_by_style_and_a_reference_counts_for_none():
    series = [
        Series("-2", [(0, 1), (1, 2)], reference=True, end_label="-2"),
        Series("a", [(0, 3)]),
        Series("b", [(1, 4)]),
    ]
    layout = line_layout(LineChart("x", series))
    assert [(line.style, len(line.marks)) for line in layout.lines] == [(0, 0), (1, 1), (2, 1)]
    assert layout.lines[0].end[0] == layout.right < 350


def test_nothing_to_draw():
    assert line_layout(LineChart("x", [Series("a", days(None, None))])) is None
    assert line_layout(LineChart("x", [])) is None


def test_bars_start_at_a_common_zero():
    layout = bar_layout(
        BarChart("x", [Bar("naik", Decimal("0.75")), Bar("turun", Decimal("-0.25")), Bar("?", None)], decimals=2)
    )
    assert layout.zero == 90.5
    assert [(bar.x, bar.width, bar.text) for bar in layout.bars] == [
        (90.5, 268.5, "0,75"),
        (1, 89.5, "−0,25"),
        (90.5, 0, "–"),
    ]


def test_a_reference_may_lie_beyond_the_bar():
    bar = bar_layout(BarChart("x", [Bar("a", 50, reference=100)])).bars[0]
    assert (bar.width, bar.reference_x) == (179, 359)


def test_a_long_label_leaves_room_for_the_value():
    label = "Pengadaan bahan bakar minyak untuk kendaraan dinas"
    bar = bar_layout(BarChart("x", [Bar(label, 421000000)])).bars[0]
    assert bar.label == "Pengadaan bahan bakar minyak untuk…"[: len(bar.label) - 1] + "…"
    assert len(bar.label) < len(label)


def test_a_radar_starts_at_the_top_and_goes_clockwise():
    layout = radar_layout(RadarChart("x", ["a", "b", "c", "d"], [RadarSeries("s", [5, 2.5, 0, 9])], maximum=5))
    assert layout.polygons[0].d == "M180 38L236 150L180 150L68 150Z"
    assert [axis.anchor for axis in layout.axes] == ["middle", "start", "middle", "end"]
    assert len(layout.rings) == 5
    assert not layout.numbered


def test_a_radar_with_a_gap_stays_open_and_joins_around_the_first_axis():
    layout = radar_layout(RadarChart("x", ["a", "b", "c"], [RadarSeries("s", [5, None, 5])], maximum=5))
    assert layout.polygons[0].d == "M83 206L180 38"
    assert len(layout.polygons[0].marks) == 2


def test_long_labels_become_numbers():
    axes = ["Kebijakan internal", "Tata kelola", "Layanan"]
    layout = radar_layout(RadarChart("x", axes, [RadarSeries("s", [1, 2, 3])], maximum=5, band=(2, 3)))
    assert [axis.text for axis in layout.axes] == ["1", "2", "3"]
    assert layout.band.count("Z") == 2


def test_a_radar_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="three axes"):
        radar_layout(RadarChart("x", ["a", "b", "c"], [RadarSeries("s", [1, 2])], maximum=5))


def test_a_heat_table_shades_between_its_bounds():
    table = HeatTable("x", ["2025"], [("a", [1]), ("b", [3]), ("c", [5]), ("d", [None])], low=1, high=5)
    assert [(cells[0].text, cells[0].shade) for _, cells in heat_layout(table).rows] == [
        ("1", 0),
        ("3", 2),
        ("5", 4),
        ("–", None),
    ]
    same = HeatTable("x", ["2025"], [("a", [7]), ("b", [7])])
    assert [cells[0].shade for _, cells in heat_layout(same).rows] == [2, 2]
