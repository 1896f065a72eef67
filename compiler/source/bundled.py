"""The protocols that come with the compiler: `corpus/<NCT>/page.txt`."""

from __future__ import annotations

from importlib.resources import files

from ..diagnostics import TrialcError
from .page import read_page
from .protocol import Protocol


def bundled() -> tuple[str, ...]:
    """The numbers of the bundled trials, in order."""
    folders = (entry for entry in files("trialc.corpus").iterdir() if entry.name.startswith("NCT"))
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("page.txt").is_file()))


def load_bundled(nct: str) -> Protocol:
    """A bundled trial. Raises TrialcError, naming those that there are, when it is not among them."""
    name = nct.strip().upper()
    if name not in bundled():
        raise TrialcError(f"{nct} is not bundled; bundled are: {', '.join(bundled())}")
    return read_page(files("trialc.corpus").joinpath(name, "page.txt").read_text(encoding="utf-8"))
