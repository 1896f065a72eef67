"""Fetching, against a server of our own: one record, and every way in which there is none."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from trialc.diagnostics import TrialcError
from trialc.source import fetch, resolve

RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Adults"},
    }
}
ANSWERS = {
    "NCT00000001": (200, json.dumps(RECORD).encode()),
    "NCT00000002": (200, b"<html>"),
    "NCT00000003": (200, b"[]"),
    "NCT00000004": (200, b'{"protocolSection": {}}'),
    "NCT00000005": (500, b""),
}


class Registry(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        nct = self.path.removeprefix("/api/v2/studies/")
        if nct == "NCT00000006":
            time.sleep(0.5)
        status, body = ANSWERS.get(nct, (404, b""))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_record(registry: str) -> None:
    protocol = fetch(" nct00000001", base_url=f"{registry}/")
    assert (protocol.id, protocol.eligibility) == ("NCT00000001", "Inclusion Criteria:\n\n* Adults")
    assert resolve("NCT00000001", base_url=registry).protocols == (protocol,)


FAILURES = {
    "not JSON": ("NCT00000002", "no JSON"),
    "no record": ("NCT00000003", "no record"),
    "no criteria": ("NCT00000004", "eligibilityCriteria` is missing"),
    "the registry is ill": ("NCT00000005", "answered 500"),
    "slow": ("NCT00000006", "no answer within 0.1 seconds"),
    "unknown": ("NCT00000007", "no such trial"),
    "malformed": ("NCT7", "no registry number"),
}


@pytest.mark.parametrize(("nct", "message"), FAILURES.values(), ids=FAILURES)
def test_no_record(nct: str, message: str, registry: str) -> None:
    with pytest.raises(TrialcError, match=message):
        fetch(nct, base_url=registry, timeout=0.1 if nct.endswith("6") else 5)


def test_offline() -> None:
    """Nothing listens on port 9 of this machine."""
    with pytest.raises(TrialcError, match=r"cannot be reached.*give a saved record"):
        fetch("NCT00000001", base_url="http://127.0.0.1:9", timeout=2)
