"""Words, vetoes, tickets and ClaimReview, without a database."""

import json
from datetime import date

import pytest

from kabashoax.rules import claimreview, likeness, measuring, tickets, unfolding, veto, wording
from kabashoax.rules.measuring import Outcome


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Beta dapa info air su campur racun, sonde boleh minum", "air campur racun tidak boleh minum"),
        ("MENCEKK4M!! J0KOWI DIKEPUN9", "mencekkam jokowi dikepung"),
        ("bagi2 50Jt", "bagi 50000000"),
        ("Rp5juta atau Rp 5.000.000 atau lima juta", "5000000 5000000 5000000"),
        ("2.420 rumah, 6,4 triliun", "2420 rumah 6400000000000"),
        ("𝘗𝘙𝘖𝘎𝘙𝘈𝘔 promo 🔥 https://contoh.test/x", "program promo"),
        ("", ""),
        ("gempa M5,7 tgl 4/5/2026", "gempa magnitudo 5.7 4 mei 2026"),
        ("timnas U-23 dan u23, obat 2x sehari", "timnas u23 u23 obat 2 kali 1 hari"),
        ("grup B, vaksin a, b dengar", "b vaksin a"),
        ("hati-hati penyakit hati", "penyakit hati"),
        ("Forwarded many times: lampu padam", "lampu padam"),
    ],
)
def test_words_have_one_spelling(typed, words):
    assert wording.canonical(typed) == words


TITLE = "Puan Maharani membagikan Rp 25 juta di Kupang pada 12 Maret"


@pytest.mark.parametrize(
    ("asked", "differences"),
    [
        ("puan maharani bagi 25jt di kupang 12 maret", ()),
        ("puan maharani bagi 50jt di kupang 12 maret", ("number",)),
        ("puan maharani bagi 25jt di kupang 12 april", ("date",)),
        ("puan maharani bagi 25jt di ambon 12 maret", ("name",)),
        ("suami puan maharani bagi 25jt di kupang 12 maret", ("name",)),
        ("puan maharani sonde bagi 25jt di kupang 12 maret", ("negation",)),
    ],
)
def test_each_kind_of_difference_vetoes(asked, differences):
    assert veto.differences(asked, wording.canonical(TITLE), "") == differences


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("prabowo tunjuk jokowi jadi ketua umum", "jokowi tunjuk prabowo jadi ketua umum"),
        ("israel diserang iran", "israel menyerang iran"),
        ("israel serang iran", "israel diserang iran"),
        ("harga turun di kupang", "harga naik di kupang"),
        ("ditangkap polisi puan", "suami puan ditangkap polisi"),
        ("gempa di timor", "gempa di timur"),
    ],
)
def test_who_did_what_to_whom_vetoes(asked, title):
    assert veto.differences(asked, wording.canonical(title), "") != ()


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("feri rote ke kupang berhenti", "Feri Kupang ke Rote berhenti"),
        ("banjir 3 jam di oeba", "Banjir 3 hari di Oeba"),
        ("pasar oeba tutup setiap hari", "Pasar Oeba tutup setiap jam"),
        ("lampu padam siang hari di alak", "Lampu padam malam hari di Alak"),
        ("suryani ditangkap di kupang", "Suryadi ditangkap di Kupang"),
        ("bank bni menutup kantor bni", "Bank BNI menutup kantor BRI"),
        ("puskesmas naikoten 1 tutup", "Puskesmas Naikoten II tutup"),
        ("hamas kirim bantuan untuk warga gaza", "Bantuan untuk warga Gaza dirampas Hamas"),
        ("wali kota boleh diganti bulan ini juga", "Wali kota wajib diganti bulan ini juga"),
        ("bantuan untuk warga dirampas", "Bantuan untuk warga Gaza dirampas Hamas"),
        ("jembatan retak, sonde jadi roboh", "Jembatan retak, jadi roboh"),
        ("tarif parkir naik dari 5 menjadi 3 ribu", "Tarif parkir naik dari 3 ribu menjadi 5"),
        ("persekot masuk grup b liga kota", "Persekot masuk grup C liga kota"),
        ("persekot masuk grup liga kota", "Persekot masuk grup C liga kota"),
        ("warga kupang boleh kerja di dalam negeri mulai besok", "Warga Kupang boleh kerja di luar negeri mulai besok"),
        ("lurah mundur saat rapat warga di gedung serbaguna", "Lurah mundur setelah rapat warga di gedung serbaguna"),
        ("obat sakit hati dibagi di puskesmas", "Obat sakit jantung dibagi di puskesmas"),
        ("maria lodo ditangkap polisi", "Marina Lodo ditangkap polisi"),
        ("rambat api di pasar", "Rambut api di pasar"),
        ("yunus dari promosi situs judi", "Yunus Corbeto promosi situs judi"),
        ("warga kejar warga dan polisi di pasar", "Polisi kejar warga dan polisi di pasar"),
        (
            "feri kupang rote tenggelam di selat pukuafu kemarin",
            "Feri Kupang Rote hampir tenggelam di Selat Pukuafu kemarin",
        ),
        ("lurah oebobo mundur dari jabatan lurah besok", "Lurah Oebobo ancam mundur dari jabatan lurah besok"),
        ("panitia larang yunus hadir di debat lurah", "Panitia larang tim Yunus hadir di debat lurah"),
        (
            "warga alak antre minyak tanah di depan kantor lurah",
            "Ribuan warga Alak antre minyak tanah di depan kantor lurah",
        ),
        ("polisi tahan kapal pengangkut kayu jati di tenau", "Polisi tahan kapal pengangkut kayu jati ilegal di Tenau"),
        ("lowongan kerja bank september 2026", "Lowongan kerja Bank BNI September 2026"),
        ("paslon o1 menang di kupang", "Paslon 02 menang di Kupang"),
        ("gempa guncang alor 4/5/2026", "Gempa guncang Alor 4 Juni 2026"),
    ],
)
def test_one_thing_changed_or_decisive_left_out_vetoes(asked, title):
    assert veto.differences(asked, wording.canonical(title), "") != ()


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("di kupang puan bagi uang, betul ko sonde?", "Puan bagikan uang di Kupang"),
        ("hasto manangis karna suara turun", "Hasto menangis karena suara turun"),
        ("vaksin covid bikin lumpuh", "Vaksin Covid-19 membuat lumpuh"),
        ("jokowi marah soal jumat agung", "Presiden Jokowi marah soal Jum\u2019at Agung"),
        ("danny setiawan meninggal 27 september", "Danny Setiawan meninggal 27 September 2024"),
        ("gempa goyang kupang tadi malam 9,8", "Gempa 9,8 guncang Kupang"),
        ("jalan eltari tutup sebulan", "Jalan El Tari ditutup satu bulan"),
        ("beras plastik jual di pasar oeba", "Beras plastik dijual di Pasar Oeba"),
        ("festival pantai warna batal", "Festival Pantai Warna dibatalkan"),
        ("lodo ditangkap polisi di alor", "Yunus Lodo ditangkap polisi di Alor"),
        ("3 mei 2026 gempa m6,1 goyang alor", "Gempa magnitudo 6,1 guncang Alor 3 Mei 2026"),
        ("minyak kelapa sembuhin kudis", "Minyak kelapa bisa menyembuhkan kudis"),
        ("pasar roboh timpa 3 motor", "Pasar runtuh menimpa 3 motor"),
    ],
)
def test_the_same_in_other_words_passes(asked, title):
    assert veto.differences(asked, wording.canonical(title), "") == ()


def test_words_of_the_text_may_be_added_but_not_put_in_the_place_of_others():
    title, text = wording.canonical("Guru di Oebobo dipukul orang"), wording.canonical("Siswa lari waktu guru dipukul")
    assert veto.differences("guru di oebobo dipukul, siswa lari", title, text) == ()
    assert veto.differences("siswa di oebobo dipukul orang", title, text) == ("name",)


def test_a_slip_in_a_long_word_is_no_difference_but_another_name_is():
    assert likeness.same("menyebarkan", "menyebrkan")
    assert likeness.slipped("prabwo", "prabowo")
    assert likeness.slipped("cirrebon", "cirebon")
    assert not likeness.slipped("suryani", "suryadi")
    assert not likeness.slipped("susanti", "susanto")
    assert not likeness.same("dewi", "dawi")
    assert not likeness.slipped("maria", "marina")
    assert not likeness.slipped("muladi", "mulyadi")


def test_what_stands_below_a_line_is_told_about_the_post():
    assert unfolding.claimed("Pasar tutup besok\n=====\nFaktanya tidak").strip() == "Pasar tutup besok"
    assert unfolding.claimed("====\nPasar tutup besok").strip() == "Pasar tutup besok"
    assert unfolding.claimed("Cek --- pasar tutup besok") == "Cek --- pasar tutup besok"
    assert unfolding.claimed("") == ""


def test_a_claim_that_holds_every_word_may_be_meant():
    assert veto.may_mean("ombak tinggi di sabu", "sabu", "ombak tinggi")
    assert not veto.may_mean("ombak tinggi di sabu", "sabu", "ombak besar")


def test_everyday_words_are_known_in_their_forms_and_names_are_not():
    assert all(map(likeness.is_familiar, ("menyebarkan", "kemenangan", "ditutup", "pengeroyokan", "harga")))
    assert not any(map(likeness.is_familiar, ("prabowo", "oesapa", "laiskodat", "jokowi", "mpox")))


def test_a_ticket_is_found_however_it_is_typed():
    ticket = tickets.new_ticket()
    assert tickets.normal_ticket(f" {ticket.lower().replace('-', ' ')} ") == ticket
    assert tickets.normal_ticket(ticket) == ticket
    assert tickets.normal_ticket(ticket.removeprefix("KH-")) == ticket
    assert tickets.normal_ticket("KHKH-2345") == "KH-KHKH-2345"


def test_figures_of_a_measurement():
    outcomes = [
        Outcome("paraphrase", 0, answered=True, seconds=0.01),
        Outcome("paraphrase", 1, answered=True, seconds=0.02),
        Outcome("paraphrase", None, answered=False, seconds=0.03),
        Outcome("nearmiss", None, answered=True, seconds=0.04),
    ]
    assert measuring.figures(outcomes) == {
        "recall_at_1": 0.3333, "recall_at_5": 0.6667, "mrr": 0.5, "auto_answered": 1, "auto_wrong": 2, "p95_ms": 40.0,
    }  # fmt: skip


def test_the_claim_review_cannot_end_its_script_element():
    review = claimreview.claim_review(
        claim="</script><b>x&", verdict="fabricated", label="Konten palsu", url="https://contoh.test/", sources=[],
        published_on=date(2026, 1, 2), seen_on=date(2026, 1, 1), publisher="Kominfo",
    )  # fmt: skip
    text = claimreview.embedded(review)
    assert not set(text) & set("<>&")
    assert json.loads(text)["claimReviewed"] == "</script><b>x&"
    assert json.loads(text)["reviewRating"]["ratingValue"] == 1
