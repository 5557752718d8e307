"""The mail catcher takes part in a real SMTP conversation and keeps every message."""

import smtplib
import socket
import subprocess
import sys
import time
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from tools.embedded import PROJECT
from tools.mailcatcher import KEPT


@pytest.fixture
def catcher(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tools.mailcatcher", "--port", str(port), "--folder", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT) as process:
        for _ in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, tmp_path
        process.terminate()


def test_a_message_becomes_a_file_with_its_recipients(catcher):
    port, folder = catcher
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "portal@kupang.contoh", "ani@surel.contoh", "Surat selesai"
    message.set_content("Surat Anda selesai.")
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(message, to_addrs=["ani@surel.contoh", "budi@surel.contoh"])
    files = list(folder.glob("*.eml"))
    kept = message_from_bytes(files[0].read_bytes())
    assert [len(files), kept["Subject"], kept["X-Envelope-To"]] == [
        1,
        "Surat selesai",
        "ani@surel.contoh, budi@surel.contoh",
    ]
    assert kept.get_payload().strip() == "Surat Anda selesai."


def test_the_oldest_go_when_there_are_too_many(tmp_path):
    from aiosmtpd.smtp import Envelope

    from tools.mailcatcher import keep

    for number in range(KEPT):
        (tmp_path / f"{number:019}-aaaa.eml").touch()
    envelope = Envelope()
    envelope.content, envelope.rcpt_tos = b"Subject: baru\r\n\r\n", ["ani@surel.contoh"]
    newest = keep(tmp_path, envelope)
    names = sorted(file.name for file in tmp_path.glob("*.eml"))
    assert (len(names), names[0], names[-1]) == (KEPT, f"{1:019}-aaaa.eml", newest.name)
