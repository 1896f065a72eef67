"""Snapshots: what a renderer printed, kept as readable files. `TRIALC_REWRITE=1 pytest` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def agrees(name: str, printed: str) -> bool:
    """Whether `printed` is what the snapshot holds; with TRIALC_REWRITE it is written first, for a person to read."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("TRIALC_REWRITE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")
    return True
