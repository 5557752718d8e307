"""What the office types: reasons, filters and the passphrase."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import LONGEST_NOTE
from sodamolek.letters.services.countersigning import LONGEST_REASON
from sodamolek.letters.workflow import Status

PASSPHRASE = forms.PasswordInput(attrs={"autocomplete": "current-password", "spellcheck": "false"})


def reason_area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_NOTE})


def narrow_select(choices: Sequence[tuple[str, Any]] = ()) -> forms.Select:
    """Drawn by hand, not by crispy; without the class a long name makes it wider than a phone."""
    return forms.Select(choices=choices, attrs={"class": "form-select"})


class QueueForm(forms.Form):
    """Which part of the queue to show. What never stands in a tab (cancelled, expired, ...) is found by its number."""

    TABS = (
        (Status.SUBMITTED, _("Menunggu diperiksa")),
        (Status.ACCEPTED, _("Menunggu tanda tangan")),
        (Status.RETURNED, _("Menunggu warga")),
        (Status.SIGNED, _("Selesai")),
        (Status.COLLECTED, _("Sudah diserahkan")),
        (Status.REJECTED, _("Ditolak")),
    )
    ASSIGNED = (("", _("Siapa saja")), ("saya", _("Saya")), ("kosong", _("Belum ada")))
    status = forms.ChoiceField(choices=TABS, required=False)
    jenis = forms.CharField(label=_("Jenis surat"), max_length=8, required=False)
    petugas = forms.ChoiceField(label=_("Ditangani oleh"), choices=ASSIGNED, required=False, widget=narrow_select())

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Show the kinds as a choice; reading them costs a query, so only an opened filter does."""
        self.fields["jenis"].widget = narrow_select([("", _("Semua jenis")), *kinds])


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(
        label=_("Catatan untuk rekan"),
        help_text=_("Hanya petugas kantor ini yang membacanya; pemohon tidak."),
        max_length=LONGEST_NOTE,
        widget=reason_area(),
        error_messages={"required": _("Tulis catatannya dahulu.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Its page has another field named "text": the letter's words.
        super().__init__(*args, **{"auto_id": "catatan_%s", **kwargs})


class AssignForm(forms.Form):
    """Who takes care of a request."""

    to = forms.ModelChoiceField(
        label=_("Ditangani oleh"), queryset=User.objects.none(), required=False, empty_label=_("Belum ada")
    )

    def __init__(self, colleagues: QuerySet[User], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues


class ReturnForm(forms.Form):
    """A reason beside each document and each answer that has to be mended, and a note for all."""

    def __init__(self, parts: list[tuple[str, str]], data: Any = None) -> None:
        """`parts`: key and label of what can be returned."""
        super().__init__(data, prefix="kembali")
        self.part_keys = [key for key, _label in parts]
        for key, label in parts:
            self.fields[key] = forms.CharField(
                label=label, required=False, max_length=LONGEST_NOTE, widget=reason_area(), strip=True
            )
        self.fields["note"] = forms.CharField(
            label=_("Pesan untuk pemohon"),
            help_text=_("Boleh kosong bila alasan di atas sudah jelas."),
            required=False,
            max_length=LONGEST_NOTE,
            widget=reason_area(),
        )

    @property
    def reasons(self) -> dict[str, str]:
        """Reasons that were given, by key."""
        return {key: self.cleaned_data[key] for key in self.part_keys if self.cleaned_data.get(key)}


class ReasonForm(forms.Form):
    """One compulsory reason that the applicant will read."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Ditampilkan kepada pemohon. Tulis apa yang kurang dan apa yang dapat dilakukan."),
        max_length=LONGEST_NOTE,
        widget=reason_area(3),
    )


class LetterChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # takes none at run time
    def label_from_instance(self, obj: LetterRequest) -> str:
        return f"{obj.kind.name}, {obj.document.number_text if obj.document else obj.reference}"


class ReplaceForm(forms.Form):
    """Which other letter of the same person takes the place."""

    replacement = LetterChoice(
        label=_("Surat penggantinya"),
        queryset=LetterRequest.objects.none(),
        empty_label=_("Pilih surat"),
        widget=narrow_select(),
    )

    def __init__(self, others: QuerySet[LetterRequest], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replacement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others


class ReopenForm(ReasonForm):
    """What the operator has to look at again."""

    reason = forms.CharField(
        label=_("Catatan untuk operator"),
        help_text=_("Hanya dibaca petugas kantor ini. Tulis apa yang harus diperiksa lagi."),
        max_length=LONGEST_NOTE,
        widget=reason_area(3),
    )


class WordingForm(forms.Form):
    """The paragraphs of the letter; a blank line ends one."""

    text = forms.CharField(
        label=_("Isi surat"),
        help_text=_("Perbaiki kata-katanya saja; baris kosong memisahkan alinea. Pemohon melihat perubahannya."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class RevokeForm(ReasonForm):
    """Why a letter is void; whoever verifies it reads that too."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tampil bagi siapa pun yang memeriksa surat ini. Jangan tulis NIK atau data pribadi lain."),
        max_length=LONGEST_NOTE,
        widget=reason_area(3),
    )


class GiveUpForm(ReasonForm):
    """Why a number is cancelled; it stands on the public page of that number."""

    reason = forms.CharField(
        label=_("Alasan pembatalan nomor"),
        help_text=_("Tercatat di buku register dan tampil di halaman pemeriksaan. Jangan tulis data pribadi."),
        max_length=LONGEST_REASON,
        widget=reason_area(2),
    )


class ScanForm(forms.Form):
    """The scan of the signed and stamped paper."""

    file = forms.FileField(
        label=_("Pindaian surat yang sudah ditandatangani dan dicap"),
        help_text=_("Foto (JPEG, PNG) atau PDF, paling besar 5 MB. Pastikan tanda tangan dan cap terbaca."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"required": _("Pilih berkas pindaiannya dahulu.")},
    )


class PassphraseForm(forms.Form):
    """The officer's passphrase; never kept, never shown again."""

    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan"),
        max_length=200,
        strip=False,
        widget=PASSPHRASE,
        error_messages={"required": _("Ketik frasa sandi Anda untuk menandatangani.")},
    )
