import re
from datetime import date

from django.template import Context, Template

from core.web.charts import Bar, BarChart, HeatTable, LineChart, RadarChart, RadarSeries, Series


def draw(tag, chart):
    return Template(f"{{% load charts %}}{{% {tag} chart %}}").render(Context({"chart": chart}))


def cells(html):
    return re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)


def test_a_line_chart_names_itself_and_has_the_same_figures_as_a_table():
    series = [
        Series("Oeba", [(date(2026, 11, 23), 14500), (date(2026, 11, 24), None)]),
        Series("Inpres", [(date(2026, 11, 24), 15000)]),
    ]
    html = draw("line_chart", LineChart("Harga <beras>", series, unit="Rp"))
    drawing = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', html)
    assert f'<title id="{drawing[1]}">Harga &lt;beras&gt;</title>' in html
    assert "dari 23 November 2026 sampai 24 November 2026" in html
    assert cells(html) == [
        "Tanggal", "Oeba (Rp)", "Inpres (Rp)",
        "23 November 2026", "14.500", "–",
        "24 November 2026", "–", "15.000",
    ]  # fmt: skip


def test_coordinates_are_written_with_a_point():
    html = draw("line_chart", LineChart("x", [Series("a", [(0, 1.5), (3, 2.25), (7, 9)])]))
    assert re.findall(r'(?:x|y|d|cx|width|height)="[^"]*\d,\d', html) == []
    assert "<style" not in html
    assert "style=" not in html


def test_an_empty_line_chart_says_so():
    assert "Belum ada data" in draw("line_chart", LineChart("x", []))


def test_a_bar_chart_shows_its_reference_in_the_table():
    chart = BarChart(
        "x",
        [Bar("Januari", 5, reference=7), Bar("Februari", None)],
        value_name="Realisasi",
        reference_name="Pagu",
        unit="Rp",
    )
    assert cells(draw("bar_chart", chart)) == [
        "Nama", "Realisasi (Rp)", "Pagu (Rp)", "Januari", "5", "7", "Februari", "–", "–",
    ]  # fmt: skip


def test_a_radar_lists_its_axes():
    chart = RadarChart("x", ["Kebijakan internal", "b", "c"], [RadarSeries("2026", [1, 2, None])], maximum=5)
    html = draw("radar_chart", chart)
    assert "<li>Kebijakan internal</li>" in html
    assert cells(html) == ["Sumbu", "2026", "Kebijakan internal", "1", "b", "2", "c", "–"]


def test_a_heat_table_is_a_table():
    html = draw("heat_table", HeatTable("x", ["2025", "2026"], [("Audit", [1, None])], corner="Aspek"))
    assert cells(html) == ["Aspek", "2025", "2026", "Audit", "1", "–"]
