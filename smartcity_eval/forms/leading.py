"""What a coordinator types."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.regions.models import Office
from smartcity_eval.models import Assessment, IndicatorLevel, Instrument, Programme
from smartcity_eval.rules.instrument import LEVELS, InstrumentSpec


class OpenForm(forms.Form):
    """A year's assessment that is to be opened."""

    instrument = forms.ModelChoiceField(
        label=_("Instrumen"), queryset=Instrument.objects.filter(is_current=True), empty_label=None
    )
    year = forms.IntegerField(label=_("Tahun penilaian"), min_value=2000, max_value=2100)
    stage = forms.ChoiceField(label=_("Tahap"), choices=Assessment.Stage.choices)
    nature = forms.ChoiceField(
        label=_("Sifat"),
        help_text=_("Resmi hanya untuk hasil yang sudah ditetapkan kementerian; selain itu simulasi."),
        choices=[(value, label) for value, label in reversed(Assessment.Nature.choices)],
    )
    source = forms.CharField(
        label=_("Keputusan yang menetapkan"),
        help_text=_("Wajib untuk hasil resmi, misalnya “Keputusan Menteri PANRB Nomor 663 Tahun 2024”."),
        max_length=200,
        required=False,
    )
    office = forms.ModelChoiceField(
        label=_("Perangkat daerah koordinator"), queryset=Office.objects.none(), empty_label=None
    )
    assessor_office = forms.ModelChoiceField(label=_("Perangkat daerah penilai"), queryset=Office.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offices = Office.objects.filter(kind=Office.Kind.DINAS)
        mine = user.offices_with(Role.SPBE_COORDINATOR)
        self.fields["office"].queryset = Office.objects.filter(pk__in=mine)  # type: ignore[attr-defined]
        self.fields["assessor_office"].queryset = offices.exclude(pk__in=mine)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Which office answers which indicator; one with evidence keeps its office, another body's index has none."""

    def __init__(self, *args: Any, rows: list[IndicatorLevel], **options: Any) -> None:
        """`rows` come with `has_evidence`."""
        super().__init__(*args, **options)
        self.offices = {str(office.pk): office for office in Office.objects.filter(kind=Office.Kind.DINAS)}
        choices = [("", _("belum ditentukan")), *((key, office.name) for key, office in self.offices.items())]
        for row in rows:
            self.fields[f"office_{row.number}"] = forms.ChoiceField(
                label=f"{row.number}. {row.indicator.name}",
                choices=choices,
                required=False,
                initial=str(row.office_id or ""),
                disabled=getattr(row, "has_evidence", False),
            )

    @property
    def chosen(self) -> dict[int, Office | None]:
        """The office of each indicator that may still change."""
        return {
            int(name.removeprefix("office_")): self.offices.get(self.cleaned_data[name])
            for name, field in self.fields.items()
            if not field.disabled
        }


class ValuesForm(forms.Form):
    """Values of a decree, or of other bodies' indices; empty counts as 1."""

    def __init__(self, *args: Any, rows: list[IndicatorLevel], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"] = forms.CharField(
            label=_("Sumber nilai"), max_length=200, initial=next((r.given_source for r in rows if r.given_source), "")
        )
        for row in rows:
            external = row.indicator.external
            self.fields[f"value_{row.number}"] = forms.DecimalField(
                label=f"{row.number}. {row.indicator.name}",
                help_text=external or "",
                max_digits=6,
                decimal_places=2,
                required=False,
                localize=True,
                initial=row.given,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @property
    def values(self) -> dict[int, Decimal | None]:
        return {
            int(name.removeprefix("value_")): self.cleaned_data[name]
            for name in self.fields
            if name.startswith("value_")
        }


class TargetsForm(forms.Form):
    """The level that the city aims at, for each indicator."""

    def __init__(self, *args: Any, rows: list[IndicatorLevel], spec: InstrumentSpec, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in rows:
            names = [(step, f"{step} – {spec.level_name(row.indicator, step)}") for step in LEVELS]
            self.fields[f"target_{row.number}"] = forms.TypedChoiceField(
                label=f"{row.number}. {row.indicator.name}",
                choices=[("", _("tanpa target")), *names],
                coerce=int,
                empty_value=None,
                required=False,
                initial=row.target,
            )

    @property
    def targets(self) -> dict[int, int | None]:
        return {int(name.removeprefix("target_")): value for name, value in self.cleaned_data.items()}


class WhatIfForm(forms.Form):
    """A wished level for each indicator; read from the address, so a wish can be sent as a link."""

    def __init__(self, data: Mapping[str, Any] | None, *, spec: InstrumentSpec) -> None:
        super().__init__(data)
        for aspect in spec.aspects:
            for indicator in (i for i in spec.indicators if i.aspect == aspect.no):
                names = [(str(step), f"{step} – {spec.level_name(indicator, step)}") for step in LEVELS]
                self.fields[f"n{indicator.no}"] = forms.ChoiceField(
                    label=f"{indicator.no}. {indicator.name}",
                    choices=[("", _("tetap")), *names],
                    required=False,
                )

    @property
    def wished(self) -> dict[int, Decimal]:
        """The levels that were chosen; what is not a level is passed over."""
        self.is_valid()
        return {int(name.removeprefix("n")): Decimal(value) for name, value in self.cleaned_data.items() if value}


class ProgrammeForm(forms.Form):
    """A programme; the service says whether its name is taken."""

    name = forms.CharField(label=_("Nama program"), max_length=120)
    element = forms.ChoiceField(label=_("Unsur"), choices=Programme.Element.choices)
    state = forms.ChoiceField(label=_("Keadaan"), choices=Programme.State.choices)
    office = forms.ModelChoiceField(label=_("Perangkat daerah"), queryset=Office.objects.filter(kind=Office.Kind.DINAS))
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)
