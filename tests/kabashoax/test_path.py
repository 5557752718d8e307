"""From a report to a published verdict and its correction: who may do what, and who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from core.notifications.models import Delivery
from core.workflow import IllegalMove, NotYourMove
from kabashoax.models import Claim, Report, Verdict
from kabashoax.services import claims, reporting, tracking, triage, verdicts
from kabashoax.services.claims import Reference
from kabashoax.workflow import ClaimStatus, ReportStatus
from tests.factories.accounts import staff
from tests.factories.kabashoax import TEXT, TITLE, claim, propose, published, report, rumour
from tests.factories.letters import photo
from tests.factories.regions import OfficeFactory

EMAIL = "pelapor@contoh.test"


def titles():
    return [delivery.title for delivery in Delivery.objects.order_by("pk")]


def test_a_report_needs_evidence(office):
    with pytest.raises(ValidationError) as refused:
        reporting.submit_report(rumour(link=""), by=None)
    assert list(refused.value.message_dict) == ["pictures"]
    assert Report.objects.count() == 0


def test_the_same_form_twice_is_one_report(office):
    said = rumour(contact=EMAIL)
    first = reporting.submit_report(said, by=None)
    assert reporting.submit_report(said, by=None) == first
    assert Report.objects.count() == 1
    assert titles() == [f"Laporan {first.report.ticket} kami terima"]


def test_a_verdict_is_proposed_by_one_and_published_by_another(checker, editor, office):
    made = claim(checker, contact=EMAIL)
    propose(made, checker)
    with pytest.raises(NotYourMove):
        verdicts.publish(made, by=staff(Role.FACT_CHECKER, office))
    made = verdicts.publish(made, by=editor)
    assert (made.status, made.verdict) == (ClaimStatus.PUBLISHED, "fabricated")
    assert Report.objects.get().status == ReportStatus.ANSWERED
    ticket = Report.objects.get().ticket
    assert titles() == [
        f"Laporan {ticket} kami terima",
        f"Laporan {ticket} sedang diperiksa",
        f"Hasil pemeriksaan untuk laporan {ticket}",
    ]
    moves = Trail.objects.filter(subject_type="kabashoax.claim").order_by("pk")
    assert [(row.actor_id, row.action) for row in moves] == [
        (checker.pk, "open"), (checker.pk, "add_source"), (checker.pk, "propose"), (editor.pk, "publish"),
    ]  # fmt: skip


def test_who_holds_both_roles_still_needs_somebody_else(checker, editor, office):
    Assignment.objects.create(user=editor, role=Role.FACT_CHECKER, office=office, starts_on="2020-01-01")
    made = claim(checker)
    propose(made, editor)
    with pytest.raises(ValidationError, match="editor lain"):
        verdicts.publish(made, by=editor)
    made.refresh_from_db()
    assert made.status == ClaimStatus.PROPOSED
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.update(published_by=editor, published_at="2026-01-01T00:00Z")


def test_without_a_source_nothing_can_be_proposed(checker):
    made = triage.open_claim(report(), title=TITLE, wording=TEXT, by=checker)
    with pytest.raises(ValidationError, match="sumber"):
        propose(made, checker)


def test_a_correction_shows_its_history_and_tells_who_was_answered(checker, editor):
    made = published(checker, editor, contact=EMAIL)
    with pytest.raises(ValidationError) as refused:
        propose(made, checker, kind="misleading")
    assert list(refused.value.message_dict) == ["reason"]
    propose(made, checker, kind="misleading", reason="Ada keterangan baru.")
    made.refresh_from_db()
    assert (made.status, made.verdict) == (ClaimStatus.CORRECTING, "fabricated")
    made = verdicts.publish(made, by=editor)
    assert (made.status, made.verdict) == (ClaimStatus.PUBLISHED, "misleading")
    assert [(row.version, row.kind, row.reason) for row in made.verdicts.all()] == [
        (2, "misleading", "Ada keterangan baru."), (1, "fabricated", ""),
    ]  # fmt: skip
    assert titles()[-1] == f"Ada ralat untuk laporan {Report.objects.get().ticket}"


@pytest.mark.parametrize("automatic", [False, True])
def test_an_address_is_kept_ninety_days_after_the_answer(checker, editor, automatic):
    reported = timezone.now()
    with time_machine.travel(reported, tick=False):
        made = published(checker, editor) if automatic else claim(checker, contact=EMAIL)
    with time_machine.travel(reported + timedelta(days=91), tick=False):
        if automatic:
            reporting.submit_report(rumour(contact=EMAIL), by=None, known=made)
        else:
            propose(made, checker)
            verdicts.publish(made, by=editor)
    answered = timezone.localdate(reported) + timedelta(days=91)
    assert [triage.forget_contacts(answered + timedelta(days=days)) for days in (1, 90, 91)] == [0, 0, 1]
    assert set(Report.objects.values_list("contact", "has_contact")) == {("", False)}


def test_a_proposal_can_be_handed_back_and_made_again(checker, editor):
    made = claim(checker)
    propose(made, checker)
    made = verdicts.hand_back(made, note="Tambahkan sumber resmi.", by=editor)
    assert (made.status, made.note) == (ClaimStatus.CHECKING, "Tambahkan sumber resmi.")
    propose(made, checker)
    made.refresh_from_db()
    assert verdicts.publish(made, by=editor).status == ClaimStatus.PUBLISHED
    with pytest.raises(IllegalMove):
        verdicts.publish(made, by=editor)


def test_a_late_report_of_a_published_claim_is_answered_at_once(checker, editor):
    made = published(checker, editor)
    late = triage.join_claim(report(contact=EMAIL), made, by=checker)
    assert (late.status, late.claim) == (ReportStatus.ANSWERED, made)
    assert titles()[-1] == f"Hasil pemeriksaan untuk laporan {late.ticket}"


def test_a_refused_report_says_why(checker):
    row = triage.reject_report(report(contact=EMAIL), reason="Bukan tentang Kota Kupang.", by=checker)
    assert row.status == ReportStatus.REJECTED
    assert "Bukan tentang Kota Kupang." in Delivery.objects.order_by("pk").last().body


def test_only_fact_checkers_of_the_office_decide(checker, editor):
    row = report()
    stranger = staff(Role.FACT_CHECKER, OfficeFactory(dinas=True))
    for somebody in (editor, stranger):
        with pytest.raises(NotYourMove):
            triage.open_claim(row, title=TITLE, wording=TEXT, by=somebody)
    assert Claim.objects.count() == 0


def test_a_source_keeps_a_copy_with_its_digest(checker):
    made = claim(checker)
    source = claims.add_source(made, Reference("BMKG", "Siaran pers", "Tidak benar."), copy=photo(), by=checker)
    assert source.digest == source.copy.sha256
    claims.remove_source(source, by=checker)
    assert made.sources.count() == 1


def test_me_too_counts_once_a_day_for_each_address(checker, editor):
    made = published(checker, editor)
    assert claims.count_echo(made, address="10.9.0.1") is True
    assert claims.count_echo(made, address="10.9.0.1") is False
    assert claims.count_echo(made, address="10.9.0.2") is True
    made.refresh_from_db()
    assert (made.echoes, [day.count for day in made.days.all()]) == (2, [2])


def test_ticket_and_pin_show_the_state_and_nothing_else(checker):
    row = report(contact=EMAIL)
    pin = reporting.pin_of(row)
    wrong = f"{(int(pin) + 1) % 10**6:06d}"
    assert tracking.track(row.ticket, wrong, address="10.9.1.1") is None
    found = tracking.track(row.ticket.lower(), pin, address="10.9.1.1")
    assert (found.ticket, found.status, found.claim) == (row.ticket, "submitted", None)
    for _try in range(5):
        tracking.track("KH-2222-2222", "000000", address="10.9.1.2")
    with pytest.raises(tracking.TooManyTriesError):
        tracking.track("KH-2222-2222", "000000", address="10.9.1.3")


def test_an_automatic_answer_can_be_disputed_once(checker, editor):
    made = published(checker, editor)
    receipt = reporting.submit_report(rumour(), by=None, known=made)
    assert receipt.report.status == ReportStatus.ANSWERED
    found = tracking.dispute(receipt.report.ticket, receipt.pin, address="10.9.2.1")
    assert (found.status, found.can_dispute) == (ReportStatus.SUBMITTED, False)
    # What a fact-checker decided stays decided.
    late = triage.join_claim(Report.objects.get(pk=receipt.report.pk), made, by=checker)
    assert tracking.dispute(late.ticket, receipt.pin, address="10.9.2.1").status == ReportStatus.ANSWERED
