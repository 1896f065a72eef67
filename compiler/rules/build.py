"""Turns what `grammar/rules.lark` reads into the rule tree. One method per grammar rule; no reading happens here."""

from __future__ import annotations

from typing import Any, get_args

from lark import Token, v_args
from lark.tree import Meta

from .build_parts import BuildError, Part, PartBuilder, unquote, whole
from .model import (
    All,
    Anchor,
    Any_,
    Change,
    ChangeSense,
    Code,
    Concept,
    Count,
    Fact,
    If,
    Judgement,
    Link,
    Not,
    Period,
    Qualifier,
    Rule,
    Undertaking,
    Unread,
    Value,
)
from .trial import Criterion, Note, Trial

VALUE_PARTS = ("low", "high", "range", "categories", "scale", "summary", "valued")
PART_NAMES = {
    "when": "time", "lasting": "length", "times": "number of times", "except_": "exception",
    "low": "lower limit", "high": "upper limit", "such_as": "examples",
}  # fmt: skip


def assemble_value(parts: list[Part]) -> Value | None:
    """One value out of its parts, None of none. Raises `ValueError` with what makes no sense."""
    fields: dict[str, Any] = {}

    def once(name: str, found: Any) -> None:
        if name in fields:
            raise ValueError(f"says its {PART_NAMES.get(name, name)} twice")
        fields[name] = found

    for name, found in parts:
        if name == "range":
            once("low", found[0])
            once("high", found[1])
        elif name == "over":
            if "summary" not in fields:
                raise ValueError('says "over" without "as mean" (or another statistic) before it')
            fields["summary"] = fields["summary"].model_copy(update={"over": found})
        elif name != "valued":
            once(name, found)
    return Value(**fields) if parts else None


@v_args(inline=True)
class Builder(PartBuilder):
    """Called by the parser bottom-up; every argument is already a value."""

    def start_rule(self, rule: Rule) -> Rule:
        return rule

    # ---------------------------------------------------------------- trial

    def start_trial(self, header: tuple[str, str | None], *blocks: Part) -> Trial:
        anchors = dict(found for name, found in blocks if name == "anchor")
        criteria = tuple(found for name, found in blocks if name == "criterion")
        return Trial(id=header[0], title=header[1], anchors=anchors, criteria=criteria)

    def header(self, name: str, title: Token | None) -> tuple[str, str | None]:
        return name, None if title is None else unquote(title)

    def anchor_is(self, name: Token, meaning: str | Token) -> Part:
        return "anchor", (unquote(name), unquote(meaning) if isinstance(meaning, Token) else meaning)

    def identifier(self, token: Token) -> str:
        return unquote(token) if token.type == "STRING" else str(token)

    def section(self, token: Token) -> str:
        return {"include": "inclusion", "exclude": "exclusion"}[token]

    def criterion(self, section: Any, name: str, text: Token, *rest: Any) -> Part:
        notes = tuple(Note(text=unquote(item)) for item in rest if isinstance(item, Token))
        rule = next((item for item in rest if not isinstance(item, Token)), None)
        return "criterion", Criterion(id=name, section=section, text=unquote(text), rule=rule, notes=notes)

    # ---------------------------------------------------------------- rules

    def if_(self, when: Rule, then: Rule, otherwise: Rule | None) -> Rule:
        return If(when=when, then=then, otherwise=otherwise)

    def all_(self, *of: Rule) -> Rule:
        return All(of=of)

    def any_(self, *of: Rule) -> Rule:
        return Any_(of=of)

    def not_(self, of: Rule) -> Rule:
        return Not(of=of)

    def members(self, *of: Rule) -> tuple[Rule, ...]:
        return of

    def all_of(self, of: tuple[Rule, ...] | None) -> Rule:
        return All(of=of or ())

    def any_of(self, of: tuple[Rule, ...] | None) -> Rule:
        return Any_(of=of or ())

    def count(self, of: tuple[Rule, ...] | None) -> Rule:
        return Count(of=of or ())

    def count_at_least(self, low: Token, of: tuple[Rule, ...] | None) -> Rule:
        return Count(low=whole(low), of=of or ())

    def count_at_most(self, high: Token, of: tuple[Rule, ...] | None) -> Rule:
        return Count(high=whole(high), of=of or ())

    def count_exactly(self, number: Token, of: tuple[Rule, ...] | None) -> Rule:
        return Count(low=whole(number), high=whole(number), of=of or ())

    def count_between(self, low: Token, high: Token, of: tuple[Rule, ...] | None) -> Rule:
        return Count(low=whole(low), high=whole(high), of=of or ())

    def judgement(self, text: Token, about: Rule | None) -> Rule:
        return Judgement(text=unquote(text), about=about)

    def undertaking(self, text: Token) -> Rule:
        return Undertaking(text=unquote(text))

    def unread(self, text: Token, about: Rule | None) -> Rule:
        return Unread(text=unquote(text), about=about)

    def labelled(self, label: Token, rule: Rule) -> Rule:
        return rule.model_copy(update={"label": unquote(label)})

    # ---------------------------------------------------------------- facts

    def pick(self, token: Token) -> Part:
        return "pick", str(token)

    def planned(self) -> Part:
        return "status", "planned"

    def domain(self, token: Token) -> str:
        return str(token)

    def person(self, token: Token) -> str:
        return str(token)

    def subject(self, domain: str, text: Token) -> Part:
        return "subject", (domain, unquote(text))

    def person_subject(self, text: Token | str) -> Part:
        return "subject", ("person", unquote(text) if isinstance(text, Token) else text)

    def it_subject(self, text: Token | None) -> Part:
        return "subject", ("it", "it" if text is None else unquote(text))

    @v_args(meta=True, inline=True)
    def fact(self, meta: Meta, *parts: Part) -> Rule:
        """Parts come in any order, but limits behind "increase", "change", ... are those of the change."""
        fields: dict[str, Any] = {}
        concept: dict[str, Any] = {}
        values: list[Part] = []
        changed: list[Part] = []
        change: dict[str, Any] = {}
        links: list[Link] = []
        qualifiers: list[Qualifier] = []
        before = ""

        def once(target: dict[str, Any], name: str, found: Any) -> None:
            if name in target:
                raise BuildError(f"this fact says its {PART_NAMES.get(name, name)} twice", meta.line, meta.column)
            target[name] = found

        for name, found in parts:
            if name == "subject":
                fields["domain"], concept["text"] = found
            elif name in ("codes", "also", "such_as"):
                once(concept, name, found)
            elif name in VALUE_PARTS or (name == "over" and before == "summary"):
                (changed if change else values).append((name, found))
            elif name == "qualifiers":
                qualifiers += [item for item in found if isinstance(item, Qualifier)]
                for who in found:
                    if isinstance(who, str):
                        once(fields, "who", who)
            elif name == "link":
                links.append(found)
            elif name in ("sense", "since", "over"):
                if name != "sense" and not change:
                    word = "over" if name == "over" else "compared with"
                    message = f'"{word}" needs a word of change before it: {", ".join(get_args(ChangeSense))}'
                    raise BuildError(message, meta.line, meta.column)
                once(change, name, found)
            else:
                once(fields, name, found)
            before = name
        try:
            fields["value"] = assemble_value(values)
            if change:
                fields["change"] = Change(value=assemble_value(changed), **change)
        except ValueError as error:
            raise BuildError(f"this fact {error}", meta.line, meta.column) from error
        return Fact(concept=Concept(**concept), links=tuple(links), qualifiers=tuple(qualifiers), **fields)

    def coded(self, *codes: Code) -> Part:
        return "codes", codes

    def excluded(self) -> bool:
        return True

    def alone(self) -> bool:
        return True

    def code(self, excluded: bool | None, alone: bool | None, code: Token, display: Token | None) -> Code:
        system, bar, value = unquote(code).rpartition("|")
        if not bar:
            raise BuildError('a code is written "system|code"', code.line or 1, code.column or 1)
        return Code(
            system=system,
            code=value,
            display=unquote(display) if display is not None else None,
            descendants=not alone,
            excluded=bool(excluded),
        )

    def also(self, *names: Token) -> Part:
        return "also", tuple(unquote(name) for name in names)

    def such_as(self, *examples: str | Rule) -> Part:
        return "such_as", examples

    def example_name(self, name: Token) -> str:
        return unquote(name)

    def link(self, *words: Token) -> str:
        return " ".join(words)

    def link_part(self, kind: Any, rule: Rule) -> Part:
        return "link", Link(kind=kind, rule=rule)

    def except_(self, rule: Rule) -> Part:
        return "except_", rule

    def qualifiers(self, *found: Qualifier | str) -> Part:
        return "qualifiers", found

    def key(self, token: Token) -> Token:
        return token

    def listed_categories(self, *names: str) -> Part:
        return "categories", names

    def qualifier(self, key: Token, listed: Part | None, *parts: Part) -> Qualifier:
        try:
            value = assemble_value([*([listed] if listed else []), *parts])
        except ValueError as error:
            raise BuildError(f"this qualifier {error}", key.line or 1, key.column or 1) from error
        return Qualifier.model_validate({"key": str(key), "value": value or Value()})

    def who(self, name: str) -> str:
        return name

    def sense(self, token: Token) -> Part:
        return "sense", str(token)

    def over(self, period: Period) -> Part:
        return "over", period

    def compared_with(self, anchor: Anchor) -> Part:
        return "since", anchor
