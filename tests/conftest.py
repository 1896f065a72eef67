"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated corpora: `$TRIALC_SHARED`, or `shared` beside the repository, or skip."""
    named = os.environ.get("TRIALC_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no shared corpora: set TRIALC_SHARED, or put them in ../shared beside the repository")
    return folder
