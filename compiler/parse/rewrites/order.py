"""All rewrites of a text's tokens, in the order that each relies on."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.trial import Section
from ..token import Token
from .added_times import with_added_times
from .alternative_counts import with_counts
from .and_others import opened_lists
from .cases_first import cases_last
from .contraindicated_in import contraindicated_in
from .dated_headings import with_times_ahead
from .dated_results import dates_last
from .denied_behind import denied_first
from .ellipsis import completed
from .grades_left import grades_first
from .histories import with_histories
from .impaired_functions import impaired_functions
from .kinds_beside import kinds_beside
from .kinds_in_brackets import kinds_in_brackets
from .lasting_events import lasting_events
from .levels import measured_levels
from .limits_of_people import limits_first
from .loose import placed
from .named_points import named_points
from .or_higher import or_higher
from .other_causes import other_causes
from .parts_of_wholes import with_shares
from .planned_anew import planned_anew
from .points_behind import with_points
from .pressures import pressures_first
from .relative_alternatives import with_hosts
from .respective import one_by_one
from .scored_first import scored_first
from .scores_behind import with_scores
from .set_apart import behind_names
from .sexes import told_apart
from .shared_counts import with_bounds
from .sides_apart import sides_joined


def in_order(named: Sequence[Token], text: str, section: Section) -> list[Token]:
    """The tokens of a text in the order that the grammar reads, with what is said once and meant twice said twice."""
    tokens = kinds_beside(grades_first(impaired_functions(named, text), text), text)
    tokens = named_points(contraindicated_in(dates_last(tokens, text), text), text)
    tokens = one_by_one(with_scores(denied_first(tokens, text), text), text)
    tokens = cases_last(sides_joined(with_points(with_added_times(tokens), text)))
    tokens = told_apart(tokens, text, section)
    tokens = pressures_first(limits_first(tokens), text)
    tokens = measured_levels(
        with_bounds(with_counts(opened_lists(kinds_in_brackets(behind_names(tokens, text), text))))
    )
    tokens = planned_anew(with_hosts(with_shares(other_causes(tokens, text)), text))
    tokens = with_histories(with_times_ahead(lasting_events(placed(tokens, text), text)), text)
    return scored_first(or_higher(completed(tokens, text), text))
