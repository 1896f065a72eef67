"""A length between a preposition and an event is that of the event."""

from __future__ import annotations

import pytest
from stages import written

TEXTS = [
    ("Pain after 6 weeks of dialysis", 'condition "Pain" after (procedure "dialysis" ever lasting >= 6 weeks)'),
    (
        "Pain despite at least 6 weeks of dialysis",
        'condition "Pain" current despite (procedure "dialysis" lasting >= 6 weeks)',
    ),
    # A length before the event, with nothing between: so long after it.
    ("Pain 6 weeks after surgery", 'condition "Pain" from anchor after to 6 weeks after (procedure "surgery" ever)'),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_lasting_event(text: str, expected: str) -> None:
    assert written(text) == expected
