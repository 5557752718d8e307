import threading

from django.db import connection

from core.accounts.models import User


def test_rows_are_written(db):
    User.objects.create_user(name="Contoh")
    assert User.objects.count() == 1


def test_committed_rows_are_seen_by_another_connection(committed):
    User.objects.create_user(name="Contoh")
    seen: list[int] = []

    def look() -> None:
        seen.append(User.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]
