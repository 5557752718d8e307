"""People search by what they need a letter for, in their own words and with typing faults."""

import pytest
from django.urls import reverse

from sodamolek.letters import queries, services
from sodamolek.letters.rules.search import build_index, distance, search
from sodamolek.letters.views import frame
from tools import letters as pictures

SPECS = pictures.specs()
INDEX = build_index(SPECS.values())


def codes(words: str) -> list[str]:
    return [match.code for match in search(INDEX, words)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("beasiswa", "SKTM"),
        ("besiswa", "SKTM"),
        ("bea siswa kuliah", "SKTM"),
        ("modal usaha", "SKU"),
        ("modal usahaa", "SKU"),
        ("moadl usaha", "SKU"),
        ("pinjam kur di bank", "SKU"),
        ("beta mau buka kios", "SKU"),
        ("warisan", "SKAW"),
        ("balik nama tanah warisan", "SKAW"),
        ("nikah di kua", "N1"),
        ("kawin gereja", "PPCS"),
        ("nikah gereja katolik", "PPCS"),
        ("bpjs mati", "RPBI"),
        ("bpjs nonaktif", "RPBI"),
        ("skck", "SKCK"),
        ("melamar kerja polisi", "SKCK"),
        ("ktp hilang", "PKTP"),
        ("dompet hilang", "SKH"),
        ("bapa su mati", "SKM"),
        ("akta kematian", "SKM"),
        ("akta lahir anak", "SKL"),
        ("anak baru lahir", "SKL"),
        ("pindah alamat", "SKPD"),
        ("kos", "SKD"),
        ("domisili perusahaan", "SKDU"),
        ("yayasan", "SKDU"),
        ("pesta nikahan tutup jalan", "SIK"),
        ("sertifikat tanah", "SKT"),
        ("slip gaji", "SKP"),
        ("rumah subsidi", "SKBR"),
        ("salah nama di ijazah", "SKBN"),
        ("suami hilang gugat cerai", "SKG"),
        ("wali murid", "SKWL"),
        ("pensiun janda", "SKJD"),
        ("belum menikah", "SKBM"),
        ("sonde mampu", "SKTM"),
        ("dispensasi camat", "DISN"),
        ("surat keterangan domisili", "SKD"),
        ("Surat Keterangan Tidak Mampu", "SKTM"),
        ("sktm", "SKTM"),
    ],
)
def test_the_best_answer_stands_first(words, code):
    assert codes(words)[0] == code


@pytest.mark.parametrize(
    ("words", "among"), [("nikah", {"N1", "PPCS"}), ("bpjs", {"RPBI", "SKTM"}), ("kerja", {"SKCK"})]
)
def test_a_wide_word_gives_a_choice(words, among):
    assert among <= set(codes(words)[:5])


@pytest.mark.parametrize("words", ["xyzzy", "qqqq wwww", "123456789", "%%% \x00 ''", "🙂"])
def test_nonsense_finds_nothing(words):
    assert codes(words) == []


def test_every_purpose_finds_its_kind():
    missed = [
        (spec.code, keyword)
        for spec in SPECS.values()
        for purpose in spec.purposes
        for keyword in purpose.keywords
        if spec.code not in codes(keyword)
    ]
    assert missed == []


def test_one_more_word_never_hides_a_kind():
    assert "SKTM" in codes("beasiswa blablabla zzz")


def test_a_match_says_why():
    best = search(INDEX, "besiswa")[0]
    assert best.purpose == "Beasiswa dan biaya pendidikan"
    assert best.read_as == (("besiswa", "beasiswa"),)


@pytest.mark.parametrize(
    ("one", "other", "gap"), [("usaha", "usaha", 0), ("usahaa", "usaha", 1), ("moadl", "modal", 1), ("abc", "xyz", 3)]
)
def test_typing_faults_are_counted(one, other, gap):
    assert distance(one, other, 2) == gap


def test_searching_reads_the_kinds_once(db, django_assert_num_queries):
    services.load_kinds()
    queries.find_kinds("beasiswa")
    with django_assert_num_queries(1) as captured:
        found = queries.find_kinds("beasiswa")
    assert found[0].kind.code == "SKTM"
    assert '"data"' not in captured[0]["sql"]


def test_a_new_version_is_found_by_its_words(db, tmp_path):
    import json

    from sodamolek.letters.services.kinds import FOLDER, read_kind

    services.load_kinds()
    assert queries.find_kinds("zanzibar") == []
    data = read_kind(FOLDER / "skd.json")
    data["purposes"][0]["keywords"].append("zanzibar")
    (tmp_path / "skd.json").write_text(json.dumps(data))
    services.load_kinds(tmp_path)
    assert [found.kind.code for found in queries.find_kinds("zanzibar")] == ["SKD"]


def test_home_search_says_why(db):
    services.load_kinds()
    hit = frame.kinds_matching("besiswa", None)[0]
    assert hit.url == reverse("letters:kind", args=["sktm"])
    assert "Beasiswa dan biaya pendidikan" in str(hit.text)


def test_the_catalogue_says_why_and_helps_when_nothing_fits(client, db):
    services.load_kinds()
    page = client.get(reverse("letters:catalogue"), {"q": "besiswa"}).content.decode()
    assert "“besiswa” kami baca “beasiswa”" in page
    page = client.get(reverse("letters:catalogue"), {"q": "xyzzy"}).content.decode()
    assert "lapor.go.id" in page
    assert reverse("letters:kind", args=["sktm"]) in page
