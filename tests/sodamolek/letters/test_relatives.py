"""Asking for somebody else: who may, what is asked as proof, and what the applicant never reads."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.accounts.models import User
from core.population import services as population
from core.population.models import Resident
from core.population.services import Identity
from core.regions.models import Office
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.relations import PROOF_KEY, Relation
from sodamolek.letters.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.letters import ANSWERS, kind, photo, with_documents
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_OESAPA, Person

pytestmark = pytest.mark.django_db
SELF, WIFE, STRANGER = DEMO_FAMILY[0], DEMO_FAMILY[1], DEMO_OESAPA[0]
URL = reverse("letters:start_for", args=["sktm"])
REFUSED = (
    "Data orang itu tidak cocok dengan register. Periksa NIK, nomor KK dan tanggal lahirnya. Bila sudah benar, "
    "datanglah ke loket kelurahan dengan KTP-el, KK dan surat kuasanya."
)


def said(person: Person, **fields: Any) -> Identity:
    return Identity(**{"nik": person.nik, "kk": person.kk, "birth_date": person.birth_date, **fields})


@pytest.fixture
def applicant(office: Office, register: object) -> User:
    """Somebody whom the register matched."""
    user = UserFactory(name="Yohanes Contoh")
    match = population.match_person(SELF.nik, SELF.kk, SELF.birth_date)
    assert office.region is not None
    population.register_resident(user, said(SELF), domicile=office.region, match=match)
    return user


def posted(person: Person, home: Office, relation: str = "spouse", **fields: Any) -> dict[str, Any]:
    data = {"relation": relation, "nik": person.nik, "kk": person.kk, "home": home.pk}
    return {**data, "birth_date": person.birth_date.isoformat(), **fields}


def started(applicant: User, person: Person, home: Office, relation: Relation = Relation.SPOUSE) -> LetterRequest:
    return services.start_for(kind(), said(person), relation, home=home, by=applicant)


def keys(row: LetterRequest) -> list[str]:
    return [r.key for r in queries.sheet_of(row).requirements]


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_on_one_family_card_nothing_has_to_be_proved(client, office, applicant):
    kind()
    client.force_login(applicant)
    assert URL in text(client.get(reverse("letters:kind", args=["sktm"])))
    answer = client.post(URL, posted(WIFE, office))
    row = LetterRequest.objects.get()
    assert answer["Location"] == reverse("letters:answers", args=[row.pk])
    assert (row.owner, row.resident.name, row.relation, row.same_card) == (applicant, WIFE.name, "spouse", True)
    assert PROOF_KEY not in keys(row)
    assert WIFE.name in text(client.get(answer["Location"]))


def test_on_another_card_a_proof_is_asked_and_nothing_is_told(client, office, applicant, operator):
    row = started(applicant, STRANGER, office, Relation.PARENT)
    assert (row.same_card, keys(row)[0]) == (False, PROOF_KEY)
    client.force_login(applicant)
    with_documents(row)
    services.save_answers(row, ANSWERS["SKTM"], by=applicant)
    pages = [reverse(f"letters:{name}", args=[row.pk]) for name in ("answers", "documents", "review")]
    pages.append(reverse("letters_api:request", args=[row.pk]))
    for url in pages:
        shown = text(client.get(url))
        assert client.get(url).status_code == 200
        for secret in (STRANGER.name, STRANGER.birth_place, STRANGER.occupation, STRANGER.address):
            assert secret not in shown, (url, secret)
    with pytest.raises(ValidationError) as refused:
        services.submit_request(row, by=applicant, token=row.submit_token)
    assert list(refused.value.message_dict) == [PROOF_KEY]
    services.attach_document(row, PROOF_KEY, photo(), by=applicant)
    sent = services.submit_request(row, by=applicant, token=row.submit_token).letter_request
    assert STRANGER.name not in text(client.get(reverse("letters:request", args=[row.pk])))
    client.force_login(operator)
    desk = text(client.get(reverse("letters:check", args=[sent.pk])))
    assert f"Diajukan untuk {STRANGER.name} (Orang tua)" in desk
    assert "Bukti hubungan keluarga atau surat kuasa" in desk
    assert sent.snapshot["name"] == STRANGER.name


def test_the_operator_decides_on_the_proof(applicant, office, operator):
    row = started(applicant, STRANGER, office, Relation.OTHER)
    services.save_answers(row, ANSWERS["SKTM"], by=applicant)
    with_documents(row, "pengantar_rt", "pernyataan", PROOF_KEY)
    sent = services.submit_request(row, by=applicant, token=row.submit_token).letter_request
    back = services.return_request(sent, by=operator, reasons={PROOF_KEY: "Belum bermeterai."})
    assert queries.reasons_by_label(back) == [("Surat kuasa", "Belum bermeterai.")]
    with pytest.raises(ValidationError) as refused:
        services.resubmit_request(back, by=applicant)
    assert list(refused.value.message_dict) == [PROOF_KEY]
    services.attach_document(back, PROOF_KEY, photo(), by=applicant)
    again = services.resubmit_request(back, by=applicant)
    assert services.accept_request(again, by=operator).status == Status.ACCEPTED


def test_a_power_of_attorney_is_asked_on_one_card_too(applicant, office):
    assert keys(started(applicant, WIFE, office, Relation.OTHER))[0] == PROOF_KEY


def test_a_married_child_reports_a_parents_death(client, office, applicant):
    kind("SKM")
    client.force_login(applicant)
    url = reverse("letters:start_for", args=["skm"])
    assert "NIK orang itu" not in text(client.get(url))
    answer = client.post(url, {"relation": "parent"})
    row = LetterRequest.objects.get()
    assert answer["Location"] == reverse("letters:answers", args=[row.pk])
    assert (row.resident.user, row.relation, keys(row)[0]) == (applicant, "parent", PROOF_KEY)
    assert SELF.name in text(client.get(answer["Location"]))


@pytest.mark.parametrize(
    "wrong", [{"nik": WIFE.nik[:-1] + "9"}, {"kk": WIFE.kk[:-1] + "9"}, {"birth_date": "1990-01-01"}]
)
def test_unknown_and_wrong_are_refused_with_the_same_words(client, office, applicant, wrong):
    kind()
    client.force_login(applicant)
    ResidentFactory(user=None, nik=WIFE.nik, kk=WIFE.kk, birth_date=WIFE.birth_date)
    answer = client.post(URL, posted(WIFE, office, **wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"__all__": [REFUSED]}
    assert LetterRequest.objects.count() == 0


def test_guessing_ends(client, office, applicant):
    kind()
    client.force_login(applicant)
    wrong = posted(WIFE, office, kk=WIFE.kk[:-1] + "9")
    assert [client.post(URL, wrong).status_code for _ in range(6)] == [422] * 5 + [429]


def test_what_is_missing_or_impossible_stands_at_its_field(client, office, applicant):
    kind()
    client.force_login(applicant)
    empty = client.post(URL, {"relation": ""})
    assert set(empty.context["form"].errors) == {"relation", "nik", "kk", "birth_date", "home"}
    odd = client.post(URL, posted(WIFE, office, nik="123", kk="5371060101100000", relation="friend"))
    assert set(odd.context["form"].errors) == {"relation", "nik", "kk"}


def test_oneself_is_no_relative(applicant, office):
    with pytest.raises(ValidationError) as refused:
        started(applicant, SELF, office)
    assert list(refused.value.message_dict) == ["nik"]


def test_who_is_not_proven_asks_for_nobody(office, register):
    unproven = ResidentFactory(domicile=office.region, match_state="unmatched").user
    for somebody in (unproven, UserFactory()):
        with pytest.raises(ValidationError):
            started(somebody, WIFE, office)
    assert Resident.objects.filter(user=None).count() == 0


def test_it_goes_where_the_person_lives(applicant):
    home = OfficeFactory()
    assert started(applicant, WIFE, home).office == home


def test_one_draft_for_each_person(applicant, office):
    own = services.start_draft(kind(), by=applicant)
    first, second = started(applicant, WIFE, office), started(applicant, WIFE, office)
    assert first == second != own
    assert services.start_draft(kind(), by=applicant) == own


def test_the_person_of_the_letter_is_no_owner_and_keeps_account_and_home(applicant, office):
    home = OfficeFactory()
    owner = UserFactory()
    row = ResidentFactory(
        user=owner, nik=WIFE.nik, kk=WIFE.kk, birth_date=WIFE.birth_date, domicile=home.region, match_state="unmatched"
    )
    started(applicant, WIFE, office)
    row.refresh_from_db()
    assert (row.user, row.domicile, row.match_state) == (owner, home.region, "matched")
    assert list(LetterRequest.objects.visible_to(owner)) == []


def test_a_claim_with_other_facts_loses_its_account(applicant, office):
    row = ResidentFactory(nik=WIFE.nik, birth_date=date(1999, 1, 1), match_state="mismatch")
    started(applicant, WIFE, office)
    row.refresh_from_db()
    assert (row.user, row.name, row.domicile) == (None, WIFE.name, office.region)


def test_nobody_decides_on_a_letter_about_themselves(applicant, office, operator):
    row = started(applicant, WIFE, office)
    services.save_answers(row, ANSWERS["SKTM"], by=applicant)
    with_documents(row)
    sent = services.submit_request(row, by=applicant, token=row.submit_token).letter_request
    Resident.objects.filter(pk=row.resident_id).update(user=operator)
    with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
        services.accept_request(sent, by=operator)
