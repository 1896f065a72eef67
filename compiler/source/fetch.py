"""One trial from the registry's API v2. The only code here that touches the network, and only when asked."""

from __future__ import annotations

import json
import re
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from ..diagnostics import TrialcError
from .protocol import Protocol
from .registry_json import to_protocol

BASE_URL = "https://clinicaltrials.gov"
NCT = re.compile(r"NCT\d{8}", re.I)
_MAX_BYTES = 50_000_000


def fetch(nct: str, base_url: str = BASE_URL, timeout: float = 20.0) -> Protocol:
    """The trial `nct` from `{base_url}/api/v2/studies/{nct}`; `timeout` is in seconds.

    Raises TrialcError when the number is malformed, unknown to the registry, the registry cannot be reached, or
    the answer is no record.
    """
    if not NCT.fullmatch(nct.strip()):
        raise TrialcError(f"{nct!r} is no registry number; expected NCT and eight digits, like NCT06001853")
    nct = nct.strip().upper()
    url = f"{base_url.rstrip('/')}/api/v2/studies/{nct}"
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "trialc"})
    try:
        with urlopen(request, timeout=timeout) as answer:
            body = answer.read(_MAX_BYTES)
    except HTTPError as error:
        reason = "the registry has no such trial" if error.code == 404 else f"the registry answered {error.code}"
        raise TrialcError(f"{nct}: {reason} ({url})") from None
    except TimeoutError:
        raise TrialcError(f"{nct}: no answer within {timeout:g} seconds ({url})") from None
    except (URLError, OSError, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise TrialcError(f"{nct}: no answer within {timeout:g} seconds ({url})") from None
        raise TrialcError(
            f"{nct} is not bundled and the registry cannot be reached ({url}: {getattr(error, 'reason', error)}); "
            "offline, give a saved record: trialc compile FILE"
        ) from None
    try:
        record = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise TrialcError(f"{nct}: the answer is no JSON ({url}); it starts {body[:40]!r}") from None
    if not isinstance(record, dict):
        raise TrialcError(f"{nct}: the answer is no record ({url})")
    try:
        return to_protocol(record)
    except TrialcError as error:
        raise TrialcError(f"{nct}: {error} ({url})") from None
