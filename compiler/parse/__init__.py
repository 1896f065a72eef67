"""Text to rules: the one place where tokens become rules.

terms/ (what stands in the text, each phrase in the sense that fits) -> names/ (which words a name has) -> rewrites/
(the order that the grammar reads) -> layout/ (kinds of connectives, where phrases close) -> syntax/ (the grammar
`grammar/criteria.lark`, and its tree as items) -> building/ (rules). `read` calls them in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lark import Tree
from lark.exceptions import UnexpectedInput

from ..check.codes import diagnostic
from ..diagnostics import Diagnostic
from ..extract.term import Term
from ..rules.join import join
from ..rules.model import Rule, Unread
from ..rules.shared_words import overlap
from ..rules.trial import Note, Section
from ..rules.walk import nodes
from ..text import MappedText
from ..tokens import sentences
from .building.builder import Builder
from .building.bullets import ends_before, stand_beside
from .building.others import others
from .layout.sentence import Layout
from .layout.staying import OF_BEFORE
from .names.nouns import name
from .names.only_name import only_named
from .rewrites.ages import at_ages
from .rewrites.order import in_order
from .syntax.grammar import parse as parse_tokens
from .syntax.tree import sentences as syntax_of
from .terms.abnormal_parts import abnormal_parts
from .terms.apart import lying_apart
from .terms.daily_doses import daily_doses
from .terms.dated_histories import with_dated_histories
from .terms.either_way import either_way
from .terms.judges import with_other_judges
from .terms.lengths_compared import without_effects
from .terms.lex import extract, lex
from .terms.meant import meant
from .terms.measurings import with_measurings
from .terms.mistyped import within_meant
from .terms.moments import at_moments
from .terms.other_than import with_exceptions
from .terms.permissions import LETS_IN
from .terms.rates import prescribed, rated
from .terms.readings import choose, is_misfit
from .terms.run_ons import parted
from .terms.stages_past_asides import stages_past_asides
from .terms.swallow import swallow
from .terms.totals import without_totals
from .terms.whichever import chosen_from
from .terms.women_by_letters import women_by_letters
from .token import Token

#: How often a text is laid out anew because a phrase in it fits nowhere.
MOST_MISFITS = 8
#: Codes of diagnostics that say what is unread.
_OF_UNREAD = frozenset({"T201", "T208"})


@dataclass
class Reading:
    """What was read of one text: its rule, its notes, what there is to say, and how it came about."""

    rule: Rule | None
    notes: tuple[Note, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    tokens: tuple[Token, ...] = ()
    trace: tuple[str, ...] = ()
    tree: Tree[Any] | None = None
    takes_children: bool = False


def read(
    mapped: MappedText,
    section: Section,
    entities: Iterable[Term],
    children: Sequence[Rule] = (),
    children_operator: str = "and",
) -> Reading:
    """Read one text. `children` are the rules of the bullets that belong to it, joined by `children_operator`."""
    text = mapped.text
    entities = list(entities)
    if children and ends_before(text):
        alone = read(mapped, section, entities)
        if alone.rule is not None and stand_beside(alone.rule, section):
            below = join(list(children), children_operator) or children[0]
            return replace(alone, rule=join([alone.rule, below], "or" if section == "exclusion" else "and"))
    trace: list[str] = []
    stops = [end for _, end in sentences(text)] or [len(text)]
    terms, begun = parted(_fitting(text, entities), text)
    stops = sorted({*stops, *begun})
    terms = daily_doses(terms, text)
    terms = stages_past_asides(at_moments(lying_apart(with_measurings(terms, text), text), text), text)
    terms = abnormal_parts(without_totals(terms, text), text)
    terms = either_way(with_dated_histories(with_other_judges(terms, text), text), text)
    terms = swallow(terms, text, stops, section)
    named = name(terms, text)
    told = meant(in_order(named if children else only_named(named, text), text, section), text)
    tokens = at_ages(_with_stops(told, text, stops), text)
    if children:
        tokens.append(Token("CHILDREN", len(text), len(text)))
    laid = Layout(tokens, text, section, trace=trace).run()
    while laid and laid[-1].type == "STOP":
        laid.pop()
    builder = Builder(mapped, section, children, children_operator)
    if not laid:
        note = Note(text=text.strip(), span=mapped.span(0, len(text)))
        return Reading(join(list(children), children_operator), (note,) if text.strip() else (), trace=tuple(trace))
    try:
        tree = parse_tokens(laid, trace, section)
    except UnexpectedInput:
        trace.append("no reading was found: the whole text is unread")
        return _unread(mapped, tuple(laid), tuple(trace))
    rule = builder.sentences(syntax_of(tree), tokens)
    if other := others(tokens, text):
        builder.say("T221", other)
    if rule is None:
        builder.notes.clear()  # the whole text is one remark
        builder.note([Token("NOTE", 0, len(text))])
    return Reading(
        rule,
        tuple(builder.notes),
        _said_of(rule, builder.diagnostics),
        tuple(laid),
        tuple(trace),
        tree,
        builder.children_counted,
    )


def _said_of(rule: Rule | None, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once; of what is unread, only what the rule still holds: "involving the retina" is a site."""
    said = tuple(dict.fromkeys(found))
    if rule is None or not any(each.code in _OF_UNREAD for each in said):
        return said
    unread = [node.span for node in nodes(rule) if isinstance(node, Unread)]
    return tuple(
        each for each in said if each.code not in _OF_UNREAD or any(overlap(each.span, span) for span in unread)
    )


def _fitting(text: str, entities: Sequence[Term]) -> list[Term]:
    """The terms of a text with their readings. A long phrase that fits nowhere gives way to shorter ones."""
    without: set[tuple[int, int]] = set()
    finds = extract(text, entities)
    for _ in range(MOST_MISFITS):
        terms = without_effects(prescribed(rated(_ended(lex(finds, without)), text), text), text)
        terms = choose(with_exceptions(chosen_from(within_meant(women_by_letters(terms, text), text), text), text))
        misfits = {(term.start, term.end) for term in terms if is_misfit(term, text)}
        if not misfits:
            break
        without |= misfits
    return terms


def _ended(terms: list[Term]) -> list[Term]:
    """Terms without the comma that parts a bullet from the next."""
    return terms[:-1] if terms and terms[-1].type == "COMMA" else terms


def _unread(mapped: MappedText, tokens: tuple[Token, ...], trace: tuple[str, ...]) -> Reading:
    span = mapped.span(0, len(mapped.text))
    rule = Unread(text=mapped.text, span=span)
    return Reading(rule, (), (diagnostic("T201", span, text=mapped.text),), tokens, trace)


def _with_stops(tokens: list[Token], text: str, stops: Sequence[int]) -> list[Token]:
    """Tokens with a STOP at the end of every sentence that the next does not go on with."""
    result: list[Token] = []
    waiting = list(stops)
    for token in tokens:
        while waiting and token.start >= waiting[0]:
            waiting.pop(0)
            if result and result[-1].type != "STOP" and not _goes_on(token, text):
                result.append(Token("STOP", token.start, token.start))
        result.append(token)
    return result


def _goes_on(token: Token, text: str) -> bool:
    """Whether a sentence begun so goes on with that before: "Except ...", "Verified by ...", "This includes ..."."""
    if token.type == "EG":
        return OF_BEFORE.match(text, token.start) is not None
    return token.type in ("EXCEPT", "LINK") or (token.type == "UNLESS" and token.value == LETS_IN)
