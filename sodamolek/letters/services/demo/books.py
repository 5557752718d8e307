"""The demo's book of numbers: it goes on from paper, holds paper letters and a number that was cancelled."""

from datetime import timedelta

from django.utils import timezone

from core.accounts.rules import Role
from core.documents import services as documents
from core.documents.models import Register, RegisterEntry
from core.documents.services import PaperLetter
from core.regions.models import Office
from sodamolek.letters.services.demo.people import staff_at

OFFICE = "53.71.06.1008"
SERIES = "KET"
# Where the paper book of the year ended when the portal began.
LAST_ON_PAPER = 212


def begin_book() -> None:
    """Let the year's book go on after the paper one, unless it was begun."""
    office, year = Office.objects.get(code=OFFICE), timezone.localdate().year
    if not Register.objects.filter(office=office, series=SERIES, year=year).exists():
        lurah = staff_at(office, Role.LURAH)
        documents.start_register(office, SERIES, year, next_number=LAST_ON_PAPER + 1, by=lurah)


def fill_book() -> None:
    """A letter from before the portal, one written on paper since, and one whose number was cancelled; once."""
    office, today = Office.objects.get(code=OFFICE), timezone.localdate()
    if RegisterEntry.objects.filter(register__office=office, on_paper=True).exists():
        return
    book = Register.objects.filter(office=office, series=SERIES, year=today.year).first()
    # A demo from before this one began its book at 1.
    went_on_from_paper = book is not None and book.last_number >= LAST_ON_PAPER
    operator = staff_at(office, Role.OPERATOR)
    first_of_year = today.replace(month=1, day=1)
    papers = (
        ("Surat Keterangan Domisili", "Rut Contoh Lay", LAST_ON_PAPER, max(first_of_year, today - timedelta(days=20))),
        ("Surat Keterangan Usaha", "Markus Contoh Bessie", None, today),
        ("Surat Keterangan Tidak Mampu", "Salah Tulis Contoh", None, today),
    )
    for kind_name, subject, number, dated in papers[0 if went_on_from_paper else 1 :]:
        letter = PaperLetter(dated, kind_name, "400.12", subject, "Lurah Fatubesi", number)
        entry = documents.enter_paper_letter(office, SERIES, letter, by=operator)
    documents.cancel_entry(entry, reason="Nama salah ditulis, surat dibuat ulang (contoh).", by=operator)
