"""Calendar dates as the names of anchors."""

from __future__ import annotations

from datetime import date

import pytest
from trialc.rules.dates import stretch


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2020", (date(2020, 1, 1), date(2020, 12, 31))),
        ("2020-02", (date(2020, 2, 1), date(2020, 2, 29))),
        ("2020-02-03", (date(2020, 2, 3), date(2020, 2, 3))),
        ("2008/2015", (date(2008, 1, 1), date(2015, 12, 31))),
        ("2014-01-15/2015-10", (date(2014, 1, 15), date(2015, 10, 31))),
        ("2020-02-30", None),
        ("2020-13", None),
        ("visit 1", None),
        ("enrollment", None),
    ],
)
def test_the_days_that_a_name_stands_for(name: str, expected: tuple[date, date] | None) -> None:
    assert stretch(name) == expected
