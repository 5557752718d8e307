"""The national register over HTTP (Ditjen Dukcapil's web service).

Format only, not verified: the names of paths, elements and codes follow what is publicly known of the web service
and must be checked against the technical annex of the city's own agreement (PKS) before the first real question.
"""

import json
import logging
import re
from datetime import date, datetime
from typing import Any

import requests
import urllib3

from core.population.providers.base import Elements, Query, RegisterUnavailableError, Verdict
from core.population.providers.breaker import Breaker

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2.0
READ_SECONDS = 3.0
LARGEST_ANSWER = 64 * 1024
NOT_FOUND = "13"
QUOTA_SPENT = "05"
# Our name of an element, and the web service's.
WIRE_NAMES = {
    "nik": "NIK",
    "kk": "NO_KK",
    "name": "NAMA_LGKP",
    "birth_place": "TMPT_LHR",
    "birth_date": "TGL_LHR",
    "sex": "JENIS_KLMIN",
    "religion": "AGAMA",
    "marital_status": "STATUS_KAWIN",
    "occupation": "JENIS_PKRJN",
    "nationality": "KWRNGRN",
    "address": "ALAMAT",
    "rt": "NO_RT",
    "rw": "NO_RW",
    "kelurahan": "KEL_NAME",
    "kecamatan": "KEC_NAME",
    "city": "KAB_NAME",
    "province": "PROP_NAME",
}
SEXES = {"L": "L", "P": "P", "LAKI-LAKI": "L", "PEREMPUAN": "P"}


class NationalProvider:
    """Asks with time-out, one retry where no connection came about, and a circuit breaker. Logs no personal data."""

    def __init__(self, url: str, user: str, password: str, breaker: Breaker | None = None) -> None:
        self.url = url.rstrip("/")
        self.breaker = breaker or Breaker()
        self._credentials = (user, password)

    def verify(self, elements: Elements, query: Query) -> Verdict:
        """Ask whether the given elements agree with the record of `elements.nik`."""
        asked = {WIRE_NAMES[name]: _to_wire(value) for name, value in elements.given().items() if name in WIRE_NAMES}
        answer = self._ask("CALL_VERIFY_BY_ELEMEN", asked, query)
        if answer is None:
            return Verdict()
        # An element without an answer does not agree: silence is no consent.
        return Verdict(
            {ours: str(answer.get(wire, "")).startswith("Sesuai") for ours, wire in WIRE_NAMES.items() if wire in asked}
        )

    def fetch(self, nik: str, query: Query) -> Elements | None:
        """The elements that the agreement allows, or None when there is no such person."""
        answer = self._ask("CALL_NIK", {"NIK": nik}, query)
        if answer is None:
            return None
        try:
            return _from_wire(answer)
        except (KeyError, ValueError):
            raise RegisterUnavailableError("nonsense") from None

    def _ask(self, method: str, body: dict[str, str], query: Query) -> dict[str, Any] | None:
        if not self.breaker.allows():
            raise RegisterUnavailableError("breaker")
        try:
            answer = self._post(method, body, query)
        except RegisterUnavailableError as error:
            self.breaker.failed()
            logger.warning("register %s: %s", method, error.outcome)
            raise
        self.breaker.succeeded()
        code = str(answer.get("RESPONSE_CODE", ""))
        if code == QUOTA_SPENT:
            raise RegisterUnavailableError("quota")
        return None if code == NOT_FOUND else answer

    def _post(self, method: str, body: dict[str, str], query: Query) -> dict[str, Any]:
        for last_try in (False, True):
            try:
                return self._post_once(method, body, query)
            except requests.exceptions.Timeout as error:
                # Only where nothing was sent: a question that was read counts, even without an answer.
                if last_try or not isinstance(error, requests.exceptions.ConnectTimeout):
                    raise RegisterUnavailableError("timeout") from None
            except requests.exceptions.RequestException:
                if last_try:
                    raise RegisterUnavailableError("connection") from None
        raise AssertionError("unreachable: the last try returns or raises")

    def _post_once(self, method: str, body: dict[str, str], query: Query) -> dict[str, Any]:
        left = query.seconds_left
        if left <= 0.1:
            raise RegisterUnavailableError("timeout")
        with requests.Session() as session:
            # No proxy and no netrc of whoever started the process: personal data goes to one address only.
            session.trust_env = False
            response = session.post(
                f"{self.url}/dukcapil/{method}",
                json=body,
                auth=self._credentials,
                timeout=(min(CONNECT_SECONDS, left), min(READ_SECONDS, left)),
                allow_redirects=False,
                stream=True,
            )
            with response:
                return _content(response, query)


def _content(response: requests.Response, query: Query) -> dict[str, Any]:
    """The one record that an answer holds."""
    if response.status_code in (401, 403):
        logger.error("register: credentials refused; check REGISTER_USER and REGISTER_PASSWORD")
        raise RegisterUnavailableError("refused")
    if response.status_code != 200:
        raise RegisterUnavailableError("connection")
    try:
        record = json.loads(_body(response, query))["content"][0]
    except (ValueError, KeyError, IndexError, TypeError):
        raise RegisterUnavailableError("nonsense") from None
    if not isinstance(record, dict):
        raise RegisterUnavailableError("nonsense")
    return record


def _body(response: requests.Response, query: Query) -> bytes:
    """The answer's bytes; read in pieces, since a time-out of `requests` only limits the wait between two of them."""
    data = b""
    try:
        while piece := response.raw.read1(LARGEST_ANSWER, decode_content=True):
            data += piece
            if query.seconds_left <= 0:
                raise RegisterUnavailableError("timeout")
            if len(data) > LARGEST_ANSWER:
                raise RegisterUnavailableError("nonsense")
    except urllib3.exceptions.HTTPError:
        raise RegisterUnavailableError("connection") from None
    return data


def _to_wire(value: str | date) -> str:
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else value


def _from_wire(answer: dict[str, Any]) -> Elements:
    texts = {
        ours: str(answer.get(wire) or "").strip()
        for ours, wire in WIRE_NAMES.items()
        if ours not in ("nik", "birth_date", "sex")
    }
    return Elements(
        nik=str(answer["NIK"]),
        birth_date=_date(str(answer["TGL_LHR"])),
        sex=SEXES[str(answer["JENIS_KLMIN"]).strip().upper()],
        region_code=_region_code(answer),
        **texts,
    )


def _date(text: str) -> date:
    """DD-MM-YYYY or YYYY-MM-DD: both are seen in the field."""
    pattern = "%Y-%m-%d" if re.match(r"\d{4}-", text) else "%d-%m-%Y"
    return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date has no time zone


def _region_code(answer: dict[str, Any]) -> str:
    parts = [str(answer.get(name) or "") for name in ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")]
    if not all(part.isdigit() for part in parts):
        return ""
    return ".".join(part.zfill(width) for part, width in zip(parts, (2, 2, 2, 4), strict=True))
