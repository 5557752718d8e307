from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry
from core.population import services
from core.population.models import Resident, UsageRecord
from core.population.services import Home, Identity, MatchResult, MatchState
from core.regions.models import Region
from tests.factories.accounts import UserFactory, staff
from tests.factories.population import ResidentFactory
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_OESAPA, DEMO_STUDENT

HEAD = DEMO_FAMILY[0]
SAID = Identity(HEAD.nik, HEAD.kk, HEAD.birth_date, name="Yohanes Tefanoi", address="Jalan Lain 2", rt="009", rw="009")


@pytest.fixture
def fatubesi(db):
    region, _ = Region.objects.get_or_create(code="53.71.06.1008", defaults={"name": "Fatubesi", "level": "kelurahan"})
    return region


def match_head() -> MatchResult:
    return services.match_person(HEAD.nik, HEAD.kk, HEAD.birth_date)


def trail() -> list[tuple[object, str, dict[str, object]]]:
    return [(e.actor, e.action, e.detail) for e in Entry.objects.order_by("id")]


# --- asking


@pytest.mark.parametrize("person", [*DEMO_FAMILY, *DEMO_OESAPA, DEMO_STUDENT], ids=lambda p: p.nik)
def test_the_known_people_match(db, register, person):
    match = services.match_person(f" {person.nik[:6]} {person.nik[6:]}", person.kk, person.birth_date)
    assert match.state == MatchState.MATCHED
    assert match.elements
    assert (match.elements.name, match.elements.region_code) == (person.name, person.region_code)


@pytest.mark.parametrize(
    ("nik", "kk", "born"),
    [
        (HEAD.nik, DEMO_STUDENT.kk, HEAD.birth_date),
        (HEAD.nik, HEAD.kk, date(1984, 3, 13)),
        ("5371061203849999", HEAD.kk, HEAD.birth_date),
    ],
)
def test_what_differs_and_what_is_unknown_look_the_same(db, register, nik, kk, born):
    assert services.match_person(nik, kk, born) == MatchResult(MatchState.MISMATCH)


@pytest.mark.parametrize("switch", [{"down": True}, {"status": 503}, {"quota": True}])
def test_without_an_answer_the_person_stays_unmatched(db, register, switch):
    for name, value in switch.items():
        setattr(register.switches, name, value)
    assert match_head() == MatchResult(MatchState.UNMATCHED)


def test_what_can_be_no_number_is_refused_before_anybody_is_asked(db, register):
    with pytest.raises(ValidationError) as refusal:
        services.match_person("123", HEAD.kk, HEAD.birth_date)
    assert list(refusal.value.message_dict) == ["nik"]
    with pytest.raises(ValidationError) as refusal:
        services.match_person(HEAD.nik, "5371064002129001", HEAD.birth_date)
    assert list(refusal.value.message_dict) == ["kk"]
    assert (register.questions, UsageRecord.objects.count()) == (0, 0)


# --- registering


def test_a_matched_person_gets_what_the_register_says(register, fatubesi):
    user = UserFactory()
    said = Identity(HEAD.nik, HEAD.kk, HEAD.birth_date, name="Nama Karangan")
    resident = services.register_resident(user, said, domicile=fatubesi, match=match_head())
    resident.refresh_from_db()
    assert (resident.user, resident.nik, resident.kk, resident.name) == (user, HEAD.nik, HEAD.kk, HEAD.name)
    assert (resident.birth_date, resident.sex, resident.religion) == (HEAD.birth_date, "L", "KRISTEN")
    assert (resident.address, resident.rt, resident.rw) == ("JALAN CONTOH CENDANA NO. 7", "003", "001")
    assert resident.registered_address == ("JALAN CONTOH CENDANA NO. 7 RT 003/RW 001, FATUBESI, KOTA LAMA, KOTA KUPANG")
    assert (resident.match_state, resident.is_proven) == (MatchState.MATCHED, True)
    assert services.resident_of(user) == resident
    assert trail() == [(user, "register", {"match": "matched"})]


def test_a_student_lives_where_they_say_and_is_registered_elsewhere(register, db):
    said = Identity(DEMO_STUDENT.nik, DEMO_STUDENT.kk, DEMO_STUDENT.birth_date, address="Kos Contoh 3", rt="1", rw="2")
    match = services.match_person(said.nik, said.kk, said.birth_date)
    resident = services.register_resident(UserFactory(), said, domicile=OfficeFactory().region, match=match)
    assert resident.address == "Kos Contoh 3"
    assert resident.registered_address == "DUSUN CONTOH RT 002/RW 001, DESA CONTOH, MAUROLE, KABUPATEN ENDE"


def test_an_unmatched_person_keeps_what_they_say(fatubesi):
    resident = services.register_resident(
        UserFactory(), SAID, domicile=fatubesi, match=MatchResult(MatchState.UNMATCHED)
    )
    assert (resident.name, resident.address, resident.sex) == ("Yohanes Tefanoi", "Jalan Lain 2", "L")
    assert (resident.match_state, resident.matched_at, resident.is_proven) == (MatchState.UNMATCHED, None, False)


def test_who_proves_the_number_takes_it_from_who_only_claimed_it(register, fatubesi):
    claimant, owner = UserFactory(), UserFactory()
    services.register_resident(claimant, SAID, domicile=fatubesi, match=MatchResult(MatchState.MISMATCH))
    resident = services.register_resident(owner, SAID, domicile=fatubesi, match=match_head())
    assert services.resident_of(owner) == resident
    assert services.resident_of(claimant) is None
    assert Resident.objects.count() == 1


@pytest.mark.parametrize(
    ("home", "said", "expected"),
    [
        ("same", "", ("Lorong Loket 5", "007", "003")),
        ("same", "Jalan Sendiri 1", ("Jalan Sendiri 1", "", "")),
        ("other", "", ("JALAN CONTOH CENDANA NO. 7", "003", "001")),
    ],
)
def test_a_counter_row_keeps_the_address_that_the_form_does_not_ask(register, fatubesi, home, said, expected):
    there = fatubesi if home == "same" else OfficeFactory().region
    where = {"address": "Lorong Loket 5", "rt": "007", "rw": "003", "domicile": there}
    unmatched(user=None, match_state=MatchState.CONFIRMED, **where)
    identity = Identity(HEAD.nik, HEAD.kk, HEAD.birth_date, address=said)
    resident = services.register_resident(UserFactory(), identity, domicile=fatubesi, match=match_head())
    assert (resident.address, resident.rt, resident.rw) == expected
    assert (resident.match_state, resident.name) == (MatchState.MATCHED, HEAD.name)


@pytest.mark.parametrize("first", [MatchState.MATCHED, MatchState.CONFIRMED, MatchState.UNMATCHED, None])
@pytest.mark.parametrize("second", [MatchState.MISMATCH, MatchState.UNMATCHED])
def test_without_proof_nobody_gets_a_number_that_is_there(fatubesi, first, second):
    taken = ResidentFactory(
        nik=HEAD.nik, match_state=first or MatchState.UNMATCHED, **({} if first else {"user": None})
    )
    with pytest.raises(ValidationError) as refusal:
        services.register_resident(UserFactory(), SAID, domicile=fatubesi, match=MatchResult(second))
    assert refusal.value.messages == services.not_registered().messages
    before = taken.user_id
    taken.refresh_from_db()
    assert (taken.user_id, Entry.objects.count()) == (before, 0)


def test_a_proven_number_of_another_account_is_refused_in_the_same_words(register, fatubesi):
    ResidentFactory(nik=HEAD.nik)
    with pytest.raises(ValidationError) as refusal:
        services.register_resident(UserFactory(), SAID, domicile=fatubesi, match=match_head())
    assert refusal.value.messages == services.not_registered().messages


def test_an_account_is_one_person(register, fatubesi):
    user = ResidentFactory().user
    with pytest.raises(ValidationError) as refusal:
        services.register_resident(user, SAID, domicile=fatubesi, match=match_head())
    assert refusal.value.messages == services.not_registered().messages


def test_of_eight_accounts_at_once_one_gets_the_number(register, committed):
    home = OfficeFactory().region
    match = match_head()
    users = UserFactory.create_batch(8)

    def attempt(user) -> str:
        try:
            return str(services.register_resident(user, SAID, domicile=home, match=match).user_id)
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(attempt, users))
    assert answers.count("refused") == 7
    assert str(Resident.objects.get().user_id) in answers
    assert [e.action for e in Entry.objects.all()] == ["register"]


# --- asking again


def unmatched(**fields: object) -> Resident:
    given = {"nik": HEAD.nik, "kk": HEAD.kk, "birth_date": HEAD.birth_date, "match_state": MatchState.UNMATCHED}
    return ResidentFactory(**{**given, "name": "Yohanes", **fields})


def test_when_the_register_is_back_the_person_is_matched(register, db):
    resident = unmatched()
    register.switches.status = 503
    assert services.refresh_match(Resident.objects.get(pk=resident.pk)).match_state == MatchState.UNMATCHED
    register.reset()
    assert services.refresh_match(Resident.objects.get(pk=resident.pk)).match_state == MatchState.MATCHED
    resident.refresh_from_db()
    assert (resident.name, resident.match_state) == (HEAD.name, MatchState.MATCHED)
    assert trail() == [(None, "match", {"match": "matched"})]
    assert services.refresh_match(Resident.objects.get(pk=resident.pk)).match_state == MatchState.MATCHED
    # Verified and fetched once; who is matched is not asked about again.
    assert register.questions == 2


def test_what_turns_out_not_to_agree_is_marked(register, db):
    resident = unmatched(kk=DEMO_STUDENT.kk)
    assert services.refresh_match(Resident.objects.get(pk=resident.pk)).match_state == MatchState.MISMATCH
    resident.refresh_from_db()
    assert (resident.name, resident.matched_at) == ("Yohanes", None)


def test_an_operator_who_was_faster_is_not_overruled(register, db):
    resident = unmatched(kk=DEMO_STUDENT.kk)
    Resident.objects.update(match_state=MatchState.CONFIRMED, matched_at="2026-11-26T00:00:00Z")
    assert services.refresh_match(resident).match_state == MatchState.CONFIRMED


# --- fresh facts of who is proven

LONG_AGO = timezone.now() - timedelta(days=400)
CHANGED = replace(HEAD, kk=DEMO_STUDENT.kk, marital_status="CERAI HIDUP", occupation="GURU")


@pytest.fixture
def proven(db) -> Resident:
    return unmatched(match_state=MatchState.MATCHED, matched_at=LONG_AGO, name=HEAD.name)


def test_old_facts_are_asked_for_again_and_follow_the_family_card(proven, register):
    register.records[HEAD.nik] = CHANGED
    before = (proven.user, proven.address, proven.domicile)
    resident = services.renew_facts(proven, by=proven.user)
    resident.refresh_from_db()
    assert (resident.marital_status, resident.occupation, resident.kk) == ("CERAI HIDUP", "GURU", DEMO_STUDENT.kk)
    assert (resident.user, resident.address, resident.domicile) == before
    assert trail() == [(proven.user, "renew_facts", {"match": "matched"})]
    services.renew_facts(resident, by=proven.user)
    assert register.questions == 1


@pytest.mark.parametrize("fault", ["silent", "gone", "another birth date"])
def test_without_an_answer_the_old_facts_stay_with_their_date(proven, register, fault):
    register.switches.down = fault == "silent"
    if fault == "gone":
        del register.records[HEAD.nik]
    else:
        register.records[HEAD.nik] = replace(CHANGED, birth_date=date(1990, 1, 1))
    services.renew_facts(proven, by=proven.user)
    proven.refresh_from_db()
    assert (proven.match_state, proven.matched_at, proven.occupation) == (MatchState.MATCHED, LONG_AGO, "WIRASWASTA")
    assert trail() == []


def test_whom_an_operator_confirmed_is_matched_only_when_all_agrees(proven, register):
    Resident.objects.update(match_state=MatchState.CONFIRMED)
    proven.refresh_from_db()
    register.records[HEAD.nik] = CHANGED
    assert services.renew_facts(proven, by=proven.user).match_state == MatchState.CONFIRMED
    register.records[HEAD.nik] = replace(CHANGED, kk=HEAD.kk)
    assert services.renew_facts(proven, by=proven.user).match_state == MatchState.MATCHED


def test_asking_for_a_relative_brings_their_facts_up_to_date(proven, register):
    register.records[HEAD.nik] = CHANGED
    said = Identity(HEAD.nik, CHANGED.kk, HEAD.birth_date)
    resident = services.note_relative(said, domicile=OfficeFactory().region, by=UserFactory())
    assert (resident.user, resident.occupation, resident.kk) == (proven.user, "GURU", CHANGED.kk)
    assert resident.domicile == proven.domicile


# --- at the counter


def test_an_operator_confirms_somebody_whom_the_register_does_not_know(db):
    office = OfficeFactory()
    operator = staff(Role.OPERATOR, office)
    resident = unmatched(domicile=office.region)
    confirmed = services.confirm_at_counter(resident, by=operator)
    assert (confirmed.match_state, confirmed.is_proven) == (MatchState.CONFIRMED, True)
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.subject_id, entry.office) == (operator, "confirm", resident.pk, office)
    with pytest.raises(ValidationError):
        services.confirm_at_counter(resident, by=operator)


def test_nobody_else_confirms(db):
    office = OfficeFactory()
    resident = unmatched(domicile=office.region)
    assert resident.user
    own = staff(Role.OPERATOR, office)
    mine = ResidentFactory(user=own, domicile=office.region, match_state=MatchState.MISMATCH)
    for row, by in (
        (resident, resident.user),
        (resident, staff(Role.OPERATOR)),
        (resident, staff(Role.LURAH, office)),
        (mine, own),
    ):
        with pytest.raises(PermissionDenied):
            services.confirm_at_counter(row, by=by)
    assert Entry.objects.count() == 0


def test_a_revealed_nik_is_recorded_without_the_nik(db):
    office = OfficeFactory()
    operator = staff(Role.OPERATOR, office)
    resident = ResidentFactory(nik=HEAD.nik, domicile=office.region)
    assert services.reveal_nik(resident, by=operator, reason="letters.check") == HEAD.nik
    assert trail() == [(operator, "reveal_nik", {"reason": "letters.check"})]


def test_somebody_moves(db):
    office = OfficeFactory()
    resident = ResidentFactory()
    moved = services.change_home(resident, Home(office.region, "Jalan Contoh 9", "001", "002"), by=resident.user)
    assert (moved.domicile, moved.address) == (office.region, "Jalan Contoh 9")
    assert moved.registered_address == resident.registered_address
    assert trail() == [(resident.user, "change_home", {})]
