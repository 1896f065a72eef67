"""The public names: all there, imported only when used."""

from __future__ import annotations

import pytest
import trialc


@pytest.mark.parametrize("name", trialc.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(trialc, name) is vars(trialc)[name]
    assert name in dir(trialc)


def test_other_names_are_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'compute'"):
        trialc.compute  # noqa: B018
