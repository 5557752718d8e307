"""The book of numbers on the screen and on paper: who reads it, who writes into it, and what it refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.documents import services
from core.documents.models import Document, Register, RegisterEntry
from core.documents.queries import book_page, find_lines, registers_of
from tests.core.documents.books import paper, text, year
from tests.factories.accounts import staff
from tests.factories.documents import signed_letter, signer

pytestmark = pytest.mark.django_db
READERS = {Role.OPERATOR, Role.KASI, Role.SEKRETARIS, Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD}


def posted(**fields: Any) -> dict[str, Any]:
    letter = paper()
    return {name: getattr(letter, name) or "" for name in letter.__dataclass_fields__} | fields


def lines_of(register: Register) -> list[tuple[int, str]]:
    return list(register.entries.order_by("number").values_list("number", "state"))


def page(client: Client, register: Register, **query: Any) -> Any:
    return client.get(reverse("documents:register_book", args=[register.pk]), query)


def test_the_operator_comes_from_the_menu_to_the_newest_book(client, operator, register):
    client.force_login(operator)
    assert reverse("documents:register") in client.get(reverse("letters:desk")).content.decode()
    answer = client.get(reverse("documents:register"), follow=True)
    assert answer.redirect_chain == [(reverse("documents:register_book", args=[register.pk]), 302)]
    assert "Nomor berikutnya: 72." in text(answer)
    assert "Buku ini belum berisi" in text(answer)


def test_an_office_without_a_book_is_told_how_one_begins(client, office):
    client.force_login(staff(Role.LURAH, office))
    assert reverse("documents:register_start") in text(client.get(reverse("documents:register")))
    client.force_login(staff(Role.OPERATOR, office))
    answer = text(client.get(reverse("documents:register")))
    assert "Kantor Anda belum punya buku di portal" in answer
    assert reverse("documents:register_start") not in answer


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITIZEN}))
def test_only_who_works_with_letters_at_the_office_reads_its_book(client, office, register, role):
    colleague, other = staff(role, office), staff(role)
    services.enter_paper_letter(office, "KET", paper(), by=staff(Role.OPERATOR, office))
    client.force_login(colleague)
    answer = page(client, register)
    assert answer.status_code == (200 if role in READERS else 403)
    assert ("Petrus Contoh" in text(answer)) is (role in READERS)
    client.force_login(other)
    assert page(client, register).status_code == (404 if role in READERS else 403)
    assert list(find_lines(other, register)) == []
    assert register not in registers_of(other)


def test_a_paper_letter_takes_the_next_number_and_is_recorded(client, operator, register):
    client.force_login(operator)
    url = reverse("documents:register_paper", args=[register.pk])
    assert "sekarang 72." in text(client.get(url))
    answer = client.post(url, posted(), follow=True)
    entry = register.entries.get()
    month = services.registers.rules.ROMAN_MONTHS[timezone.localdate().month - 1]
    assert (entry.number, entry.on_paper, entry.signer_title) == (72, True, "Lurah Contoh Jaya")
    assert entry.number_text == f"72/Kel.CJ.474.3/{month}/{year()}"
    assert f"nomor {entry.number_text}" in text(answer)
    recorded = Entry.objects.get(action="enter_paper_letter")
    assert (recorded.actor, recorded.subject_id, recorded.detail) == (operator, entry.pk, {"number": 72})
    assert "Petrus" not in str(recorded.detail)


def test_portal_and_paper_share_one_series():
    lurah = signer()
    office = lurah.office
    first = signed_letter(lurah, series="KET").entry
    second = services.enter_paper_letter(office, "KET", paper(), by=lurah.user)
    third = signed_letter(lurah, series="KET").entry
    assert [entry.number for entry in (first, second, third)] == [1, 2, 3]
    assert {entry.register_id for entry in (first, second, third)} == {first.register_id}


def test_an_old_letter_keeps_its_number_if_it_is_free(operator, office, register):
    entry = services.enter_paper_letter(office, "KET", paper(number=7), by=operator)
    assert entry.number == 7
    register.refresh_from_db()
    assert register.last_number == 71
    with pytest.raises(ValidationError, match="Nomor 7 sudah ada"):
        services.enter_paper_letter(office, "KET", paper(number=7), by=operator)
    with pytest.raises(ValidationError, match="berikutnya: 72") as refused:
        services.enter_paper_letter(office, "KET", paper(number=90), by=operator)
    assert list(refused.value.message_dict) == ["number"]
    with pytest.raises(ValidationError, match="berikutnya: 1"):
        services.enter_paper_letter(office, "LAIN", paper(number=1), by=operator)
    assert lines_of(register) == [(7, "used")]
    assert Register.objects.count() == 1


def test_the_first_paper_letter_of_a_year_opens_its_book(operator, office, register):
    last_year = date(year() - 1, 12, 31)
    entry = services.enter_paper_letter(office, "KET", paper(dated=last_year), by=operator)
    assert (entry.number, entry.register.year) == (1, year() - 1)
    assert lines_of(register) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dated", ""),
        ("dated", timezone.localdate() + timedelta(days=1)),
        ("kind_name", ""),
        ("classification", "{urut}"),
        ("classification", "475/X"),
        ("subject_name", ""),
        ("number", "0"),
        ("number", "tujuh"),
        ("number", "500"),
    ],
)
def test_what_is_wrong_with_a_paper_letter_stands_at_its_field(client, operator, register, field, value):
    client.force_login(operator)
    answer = client.post(reverse("documents:register_paper", args=[register.pk]), posted(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert lines_of(register) == []
    register.refresh_from_db()
    assert register.last_number == 71


@pytest.mark.parametrize("role", sorted(READERS))
def test_who_writes_into_the_book(client, office, register, role):
    writes = role in services.KEEPERS
    client.force_login(staff(role, office))
    assert ("Catat surat kertas" in text(page(client, register))) is writes
    answer = client.post(reverse("documents:register_paper", args=[register.pk]), posted())
    assert answer.status_code == (302 if writes else 403)
    client.force_login(staff(role))
    answer = client.post(reverse("documents:register_paper", args=[register.pk]), posted())
    assert answer.status_code == (404 if writes else 403)
    assert len(lines_of(register)) == writes


def test_a_keeper_of_another_office_is_refused_by_the_service_too(office, register):
    stranger = staff(Role.OPERATOR)
    with pytest.raises(PermissionDenied):
        services.enter_paper_letter(office, "KET", paper(), by=stranger)
    entry = services.enter_paper_letter(office, "KET", paper(), by=staff(Role.OPERATOR, office))
    with pytest.raises(PermissionDenied):
        services.cancel_entry(entry, reason="Salah", by=stranger)
    with pytest.raises(PermissionDenied):
        services.start_register(office, "KET", year(), next_number=500, by=stranger)
    assert lines_of(register) == [(72, "used")]


def test_a_number_is_cancelled_once_and_for_good(client, operator, office, register):
    entry = services.enter_paper_letter(office, "KET", paper(), by=operator)
    client.force_login(operator)
    url = reverse("documents:register_cancel", args=[entry.pk])
    assert url in text(page(client, register))
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "Salah tulis nama"})
    shown = text(page(client, register))
    assert "BATAL: Salah tulis nama" in shown
    assert url not in shown
    again = client.post(url, {"reason": "Alasan lain"})
    assert again.status_code == 422
    assert "sudah dibatalkan" in text(again)
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("cancelled", "Salah tulis nama")
    recorded = Entry.objects.get(action="cancel_number")
    assert (recorded.actor, recorded.detail, recorded.office) == (operator, {"number": 72}, office)
    assert services.enter_paper_letter(office, "KET", paper(), by=operator).number == 73


def test_the_number_of_a_letter_in_force_is_not_cancelled(client):
    lurah = signer()
    letter = signed_letter(lurah, series="KET")
    client.force_login(lurah.user)
    url = reverse("documents:register_cancel", args=[letter.entry_id])
    assert "Yang dicabut adalah suratnya" in text(client.get(url))
    assert client.post(url, {"reason": "Salah"}).status_code == 422
    letter.entry.refresh_from_db()
    assert letter.entry.state == RegisterEntry.State.USED
    services.revoke(letter, reason="Data keliru", by=lurah.user)
    assert "DICABUT: Data keliru" in text(page(client, letter.entry.register))


def test_the_number_of_a_letter_under_way_is_given_up_from_its_request_only(client):
    lurah = signer()
    letter = signed_letter(lurah, series="KET")
    Document.objects.filter(pk=letter.pk).update(state=Document.State.PENDING)
    client.force_login(lurah.user)
    url = reverse("documents:register_cancel", args=[letter.entry_id])
    shown = text(page(client, letter.entry.register))
    assert "belum selesai ditandatangani" in shown
    assert url not in shown
    assert client.post(url, {"reason": "Salah"}).status_code == 422
    letter.entry.refresh_from_db()
    assert letter.entry.state == RegisterEntry.State.USED


def test_a_line_of_another_office_is_not_there(client, operator, office, register):
    entry = services.enter_paper_letter(office, "KET", paper(), by=operator)
    client.force_login(staff(Role.OPERATOR))
    url = reverse("documents:register_cancel", args=[entry.pk])
    assert (client.get(url).status_code, client.post(url, {"reason": "Salah"}).status_code) == (404, 404)
    assert lines_of(register) == [(72, "used")]


def test_search_by_number_name_and_month(client, operator, office, register):
    for day, name in ((date(year(), 1, 5), "Maria Contoh"), (date(year(), 1, 31), "Yosef Uji"), (None, "Ana Contoh")):
        dated = min(day or timezone.localdate(), timezone.localdate())
        services.enter_paper_letter(office, "KET", paper(subject_name=name, dated=dated), by=operator)
    client.force_login(operator)

    def found(**query: Any) -> list[int]:
        return [line.number for line in page(client, register, **query).context["page"]["rows"]]

    assert found() == [74, 73, 72]
    assert found(q="73") == [73]
    assert found(q="contoh") == [74, 72]
    assert found(q="74/Kel.CJ") == [74]
    assert found(bulan="1")[-2:] == [73, 72]
    assert found(q="ana", bulan=str(timezone.localdate().month)) == [74]
    assert found(q="tidak ada") == []
    assert "Tidak ada baris yang cocok" in text(page(client, register, q="tidak ada"))
    assert found(bulan="13", q="73") == [73]
    assert found(sebelum="74", q="contoh") == [72]
    assert found(sebelum="x", sesudah="-1") == [74, 73, 72]


def fill(register: Register, count: int) -> None:
    RegisterEntry.objects.bulk_create(
        RegisterEntry(register=register, number=n, number_text=f"{n}/UJI", dated=timezone.localdate())
        for n in range(1, count + 1)
    )


def test_pages_go_by_number_both_ways(operator, register):
    fill(register, 7)
    lines = find_lines(operator, register)

    def numbers(**where: int) -> tuple[list[int], int | None, int | None]:
        found = book_page(lines, size=3, **where)
        return [line.number for line in found.rows], found.newer, found.older

    assert numbers() == ([7, 6, 5], None, 5)
    assert numbers(before=5) == ([4, 3, 2], 4, 2)
    assert numbers(before=2) == ([1], 1, None)
    assert numbers(after=1) == ([4, 3, 2], 4, 2)
    assert numbers(after=4) == ([7, 6, 5], None, 5)
    assert numbers(before=1) == ([], None, None)


def test_a_book_costs_the_same_number_of_queries_with_1_line_and_with_40(
    client, operator, register, django_assert_num_queries
):
    client.force_login(operator)
    fill(register, 1)
    page(client, register)
    with django_assert_num_queries(QUERIES):
        page(client, register)
    RegisterEntry.objects.all().delete()
    fill(register, 40)
    with django_assert_num_queries(QUERIES):
        page(client, register)


QUERIES = 6


def test_administrators_and_auditors_see_no_name_of_a_book(client, register, office, operator):
    services.enter_paper_letter(office, "KET", paper(), by=operator)
    client.force_login(staff(Role.ADMINISTRATOR))
    assert "Petrus Contoh" not in text(client.get(reverse("documents:register_start")))
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert list(find_lines(staff(role, office), register)) == []


def test_a_given_number_waits_for_who_counts_at_the_moment(office, register, operator):
    """The counter's row is locked while an old number is judged, so a start can't slip under it."""
    with transaction.atomic():
        services.enter_paper_letter(office, "KET", paper(number=3), by=operator)
        assert Register.objects.select_for_update(skip_locked=True).filter(pk=register.pk).count() == 1
