"""Requests in an encoding that Django can't read are answered before it, and gunicorn's errors are masked."""

import logging
import logging.config
from wsgiref.util import setup_testing_defaults

import pytest

from kupang_portal.logs import logging_to_stderr


def ask(content_type: str, **environ: str) -> str:
    """The status that the served application answers."""
    from kupang_portal.wsgi import application

    statuses: list[str] = []
    environ = {"PATH_INFO": "/_health/live", "HTTP_HOST": "localhost", "CONTENT_TYPE": content_type, **environ}
    setup_testing_defaults(environ)
    list(application(environ, lambda status, _headers, _error=None: statuses.append(status)))
    return statuses[0]


@pytest.mark.parametrize(
    "charset",
    ["hex", "rot13", "base64", "undefined", "punycode", "idna", "utf-16", "latin-1", "*=undefined''%41", "x" * 11_000],
)
def test_another_encoding_than_utf_8_is_refused(charset):
    kind = f"text/plain; charset{charset if charset.startswith('*') else '=' + charset}"
    assert ask(kind, QUERY_STRING="q=5371061203849001") == "400 Bad Request"


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/html",
        "application/json; charset=utf-8",
        'text/plain; charset="UTF-8"',
        "multipart/form-data; boundary=x",
    ],
)
def test_utf_8_and_no_encoding_at_all_pass(db, kind):
    assert ask(kind) == "200 OK"


def test_gunicorns_errors_are_written_without_what_was_asked(capsys):
    logger = logging.getLogger("gunicorn.error")
    kept = logger.handlers[:], logger.level, logger.propagate
    config = logging_to_stderr("INFO", django="INFO")
    # The suite's own loggers stay as they are.
    config = {**config, "root": {}, "loggers": {"gunicorn.error": config["loggers"]["gunicorn.error"]}}
    try:
        logger.addHandler(logging.StreamHandler())
        logging.config.dictConfig({**config, "incremental": False})
        logger.error("Error handling request %s %s", "GET", "/surat/?q=5371%200612%200384%209001&nama=ani")
    finally:
        logger.handlers, logger.level, logger.propagate = kept
    written = capsys.readouterr().err
    assert '"message": "Error handling request GET /surat/?•"' in written
    assert written.count("\n") == 1
