"""How the rules of the bullets below a text hang together: as they say, else all of an inclusion, any of an exclusion.

One "or" in a list of limits joins the two beside it: "platelets > 100; creatinine < 1.5 OR clearance > 60 mL/min".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...outline.implied import SPEAKS_OF_BULLETS
from ...outline.model import Joiner
from ...rules.join import join
from ...rules.model import CURRENT, EVER, All, Any_, Fact, If, Rule
from ...rules.trial import Section
from ...rules.walk import nodes
from ...vocabulary import column
from ..terms.permissions import begins_with_denial, only_permits

#: How a text says that some of its bullets are enough.
_CHOOSES = re.compile(r"\b(?:any|either|at least|one or more|(?:one|two|three|four|\d) of|or more of)\b", re.IGNORECASE)
#: How many bullets a list has in which one "or" is not the whole list's.
_LIST = 3


def only_permit(bullets: Sequence[str], heading: str, section: Section) -> bool:
    """Whether bullets only say what is allowed beside the text before them: "No metastases * Treated ones are allowed".

    Below a colon, where nothing is ruled out, they say who is meant: "Status: * Patients in remission are eligible".
    """
    if not bullets or not all(map(only_permits, bullets)):
        return False
    return section == "exclusion" or not heading.rstrip().endswith(":") or begins_with_denial(heading)


def ends_before(heading: str) -> bool:
    """Whether a text ends before the bullets below it, as a sentence does that does not speak of them."""
    return heading.rstrip().endswith(".") and SPEAKS_OF_BULLETS.search(heading) is None


def stand_beside(rule: Rule, section: Section) -> bool:
    """Whether a text that ends, read as `rule`, is a statement of its own, and the bullets below it others beside it.

    So is one that says when, how much or several things: "Stroke or seizure within 6 months. * Pregnant". A name alone
    may head them ("Infection."), and what must be adequate is told by them.
    """
    facts = [node for node in nodes(rule) if isinstance(node, Fact)]
    last = facts[-1] if facts else None
    if last is None or last.concept.text.lower() in column("unspecific"):
        return False
    told = section == "inclusion" and any(each.key == "outcome" for each in last.qualifiers)
    return not told and (len(facts) > 1 or last.when not in (CURRENT, EVER) or last.value is not None)


def joined(
    rules: Sequence[Rule | None], joiners: Sequence[Joiner | None], heading: str, section: Section
) -> tuple[list[Rule], str]:
    """The rules of bullets, and the operator between them. `joiners` stand behind each; `heading` is before all."""
    said = [each for each in joiners if each]
    if section == "inclusion" and said == ["or"] and len(rules) >= _LIST and not _CHOOSES.search(heading):
        i = list(joiners).index("or")
        if i + 1 < len(rules) and all(_limits(rule) for rule in rules):
            pair = join([rule for rule in rules[i : i + 2] if rule is not None], "or")
            return [rule for rule in (*rules[:i], pair, *rules[i + 2 :]) if rule is not None], "and"
    operator = ("or" if "or" in said else "and") if said else ("or" if section == "exclusion" else "and")
    return [rule for rule in rules if rule is not None], operator


def _limits(rule: Rule | None) -> bool:
    """Whether a rule limits measurements and says nothing else."""
    match rule:
        case Fact(domain="measurement", value=value):
            return value is not None
        case All(of=of) | Any_(of=of):
            return all(_limits(each) for each in of)
        case If(then=then):
            return _limits(then)
    return False
