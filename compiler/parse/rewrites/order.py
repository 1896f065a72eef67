"""All rewrites of a text's tokens, in the order that each relies on."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.trial import Section
from ..token import Token
from .alternative_counts import with_counts
from .and_others import opened_lists
from .cases_first import cases_last
from .ellipsis import completed
from .histories import with_histories
from .lasting_events import lasting_events
from .levels import measured_levels
from .limits_of_people import limits_first
from .loose import placed
from .or_higher import or_higher
from .pressures import pressures_first
from .scored_first import scored_first
from .set_apart import behind_names
from .sexes import told_apart
from .sides_apart import sides_joined


def in_order(named: Sequence[Token], text: str, section: Section) -> list[Token]:
    """The tokens of a text in the order that the grammar reads, with what is said once and meant twice said twice."""
    tokens = told_apart(cases_last(sides_joined(named)), text, section)
    tokens = pressures_first(limits_first(tokens), text)
    tokens = measured_levels(with_counts(opened_lists(behind_names(tokens, text))))
    tokens = with_histories(lasting_events(placed(tokens, text), text), text)
    return scored_first(or_higher(completed(tokens, text), text))
