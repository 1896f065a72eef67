"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, so that a red build is a change's own; `HYPOTHESIS_PROFILE=search pytest tests/rules`
# looks for new ones.
settings.register_profile(
    "same", max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated corpora: `$TRIALC_SHARED`, or `shared` beside the repository, or skip."""
    named = os.environ.get("TRIALC_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no shared corpora: set TRIALC_SHARED, or put them in ../shared beside the repository")
    return folder
