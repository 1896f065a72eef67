"""What a person types for a trial: "-", a file, or a registry number."""

from __future__ import annotations

import sys
from pathlib import Path

from ..diagnostics import TrialcError
from .bundled import bundled, load_bundled
from .fetch import BASE_URL, NCT, fetch
from .read import decode, read, read_text
from .reading import Reading


def resolve(argument: str, base_url: str = BASE_URL, timeout: float = 20.0) -> Reading:
    """The protocols that `argument` names: "-" is standard input, else an existing file, else a registry number.

    A number that is not bundled is fetched. Raises TrialcError when it names nothing or nothing that can be used.
    """
    if argument == "-":
        return read_text(decode(_standard_input(), "standard input"), name="standard input")
    if Path(argument).exists():
        return read(Path(argument))
    if NCT.fullmatch(argument.strip()):
        nct = argument.strip().upper()
        return Reading((load_bundled(nct) if nct in bundled() else fetch(nct, base_url, timeout),))
    raise TrialcError(
        f"{argument}: no such file, and no registry number either; expected a file, a number like NCT06001853, or -"
    )


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()
