"""All rewrites of a text's tokens, in the order that each relies on."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.trial import Section
from ..token import Token
from .abnormal_results import with_tests
from .acuity_said_twice import acuity_once
from .added_times import with_added_times
from .after_events import after_events
from .alternative_counts import with_counts, with_counts_of_kinds
from .and_others import opened_lists
from .between_points import between_points
from .blood_given import blood_given
from .cases_between import cases_between
from .cases_first import cases_last
from .cases_of_lack import cases_of_lack
from .contraindicated_in import contraindicated_in
from .dated_ages import dated_ages
from .dated_examinations import shown_by
from .dated_headings import with_times_ahead
from .dated_results import dates_last
from .denied_behind import denied_first
from .denied_limits import denied_limits
from .deviations import changed_within
from .doses_of_drugs import doses_of_drugs
from .ellipsis import completed
from .equivalent_doses import equivalent_doses
from .examples_apart import examples_on
from .grades_left import grades_first
from .histories import with_histories
from .impaired_functions import impaired_functions
from .kinds_beside import kinds_beside
from .kinds_in_brackets import kinds_in_brackets
from .labelled_scores import without_labels
from .lasting_events import lasting_events
from .lengths_announced import before_points
from .levels import measured_levels
from .limits_around import with_ranges
from .limits_of_people import limits_first, people_set_off
from .limits_past_asides import limits_past_asides
from .loose import placed
from .named_again import named_again
from .named_by_scales import named_by_scales
from .named_points import named_points
from .now_or_then import now_or_then
from .or_higher import or_higher
from .other_causes import other_causes
from .other_people import unbracketed_cases
from .outside_again import outside_again
from .own_points import own_points
from .parts_of_wholes import with_shares
from .places_listed import places_listed
from .planned_anew import planned_anew
from .points_behind import with_points
from .pressures import pressures_first
from .qualities_asked import qualities_asked
from .relative_alternatives import with_hosts
from .respective import one_by_one
from .results_and_limits import measured_again
from .results_for import with_targets
from .results_in_brackets import shown_in_brackets, with_results
from .scales_together import scored_together
from .scored_first import scored_first
from .scores_behind import with_scores
from .set_apart import behind_names
from .sexes import told_apart
from .shared_counts import with_bounds
from .shares_of_cells import found_in_cells
from .sides_apart import sides_joined
from .survivals import survivals
from .times_measured import with_limits_of_time
from .turns import told_in_turn
from .two_names import other_names_aside
from .units_of_alcohol import units_of_alcohol
from .values_meant import values_meant
from .weaker_limits import weaker_apart


def in_order(named: Sequence[Token], text: str, section: Section) -> list[Token]:
    """The tokens of a text in the order that the grammar reads, with what is said once and meant twice said twice."""
    tokens = dated_ages(equivalent_doses(other_names_aside(named, text), text), text)
    tokens = own_points(survivals(tokens, text), text)
    tokens = after_events(before_points(tokens, text), text)
    tokens = blood_given(impaired_functions(changed_within(tokens, text), text), text)
    tokens = outside_again(between_points(with_ranges(tokens, text), text), text)
    tokens = with_tests(scored_together(named_by_scales(tokens)), text)
    tokens = acuity_once(tokens, text)
    tokens = doses_of_drugs(grades_first(tokens, text), text)
    tokens = told_in_turn(kinds_beside(places_listed(tokens, text), text), text)
    tokens = dates_last(with_targets(tokens, text), text)
    tokens = contraindicated_in(tokens, text)
    tokens = named_points(tokens, text)
    tokens = shown_by(tokens, text)
    tokens = denied_limits(denied_first(tokens, text), text, section)
    tokens = without_labels(tokens, text)
    tokens = with_scores(tokens, text)
    tokens = one_by_one(tokens, text)
    tokens = now_or_then(with_added_times(tokens))
    tokens = with_points(tokens, text)
    tokens = sides_joined(tokens)
    tokens = cases_between(cases_last(cases_of_lack(tokens, text)))
    tokens = told_apart(tokens, text, section)
    tokens = people_set_off(limits_first(unbracketed_cases(limits_past_asides(tokens))))
    tokens = with_limits_of_time(pressures_first(tokens, text))
    tokens = weaker_apart(measured_again(values_meant(tokens)))
    tokens = behind_names(with_results(tokens, section), text)
    tokens = kinds_in_brackets(tokens, text)
    tokens = shown_in_brackets(tokens)
    tokens = opened_lists(examples_on(tokens, text))
    tokens = with_counts_of_kinds(with_counts(tokens))
    tokens = with_bounds(tokens)
    tokens = measured_levels(tokens, text)
    tokens = other_causes(tokens, text)
    tokens = found_in_cells(with_shares(tokens), text)
    tokens = with_hosts(tokens, text)
    tokens = planned_anew(named_again(tokens, text))
    tokens = placed(tokens, text)
    tokens = lasting_events(tokens, text)
    tokens = with_times_ahead(units_of_alcohol(tokens, text))
    tokens = with_histories(tokens, text)
    tokens = completed(tokens, text)
    tokens = or_higher(tokens, text)
    return scored_first(qualities_asked(tokens))
