"""The compiler in one page: a protocol becomes an outline, its bullets become rules, the rules are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Any

from . import source as sources
from .check.checks import checked
from .check.codes import diagnostic
from .diagnostics import Diagnostic, TrialcError
from .extract.entity import Recogniser, recogniser
from .extract.term import Term
from .outline import Item, outline
from .parse import Reading, read
from .parse.building.bullets import joined, only_permit
from .parse.building.shapes import over
from .parse.terms.contraceptives import methods_listed
from .rules.join import join, under_cohort
from .rules.model import Rule, Unread
from .rules.trial import Criterion, Note, Section, Trial
from .source.protocol import Protocol
from .structured import structured
from .text import MappedText, Span, normalise

#: Characters of one bullet that are read; what follows stays unread (T214). The longest of 7,850 trials' has 12,000.
LONGEST = 20_000
#: The "and" in small letters that ends a list.
_AND = re.compile(r"\b[Aa]nd\b")
#: Trials whose texts the recogniser reads together.
TOGETHER = 32


@dataclass
class Trace:
    """How a criterion was read: tokens, decisions, tree."""

    text: str
    tokens: list[Term]
    steps: list[str]
    tree: Any
    criterion: Criterion


@dataclass
class _Bullet:
    """An outline item with its normalised text and the entities found in it."""

    item: Item
    mapped: MappedText
    rest: tuple[Span, str] | None = None  # what stands beyond LONGEST
    entities: list[Term] = field(default_factory=list)
    children: tuple[_Bullet, ...] = ()


class _Outlined:
    """A protocol with the bullets of its outline."""

    def __init__(self, protocol: Protocol) -> None:
        outlined = outline(protocol.eligibility)
        self.protocol = protocol
        self.diagnostics = outlined.diagnostics
        self.bullets = [_bullet(item, protocol.eligibility) for item in outlined.items]


def compile_trial(source: str | Path | Mapping[str, Any] | Protocol, entities: str | None = None) -> Trial:
    """Compile one trial: a path, JSON text or dict of a registry record, a protocol, or plain text.

    Raises:
        TrialcError: nothing usable was found, or more than one trial (use `compile_protocols`).
    """
    if isinstance(source, Protocol):
        return next(compile_protocols([source], entities))
    reading = sources.read(source)
    if len(reading.protocols) != 1:
        raise TrialcError(f"found {len(reading.protocols)} trials where one was expected; use `trialc batch` for many")
    return next(compile_protocols(reading.protocols, entities))


def compile_protocols(protocols: Iterable[Protocol], entities: str | None = None) -> Iterator[Trial]:
    """Compile trials one after another; the recogniser reads the texts of some together, which is faster."""
    recognise = recogniser(entities or "default")
    waiting = iter(protocols)
    while group := [_Outlined(protocol) for protocol in islice(waiting, TOGETHER)]:
        _recognise([each for one in group for bullet in one.bullets for each in _walk(bullet)], recognise)
        yield from map(_trial, group)


def compile_criterion(text: str, section: Section = "inclusion", entities: str | None = None) -> Criterion:
    """Compile the text of one criterion; bullets inside it belong to it. Spans count in `text`."""
    criterion = compile_texts([(text, section)], entities)[0]
    return checked(Trial(id="criterion", text=text, criteria=(criterion,))).criteria[0]


def compile_texts(texts: Sequence[tuple[str, Section]], entities: str | None = None) -> list[Criterion]:
    """Compile many single criteria at once, which is faster than one by one."""
    bullets = [_single(text, section) for text, section in texts]
    _recognise([each for bullet in bullets for each in _walk(bullet)], recogniser(entities or "default"))
    return [_criterion(bullet, text)[0] for bullet, (text, _) in zip(bullets, texts, strict=True)]


def explain(protocol: Protocol, criterion_id: str, entities: str | None = None) -> Trace:
    """How one criterion of a protocol is read.

    Raises:
        TrialcError: the protocol has no such criterion.
    """
    bullets = _bullets(protocol.eligibility)
    found = next((bullet for bullet in bullets if bullet.item.id.lower() == criterion_id.lower()), None)
    if found is None:
        known = ", ".join(bullet.item.id for bullet in bullets) or "none"
        raise TrialcError(f"{protocol.id} has no criterion {criterion_id!r}; it has {known}")
    _recognise(list(_walk(found)), recogniser(entities or "default"))
    criterion, reading = _criterion(found, protocol.eligibility)
    terms = [Term(token.type, token.start, token.end, token.value) for token in reading.tokens]
    return Trace(found.mapped.text, terms, list(reading.trace), reading.tree, criterion)


# --------------------------------------------------------------------------- stages


def _trial(outlined: _Outlined) -> Trial:
    protocol, bullets = outlined.protocol, outlined.bullets
    criteria = [_criterion(bullet, protocol.eligibility)[0] for bullet in bullets]
    criteria = _joined(criteria, [bullet.item for bullet in bullets], protocol.eligibility)
    trial = Trial(
        id=protocol.id,
        title=protocol.title,
        text=protocol.eligibility,
        criteria=(*structured(protocol), *criteria),
        diagnostics=(*protocol.diagnostics, *outlined.diagnostics),
    )
    return checked(trial)


def _bullets(text: str) -> list[_Bullet]:
    return [_bullet(item, text) for item in outline(text).items]


def _bullet(item: Item, text: str) -> _Bullet:
    children = tuple(_bullet(child, text) for child in item.children)
    end, rest = _cut(item, text)
    mapped = normalise(text, item.span.start, end)
    below = [child.mapped for child in children]
    plain = rest is None and not any(child.children or child.rest for child in children)
    if plain and only_permit([each.text for each in below], mapped.text, item.section):
        return _Bullet(item, reduce(MappedText.followed_by, below, mapped))
    return _Bullet(item, mapped, rest, children=children)


def _cut(item: Item, text: str) -> tuple[int, tuple[Span, str] | None]:
    """Where reading a bullet ends, at a space, and what is left of it."""
    limit = item.span.start + LONGEST
    if item.span.end <= limit:
        return item.span.end, None
    end = text.rfind(" ", item.span.start + LONGEST // 2, limit)
    end = limit if end < 0 else end
    return end, (Span(end, item.span.end), text[end : item.span.end].strip())


def _single(text: str, section: Section) -> _Bullet:
    """One criterion: what stands before its bullets with all of them below it."""
    found = outline(text)
    before = [piece for piece in found.pieces if found.items and piece.span.end <= found.items[0].span.start]
    if len(found.items) == 1 and all(piece.kind in ("marker", "separator") for piece in before):
        bullet = _bullet(found.items[0], text)
        return replace(bullet, item=_in_section(bullet.item, section))
    marked = sum(piece.kind == "marker" for piece in found.pieces) >= len(found.items)
    if len(found.items) > 1 and (marked or any(piece.kind != "separator" for piece in before)):
        head = Span(0, max((piece.span.end for piece in before if "heading" in piece.kind), default=0))
        below = Item(id="C1", section=section, span=head, body_end=len(text), children=found.items)
        return _Bullet(below, normalise(text, *head), children=tuple(_bullet(item, text) for item in found.items))
    whole = Item(id="C1", section=section, span=Span(0, len(text)), body_end=len(text))
    return _bullet(whole, text)


def _in_section(item: Item, section: Section) -> Item:
    return Item(id="C1", section=section, span=item.span, body_end=item.body_end, children=item.children)


def _walk(bullet: _Bullet) -> Iterator[_Bullet]:
    yield bullet
    for child in bullet.children:
        yield from _walk(child)


def _recognise(bullets: Sequence[_Bullet], recognise: Recogniser) -> None:
    found = recognise([bullet.mapped.text for bullet in bullets])
    for bullet, entities in zip(bullets, found, strict=True):
        bullet.entities = entities


def _criterion(bullet: _Bullet, text: str) -> tuple[Criterion, Reading]:
    """The criterion of a bullet with all below it."""
    reading, notes, diagnostics = _read(bullet, bullet.item.section)
    item = bullet.item
    whole = Span(item.span.start, item.body_end)
    rule = over(reading.rule, whole, text[item.span.start : item.body_end]) if reading.rule is not None else None
    if rule is not None and item.cohort:
        rule = under_cohort(rule, item.cohort, item.section)
    criterion = Criterion(
        id=item.id,
        section=item.section,
        text=text[item.span.start : item.body_end],
        span=Span(item.span.start, item.body_end),
        rule=rule,
        notes=notes,
        diagnostics=tuple(each.model_copy(update={"criterion": item.id}) for each in diagnostics),
    )
    return criterion, reading


def _read(bullet: _Bullet, section: Section) -> tuple[Reading, tuple[Note, ...], tuple[Diagnostic, ...]]:
    """Read a bullet, its children first."""
    methods = _methods(bullet) if section == "inclusion" else frozenset()
    below = [_noted(child) if n in methods else _read(child, section) for n, child in enumerate(bullet.children)]
    joiners = [child.item.joiner for child in bullet.children]
    rules, operator = joined([reading.rule for reading, _, _ in below], joiners, bullet.mapped.text, section)
    reading = read(bullet.mapped, section, bullet.entities, rules, operator)
    diagnostics = list(reading.diagnostics)
    if len(bullet.children) > 1 and not any(joiners) and not reading.takes_children:
        diagnostics.append(diagnostic("T103", bullet.item.span))
    if bullet.rest is not None:
        span, text = bullet.rest
        reading = replace(reading, rule=Unread(text=text, about=reading.rule, span=span))
        diagnostics.append(diagnostic("T214", span))
    notes = [*reading.notes, *(note for _, each, _ in below for note in each)]
    diagnostics += [found for _, _, each in below for found in each]
    return reading, tuple(notes), tuple(diagnostics)


def _methods(bullet: _Bullet) -> frozenset[int]:
    """Which of the bullets below only name methods of contraception; one with bullets of its own says more."""
    found = methods_listed(bullet.mapped.text, [child.mapped.text for child in bullet.children])
    return frozenset(n for n in found if not bullet.children[n].children)


def _noted(bullet: _Bullet) -> tuple[Reading, tuple[Note, ...], tuple[Diagnostic, ...]]:
    """A bullet as a note."""
    text = bullet.mapped.text
    return Reading(None), (Note(text=text.strip(), span=bullet.mapped.span(0, len(text))),), ()


def _joined(criteria: Sequence[Criterion], items: Sequence[Item], text: str) -> list[Criterion]:
    """Criteria that an "or" among inclusions, or an "AND" among exclusions, makes one: the first takes them all.

    An "and" in small letters only ends a list of exclusions, each of which excludes by itself.
    """
    result: list[Criterion] = []
    holder: int | None = None
    for i, criterion in enumerate(criteria):
        before = items[i - 1] if i else None
        binds = {"inclusion": "or", "exclusion": "and"}[criterion.section]
        if before is None or before.joiner != binds or before.section != criterion.section:
            holder = i
            result.append(criterion)
            continue
        if binds == "and" and (sign := _AND.search(text, before.body_end, items[i].span.start)) is not None:
            holder = i
            found = diagnostic("T219", Span(*sign.span()))
            result.append(criterion.model_copy(update={"diagnostics": (*criterion.diagnostics, found)}))
            continue
        assert holder is not None
        first = result[holder]
        rules: list[Rule] = [rule for rule in (first.rule, criterion.rule) if rule is not None]
        result[holder] = first.model_copy(update={"rule": join(rules, binds)})
        note = Note(text=f"joined to {first.id} by {binds!r}", span=criterion.span)
        result.append(criterion.model_copy(update={"rule": None, "notes": (*criterion.notes, note)}))
    return result


__all__ = ["Trace", "compile_criterion", "compile_protocols", "compile_texts", "compile_trial", "explain"]
