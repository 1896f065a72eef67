"""Examples in a list, and what they are examples of."""

from __future__ import annotations

from dataclasses import replace

from ...extract.lexicon import domain_of
from ...rules.model import Domain, Fact, Rule
from ...vocabulary import column
from ..names.lists import ORGAN
from ..syntax.tree import Item, Reading
from ..token import Noun
from .shapes import bare, members, name

#: Words that stand for any organ.
ANY_ORGAN = frozenset({"organ", "organs", "end-organ", "major", "vital", "system", "systemic", "medical", "body"})


def of_host(examples: Reading, host: Item) -> Reading:
    """Organs alone, as examples of what is ill, share its noun: "systemic disease (e.g., renal or hepatic)"."""
    alone = bare(examples)
    if alone is None or host.head.type != "NOUN" or {part.kind for part in alone.parts} != {"modifiers"}:
        return examples
    if any(token.value != ORGAN for part in alone.parts for token in part.tokens if token.type == "MOD"):
        return examples
    return replace(alone, head=host.head._replace(value=noun_alone(host.head.value)))


def noun_alone(noun: Noun) -> Noun:
    """A name without the word that stands for any organ, where an organ is told: the "failure" of "organ failure"."""
    first, _, last = noun.text.lower().rpartition(" ")
    alone = last in column("shared_heads") and set(first.split()) <= ANY_ORGAN
    return replace(noun, text=noun.text.rpartition(" ")[2]) if alone else noun


def example(rule: Rule, host: Item) -> str | Rule:
    """The name of an example, where a name is all there is and it is of the kind of its host; else its rule."""
    text = name(rule)
    return text if text is not None and isinstance(rule, Fact) and is_kin(rule.domain, text, host) else rule


def is_kin(domain: Domain, text: str, host: Item) -> bool:
    """Whether an example may be looked for as its host is: by its domain, where the vocabulary is sure of that.

    A host of no known kind takes any.
    """
    if domain != "allergy" and domain_of(text) != domain:
        return True
    said = {token.value for part in host.some("modifiers") for token in part.tokens}
    of = host.head.value.domain if isinstance(host.head.value, Noun) else domain
    if "domain=contraindication" in said:
        of = "condition"  # an example is what speaks against it
    if of == "observation" or "domain=allergy" in said:
        return True
    return domain == of or any({domain, of} <= kind for kind in _KINDS)


#: Domains that people draw the line between differently: states, and treatments.
_KINDS = ({"condition", "observation"}, {"drug", "procedure", "device"})


def each_of(rule: Rule | None) -> list[Rule]:
    """The members of a rule, and theirs: examples stay examples, however joined. Limits stay joined."""
    found = members(rule)
    if len(found) < 2 or any(isinstance(member, Fact) and member.value for member in found):
        return [rule] if rule is not None and len(found) > 1 else list(found)
    return [each for member in found for each in each_of(member)]
