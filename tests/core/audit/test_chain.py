"""The trail is append-only, gapless, and shows what was done to it."""

import random
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, ProgrammingError, connection, transaction

from core.accounts.models import User
from core.audit import queries, rules, services
from core.audit.models import Entry, Link
from tests.core.audit.chains import make_chain, superuser
from tools.testing import _admin

LENGTH = 30


def verify(**options):
    call_command("verify_audit", **options)


def test_links_are_written_at_commit_and_recompute_outside_the_database(committed, capsys):
    make_chain(3)
    links = list(Link.objects.values_list("seq", "previous_hash", "entry__action"))
    assert [(seq, action) for seq, _previous, action in links] == [(1, "langkah-0"), (2, "langkah-1"), (3, "langkah-2")]
    assert links[0][1] == rules.FIRST_HASH
    assert links[1][1] == Link.objects.get(seq=1).hash
    verify()
    assert capsys.readouterr().out == "Rantai utuh: 3 catatan.\n"


def test_an_empty_trail_is_whole(committed, capsys):
    verify()
    assert capsys.readouterr().out == "Rantai utuh: 0 catatan.\n"


def test_what_is_rolled_back_leaves_no_gap(committed):
    user = make_chain(1)
    with transaction.atomic():
        services.record("gagal", user, by=user)
        transaction.set_rollback(True)
    services.record("berhasil", user, by=user)
    assert list(Link.objects.values_list("seq", "entry__action")) == [(1, "langkah-0"), (2, "berhasil")]
    verify()


def test_writers_at_once_make_one_chain(committed):
    user = User.objects.create_user(name="Pegawai Contoh")

    def write(who: int) -> None:
        for number in range(20):
            with transaction.atomic():
                services.record(f"{who}-{number}", user, by=user)
                services.record(f"{who}-{number}-lagi", user, by=user)
        connection.close()

    threads = [threading.Thread(target=write, args=[who]) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Link.objects.values_list("seq", flat=True)) == list(range(1, 321))
    verify()


@pytest.mark.parametrize("role", ["kupang_app", "kupang_migrate", "postgres"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'lain'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "UPDATE audit_link SET hash = ''",
        "DELETE FROM audit_link",
        "TRUNCATE audit_link",
        "UPDATE audit_entry SET action = 'lain' WHERE false",
    ],
)
def test_the_database_refuses_every_change_to_every_role(committed, role, statement):
    make_chain(2)
    with _admin(committed) as admin, admin.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        with pytest.raises(Exception, match=r"append-only|permission denied"):
            cursor.execute(statement)
        cursor.execute("RESET ROLE; SET session_replication_role = replica")
        with pytest.raises(Exception, match="append-only"):
            cursor.execute(statement)
    assert (Entry.objects.count(), Link.objects.count()) == (2, 2)


def test_the_portals_role_cannot_write_a_link(committed):
    user = make_chain(1)
    entry = services.record("lain", user, by=user)
    with pytest.raises((ProgrammingError, InternalError), match="permission denied"):
        Link.objects.create(seq=99, entry=entry, previous_hash="", hash="")


def test_the_auditors_role_reads_the_trail_and_nothing_else(committed):
    make_chain(2)
    with _admin(committed) as admin, admin.cursor() as cursor:
        cursor.execute("SET ROLE kupang_auditor")
        cursor.execute("SELECT count(*) FROM audit_entry JOIN audit_link ON entry_id = id")
        assert cursor.fetchone() == (2,)
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("SELECT * FROM accounts_user")


# --- a superuser with every trigger off: edits, deletions, reorderings, cuts

EDITS = {
    "action": "UPDATE audit_entry SET action = 'lain' WHERE id = %(entry)s",
    "actor": "UPDATE audit_entry SET actor_id = NULL WHERE id = %(entry)s",
    "time": "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = %(entry)s",
    "detail": """UPDATE audit_entry SET detail = detail || '{"nomor": -1}' WHERE id = %(entry)s""",
    "detail's type": """UPDATE audit_entry SET detail = detail || '{"ket": "x"}' WHERE id = %(entry)s""",
    "subject": "UPDATE audit_entry SET subject_id = gen_random_uuid() WHERE id = %(entry)s",
    "hash": "UPDATE audit_link SET hash = repeat('a', 64) WHERE seq = %(seq)s",
    "previous": "UPDATE audit_link SET previous_hash = repeat('a', 64) WHERE seq = %(seq)s",
}
REMOVALS = {
    "entry": "DELETE FROM audit_entry WHERE id = %(entry)s",
    "link": "DELETE FROM audit_link WHERE seq = %(seq)s",
    "both": "DELETE FROM audit_link WHERE seq = %(seq)s; DELETE FROM audit_entry WHERE id = %(entry)s",
    "both, gap closed": """DELETE FROM audit_link WHERE seq = %(seq)s; DELETE FROM audit_entry WHERE id = %(entry)s;
        UPDATE audit_link SET seq = -seq WHERE seq > %(seq)s; UPDATE audit_link SET seq = -seq - 1 WHERE seq < 0""",
}
SWAPS = {
    "seq": """UPDATE audit_link SET seq = -1 WHERE seq = %(seq)s;
        UPDATE audit_link SET seq = %(seq)s WHERE seq = %(next)s;
        UPDATE audit_link SET seq = %(next)s WHERE seq = -1""",
    "entries": """CREATE TEMP TABLE pair AS SELECT seq, entry_id FROM audit_link WHERE seq IN (%(seq)s, %(next)s);
        UPDATE audit_link SET entry_id = gen_random_uuid() WHERE seq IN (%(seq)s, %(next)s);
        UPDATE audit_link l SET entry_id = p.entry_id FROM pair p WHERE l.seq = %(seq)s + %(next)s - p.seq;
        DROP TABLE pair""",
}


@pytest.fixture
def chain(committed):
    """A chain, its hashes as an anchor, and a way to look at it after a change that is then undone."""
    make_chain(LENGTH)
    return committed


def broken_after(database: str, statement: str, seq: int, anchors: dict[int, str] | None = None) -> rules.Break | None:
    """What the check finds after `statement`, which is rolled back afterwards."""
    with superuser(database) as cursor:
        cursor.execute("SELECT entry_id FROM audit_link WHERE seq = %s", [seq])
        values = {"seq": seq, "next": seq + 1, "entry": cursor.fetchone()[0]}
        cursor.execute("BEGIN")
        cursor.execute(statement, values)
        cursor.execute(queries.CHAIN)
        rows = [rules.ChainRow(*row) for row in cursor.fetchall()]
        _count, found = rules.first_break(rows, anchors or {})
        cursor.execute("ROLLBACK")
    return found


def test_a_hundred_manipulations_are_all_found_at_the_right_row(chain):
    chance = random.Random(5371)
    anchors = {LENGTH: Link.objects.get(seq=LENGTH).hash}
    kinds = [*EDITS.values(), *REMOVALS.values(), *SWAPS.values()]
    found = []
    for number in range(88):
        seq = chance.randrange(1, LENGTH - 1)
        broken = broken_after(chain, kinds[number % len(kinds)], seq)
        found.append((seq, broken.seq if broken else None))
    for number in range(12):  # the tail is cut, entries and links
        seq = LENGTH - number
        statement = """DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq >= %(seq)s);
            DELETE FROM audit_link WHERE seq >= %(seq)s"""
        broken = broken_after(chain, statement, seq, anchors)
        found.append((seq, broken.seq if broken else None))
    assert len(found) == 100
    assert [(expected, got) for expected, got in found if expected != got] == []


def test_the_command_names_the_first_broken_row_and_fails(chain):
    entry = Link.objects.get(seq=7).entry_id
    with superuser(chain) as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'lain' WHERE id = %s", [str(entry)])
    with pytest.raises(CommandError, match=f"tautan 7 .catatan {entry}.: isi catatan atau tautannya diubah") as error:
        verify()
    assert error.value.returncode == 1


def test_an_entry_written_around_the_chain_is_found(chain):
    with superuser(chain) as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, action, subject_type, subject_id, detail) "
            "VALUES ('00000000-0000-7000-8000-000000000001', now(), 'palsu', 'x.y', gen_random_uuid(), '{}')"
        )
    with pytest.raises(CommandError, match="00000000-0000-7000-8000-000000000001 tidak punya tautan"):
        verify()


def test_a_cut_tail_and_a_rewritten_chain_show_against_an_anchor(chain, tmp_path, capsys):
    anchors = tmp_path / "jangkar.txt"
    call_command("anchor_audit", anchors)
    verify(anchors=anchors)
    line = anchors.read_text().split()
    assert (line[0], line[1]) == (str(LENGTH), Link.objects.get(seq=LENGTH).hash)
    with superuser(chain) as cursor:
        cursor.execute("DELETE FROM audit_link WHERE seq = %s RETURNING entry_id", [LENGTH])
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [cursor.fetchone()[0]])
    verify()  # without the anchor nothing shows: that is why it exists
    with pytest.raises(CommandError, match=f"tautan {LENGTH}: ekor rantai terpotong"):
        verify(anchors=anchors)


def test_a_chain_recomputed_as_a_whole_shows_against_an_anchor(chain, tmp_path):
    anchors = tmp_path / "jangkar.txt"
    call_command("anchor_audit", anchors)
    with superuser(chain) as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'lain' WHERE action = 'langkah-3'")
        cursor.execute(queries.CHAIN)
        previous = rules.FIRST_HASH
        for seq, _entry, _previous, _hash, text in cursor.fetchall():
            new = rules.link_hash(previous, seq, text)
            cursor.execute("UPDATE audit_link SET previous_hash = %s, hash = %s WHERE seq = %s", [previous, new, seq])
            previous = new
    verify()
    with pytest.raises(CommandError, match="rantai ditulis ulang"):
        verify(anchors=anchors)


@pytest.mark.parametrize("text", ["1", "x " + "a" * 64, "1 abc"])
def test_a_broken_anchor_file_is_named(committed, tmp_path, text):
    file = tmp_path / "jangkar.txt"
    file.write_text(text)
    with pytest.raises(CommandError, match="baris 1 bukan jangkar"):
        verify(anchors=file)
