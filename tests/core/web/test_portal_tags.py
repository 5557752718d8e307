from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from core.jobs.models import Job
from core.web.templatetags import portal
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import Status


def test_dates_and_times_are_indonesian_and_of_kupang():
    late = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)
    assert portal.tanggal(date(2026, 8, 17)) == "17 Agustus 2026"
    assert portal.tanggal(late) == "25 November 2026"
    assert portal.waktu(late) == "25 November 2026 pukul 01.05 WITA"
    assert (portal.tanggal(None), portal.waktu(None)) == ("–", "–")


@pytest.mark.parametrize(("name", "text"), [("Maria Goreti Bria", "MB"), ("Ana", "A"), ("", ""), ("123 Ana", "A")])
def test_initials(name, text):
    assert portal.initials(name) == text


def render(source: str, **context: object) -> str:
    text = Template("{% load portal %}" + source).render(Context(context))
    return " ".join(text.split())


def test_figures_read_in_indonesian():
    assert render("{{ 1250000|rupiah }} {{ '32.5'|desimal:3 }} {{ '18.16'|persen }}") == "Rp 1.250.000 32,500 18,16%"


def test_badge_says_its_status_in_words_and_colour():
    letter = LetterRequest(status=Status.SIGNED)
    label = letter.get_status_display()
    assert render("{% status_badge row %}", row=letter) == f'<span class="status status--good">{label}</span>'
    job = Job(state="failed")
    label = job.get_state_display()
    assert render("{% status_badge row 'state' %}", row=job) == f'<span class="status status--bad">{label}</span>'


def test_icon_is_silent_unless_named():
    assert 'aria-hidden="true"' in render("{% icon 'surat' %}")
    assert 'role="img" aria-label="Surat &lt;b&gt;"' in render("{% icon 'surat' label %}", label="Surat <b>")


class LetterForm(forms.Form):
    purpose = forms.CharField(label="Keperluan")

    def clean(self) -> None:
        raise forms.ValidationError("Kuota hari ini habis.")


def test_summary_names_each_error_links_to_its_field_and_takes_the_focus():
    html = render("{% form_errors form %}", form=LetterForm({}))
    assert 'tabindex="-1" autofocus' in html
    assert "<li> Kuota hari ini habis. </li>" in html
    assert '<a href="#id_purpose"><b>Keperluan:</b> Bidang ini harus diisi.</a>' in html


def test_summary_stands_once_even_when_crispy_prints_it_too():
    form = LetterForm({})
    html = render("{% load crispy_forms_tags %}{% form_errors form %}{{ form|crispy }}", form=form)
    assert html.count("error-summary") == 1


def test_form_without_errors_has_no_summary():
    assert render("{% form_errors form %}", form=LetterForm()) == ""


def test_open_page_is_marked():
    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"view_name": "web:home"})()
    assert render("{% active 'web:home' %}", request=request) == 'aria-current="page"'
    assert render("{% active 'web:about' %}", request=request) == ""
