"""Every example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
import trialc

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(trialc.__path__, "trialc.") if "__main__" not in module.name
)


@pytest.mark.parametrize("name", ["trialc", *MODULES])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_modules_are_found() -> None:
    assert {"trialc.cli", "trialc.rules.model", "trialc.source.read"} <= set(MODULES)
