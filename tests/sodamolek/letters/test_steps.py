"""Paraf before the signature, the camat beside the lurah: who may, who sees it, what the citizen reads."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Capacity, Role
from core.audit.models import Entry
from core.documents import services as documents
from core.documents.models import RegisterEntry
from core.files import services as files
from core.notifications.models import Message
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest, OfficeSetting
from sodamolek.letters.queries.steps import steps_waiting, to_countersign, to_endorse, to_sign
from sodamolek.letters.services.offices import ask_endorsement
from sodamolek.letters.views.frame import tasks_of
from sodamolek.letters.workflow import Status
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.documents import PASSPHRASE, camat_above, kecamatan_above, signer
from tests.factories.letters import LetterRequestFactory, kind_of_two
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory

PHRASE = {"passphrase": PASSPHRASE}


@pytest.fixture
def asks_paraf(office):
    ask_endorsement(office, True, by=staff(Role.ADMINISTRATOR))
    return office


@pytest.fixture
def kasi(office):
    return staff(Role.KASI, office)


@pytest.fixture
def camat(signing_lurah):
    return camat_above(signing_lurah).user


@pytest.fixture
def for_two(office, applicant, db) -> LetterRequest:
    """Accepted, of a kind that a camat signs too."""
    return LetterRequestFactory(kind=kind_of_two(), office=office, owner=applicant, status="accepted")


@pytest.fixture
def waiting(for_two, signing_lurah, camat) -> LetterRequest:
    """Signed by the lurah, waiting for the camat."""
    return services.sign_request(for_two, by=signing_lurah.user, passphrase=PASSPHRASE)


def url(name: str, row: LetterRequest) -> str:
    return reverse(f"letters:{name}", args=[row.pk])


def titles(row: LetterRequest) -> list[str]:
    row.refresh_from_db()
    return [str(event.title) for event in queries.timeline(row)]


@pytest.mark.parametrize("role", [Role.KASI, Role.SEKRETARIS])
def test_where_the_office_asks_for_it_a_paraf_comes_before_the_signature(
    role, asks_paraf, submitted, operator, signing_lurah, office
):
    row = services.accept_request(submitted, by=operator)
    second_look = staff(role, office)
    assert (list(to_endorse(second_look)), list(to_sign(signing_lurah.user))) == ([row], [])
    with pytest.raises(ValidationError, match="belum diparaf"):
        services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert "Kasi atau sekretaris memaraf" in titles(row)
    row = services.endorse_request(row, by=second_look)
    assert (list(to_endorse(second_look)), list(to_sign(signing_lurah.user))) == ([], [row])
    assert titles(row) == [
        "Berkas lengkap, menunggu tanda tangan",
        "Surat diparaf",
        "Lurah menandatangani",
    ]
    assert services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE).status == Status.SIGNED


def test_elsewhere_nobody_gives_a_paraf(accepted, kasi, signing_lurah):
    with pytest.raises(ValidationError, match="tidak meminta paraf"):
        services.endorse_request(accepted, by=kasi)
    assert (list(to_endorse(kasi)), list(to_sign(signing_lurah.user))) == ([], [accepted])


def test_a_setting_changed_later_leaves_what_was_accepted(accepted, office, signing_lurah):
    ask_endorsement(office, True, by=staff(Role.ADMINISTRATOR))
    assert services.sign_request(accepted, by=signing_lurah.user, passphrase=PASSPHRASE).status == Status.SIGNED
    recorded = Entry.objects.filter(action="ask_endorsement").values_list("office", "detail")
    assert list(recorded) == [(office.pk, {"asks": True})]


def test_only_an_administrator_says_whether_an_office_asks_for_a_paraf(office, operator):
    with pytest.raises(PermissionDenied):
        ask_endorsement(office, True, by=operator)


def test_who_gives_the_paraf_hands_back_what_is_wrong(asks_paraf, submitted, operator, kasi):
    row = services.accept_request(submitted, by=operator)
    assert services.reopen_request(row, by=kasi, note="Alamat keliru.").status == Status.SUBMITTED


def test_who_accepted_a_request_does_not_give_the_paraf_too(asks_paraf, submitted, operator, kasi, office):
    both = staff(Role.KASI, office)
    Assignment.objects.create(user=both, role=Role.OPERATOR, office=office, starts_on=timezone.localdate())
    row = services.accept_request(submitted, by=both)
    with pytest.raises(ValidationError, match="Anda sendiri yang menerima"):
        services.endorse_request(row, by=both)
    assert services.endorse_request(row, by=kasi).status == Status.ENDORSED


def test_nobody_gives_the_paraf_on_a_request_of_their_own(asks_paraf, kasi, office, sktm):
    ResidentFactory(user=kasi, domicile=office.region)
    own = LetterRequestFactory(kind=sktm, office=office, owner=kasi, status="accepted", needs_endorsement=True)
    with pytest.raises(ValidationError, match="permohonan Anda sendiri"):
        services.endorse_request(own, by=kasi)


def test_the_paraf_pages(client, asks_paraf, submitted, operator, kasi, applicant):
    row = services.accept_request(submitted, by=operator)
    client.force_login(kasi)
    assert row.owner.name in client.get(reverse("letters:endorse_queue")).content.decode()
    assert "Beri paraf" in client.get(url("check", row)).content.decode()
    assert client.get(reverse("web:my_day")).content.decode().count("Surat menunggu paraf Anda") == 1
    assert client.post(url("endorse", row)).url == reverse("letters:endorse_queue")
    row.refresh_from_db()
    assert row.status == Status.ENDORSED
    assert "Sudah diproses" in client.post(url("endorse", row), follow=True).content.decode()
    client.force_login(operator)
    assert client.post(url("endorse", row)).status_code == 403


def test_after_the_lurah_the_camat_above_signs(for_two, signing_lurah, camat, applicant):
    row = services.sign_request(for_two, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert (row.status, row.document.state, row.decided_at) == (Status.AWAITING_CAMAT, "pending", None)
    assert RegisterEntry.objects.get().number == 1
    assert titles(row)[-2:] == ["Ditandatangani, menunggu tanda tangan camat", "Camat menandatangani"]
    # Named anew today: the assignment that ends today and the one that begins are both valid.
    AssignmentFactory(user=camat, role=Role.CAMAT, office=row.countersign_office)
    row = services.countersign_request(row, by=camat, passphrase=PASSPHRASE)
    row.document.refresh_from_db()
    assert (row.status, row.document.state, row.decided_by) == (Status.SIGNED, "valid", camat)
    assert titles(row)[-1] == "Ditandatangani camat, surat selesai"
    assert documents.check_pdf(files.read(row.document.file)).valid
    kinds = Message.objects.filter(user=applicant).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["letters/awaiting_camat", "letters/signed"]


def test_a_wrong_passphrase_of_the_camat_leaves_it_waiting(waiting, camat):
    with pytest.raises(ValidationError) as refused:
        services.countersign_request(waiting, by=camat, passphrase="bukan frasa saya")
    assert list(refused.value.message_dict) == ["passphrase"]
    waiting.refresh_from_db()
    assert (waiting.status, waiting.document.state) == (Status.AWAITING_CAMAT, "pending")


def test_without_a_camat_the_lurah_takes_no_number(for_two, signing_lurah):
    with pytest.raises(ValidationError, match="Belum ada camat"):
        services.sign_request(for_two, by=signing_lurah.user, passphrase=PASSPHRASE)
    kecamatan_above(for_two.office)
    with pytest.raises(ValidationError, match="Belum ada camat"):
        services.sign_request(for_two, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert RegisterEntry.objects.count() == 0


def test_who_acts_for_the_camat_stands_on_the_letter(for_two, signing_lurah, camat):
    acting = signer(Role.CAMAT, office=for_two.office.parent, capacity=Capacity.PLH)
    row = services.sign_request(for_two, by=signing_lurah.user, passphrase=PASSPHRASE)
    assert row.document.countersignatures.get().signer == acting.user
    with pytest.raises(ValidationError, match=r"menyebut Plh\. Camat"):
        services.countersign_request(row, by=camat, passphrase=PASSPHRASE)
    assert services.countersign_request(row, by=acting.user, passphrase=PASSPHRASE).status == Status.SIGNED


def test_who_signs_for_the_lurah_holds_the_role_in_that_capacity(accepted, office):
    acting = signer(Role.LURAH, office=office, capacity=Capacity.AN, title="Sekretaris")
    row = services.sign_request(accepted, by=acting.user, passphrase=PASSPHRASE)
    assert row.document.signer_title == f"a.n. Lurah {office.name.removeprefix('Kelurahan ')}, Sekretaris"


def test_the_camat_sees_what_waits_or_waited_for_them_and_nothing_else(waiting, camat, sktm, office, signing_lurah):
    LetterRequestFactory(kind=sktm, office=office, status="accepted")
    LetterRequestFactory(kind=sktm, office=office, status="signed")
    elsewhere = camat_above(signer()).user
    for person, seen in ((camat, [waiting]), (elsewhere, [])):
        assert list(LetterRequest.objects.visible_to(person)) == seen
        assert list(to_countersign(person)) == seen
    assert list(to_countersign(signing_lurah.user)) == []
    row = services.countersign_request(waiting, by=camat, passphrase=PASSPHRASE)
    assert list(LetterRequest.objects.visible_to(camat)) == [row]
    assert list(to_countersign(camat)) == []


def test_before_the_lurah_signs_the_camat_sees_nothing(for_two, camat):
    assert list(LetterRequest.objects.visible_to(camat)) == []


def test_a_camat_who_declines_gives_the_request_back_and_sees_it_no_more(waiting, camat, signing_lurah, applicant):
    document = waiting.document
    row = services.decline(waiting, by=camat, reason="RT tidak sesuai.")
    document.refresh_from_db()
    assert (row.status, row.document, row.note, document.state) == ("submitted", None, "RT tidak sesuai.", "void")
    entry = RegisterEntry.objects.get()
    assert (entry.state, entry.reason) == ("cancelled", "RT tidak sesuai.")
    assert list(LetterRequest.objects.visible_to(camat)) == []
    assert Message.objects.filter(user=applicant).order_by("pk").last().kind == "letters/given_up"
    with pytest.raises(IllegalMove):
        services.give_up(row, by=signing_lurah.user, reason="x")


def test_the_lurah_takes_back_what_the_camat_has_not_signed(waiting, signing_lurah, camat, stranger):
    for by in (camat, stranger):
        with pytest.raises(NotYourMove):
            services.give_up(waiting, by=by, reason="Keliru.")
    assert services.give_up(waiting, by=signing_lurah.user, reason="Keliru.").status == Status.SUBMITTED
    with pytest.raises((IllegalMove, NotYourMove)):
        services.countersign_request(waiting, by=camat, passphrase=PASSPHRASE)


def test_the_camats_pages(client, waiting, camat, operator):
    client.force_login(camat)
    queue = reverse("letters:countersign_queue")
    assert waiting.owner.name in client.get(queue).content.decode()
    assert "Surat kelurahan menunggu tanda tangan Anda" in client.get(reverse("web:my_day")).content.decode()
    page = client.get(url("countersign", waiting)).content.decode()
    assert waiting.document.number_text in page
    assert waiting.resident.nik not in page
    assert client.get(url("countersign_picture", waiting)).content.startswith(b"\x89PNG")
    wrong = client.post(url("countersign", waiting), {"passphrase": "bukan frasa saya"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["passphrase"])
    assert client.post(url("countersign", waiting), PHRASE).url == queue
    assert client.get(url("letter", waiting)).status_code == 200
    assert client.get(url("countersign_picture", waiting)).status_code == 404
    assert "Sudah diproses" in client.post(url("countersign", waiting), PHRASE, follow=True).content.decode()
    for name in ("check", "sign"):
        assert client.get(url(name, waiting)).status_code == 404
    client.force_login(operator)
    assert client.get(queue).status_code == 403


def test_another_camat_gets_404(client, waiting):
    client.force_login(camat_above(signer()).user)
    for name in ("countersign", "countersign_picture", "letter"):
        assert client.get(url(name, waiting)).status_code == 404
    assert client.post(url("countersign", waiting), PHRASE).status_code == 404
    assert client.post(url("decline", waiting), {"batal-reason": "x"}).status_code == 404


def test_the_camats_page_of_declining_needs_a_reason(client, waiting, camat):
    client.force_login(camat)
    refused = client.post(url("decline", waiting), {"batal-reason": " "})
    assert (refused.status_code, list(refused.context["give_up_form"].errors)) == (422, ["reason"])
    assert client.post(url("decline", waiting), {"batal-reason": "RT keliru."}).url == reverse(
        "letters:countersign_queue"
    )
    waiting.refresh_from_db()
    assert waiting.status == Status.SUBMITTED


def test_nobody_downloads_a_letter_before_everybody_has_signed(client, waiting, applicant, signing_lurah, camat):
    for person in (applicant, signing_lurah.user, camat):
        client.force_login(person)
        assert client.get(url("letter", waiting)).status_code == 404
    client.force_login(applicant)
    page = client.get(url("request", waiting)).content.decode()
    assert "Menunggu tanda tangan camat" in page
    assert "Unduh surat" not in page


def test_what_waits_is_counted_by_role_in_one_query(waiting, camat, kasi, operator, django_assert_num_queries):
    for person, counts in ((camat, {"sign": 0, "countersign": 1}), (kasi, {"endorse": 0}), (operator, {"scan": 0})):
        person.assignments_today  # noqa: B018 - read once for each request
        with django_assert_num_queries(1):
            found = steps_waiting(person)
        assert {name: step.waiting for name, step in found.items()} == counts


def test_a_head_of_a_dinas_signs_the_letters_of_the_dinas(sktm, applicant):
    dinas = OfficeFactory(dinas=True)
    head = signer(Role.OFFICE_HEAD, office=dinas)
    row = LetterRequestFactory(kind=sktm, office=dinas, owner=applicant, status="accepted")
    data = {**sktm.data, "signers": ["office_head"], "code": "UJID"}
    type(sktm).objects.filter(pk=sktm.pk).update(data=data, checksum="uji-dinas")
    row = LetterRequest.objects.get(pk=row.pk)
    assert list(to_sign(head.user)) == [row]
    assert services.sign_request(row, by=head.user, passphrase=PASSPHRASE).status == Status.SIGNED


def test_an_applicant_at_a_dinas_reads_of_no_kelurahan(client, sktm, applicant):
    dinas = OfficeFactory(dinas=True, name="Dinas Uji")
    row = LetterRequestFactory(kind=sktm, office=dinas, owner=applicant, status="submitted")
    services.accept_request(row, by=staff(Role.OPERATOR, dinas))
    [accepted] = Message.objects.filter(user=applicant)
    assert "tanda tangan pejabat Dinas Uji" in accepted.body
    refused = LetterRequestFactory(kind=sktm, office=dinas, owner=applicant, status="rejected", note="tidak dapat")
    LetterRequestFactory(kind=sktm, office=dinas, owner=applicant, status="returned")
    client.force_login(applicant)
    detail = client.get(url("request", refused)).content.decode()
    assert "Alasan dari kantor" in detail
    told = (accepted.body, *(task.detail for task in tasks_of(applicant)))
    assert not any("lurah" in text.lower() for text in told)


def test_an_administrator_sets_the_paraf_on_the_bench(client, office):
    administrator = AssignmentFactory(role=Role.ADMINISTRATOR, office=office).user
    client.force_login(administrator)
    client.post(reverse("admin:letters_officesetting_add"), {"office": office.pk, "asks_endorsement": "on"})
    assert list(OfficeSetting.objects.values_list("office", "asks_endorsement")) == [(office.pk, True)]
    assert Entry.objects.filter(action="ask_endorsement", actor=administrator).count() == 1
