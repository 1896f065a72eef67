"""How one criterion was read: its tokens, the steps of the parser, the tree, and the rule that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..extract.term import Term
from ..rules.printer import print_rule
from ..rules.trial import Criterion
from .console import page
from .diagnostics import full


class Trace(Protocol):
    """What `compile.explain` gives: the reading of one criterion, step by step. Offsets count in `text`."""

    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> Sequence[Term]: ...
    @property
    def steps(self) -> Sequence[str]: ...
    @property
    def tree(self) -> Any: ...
    @property
    def criterion(self) -> Criterion: ...


def explanation(trace: Trace, original: str, source: str, console: Console) -> str:
    """The reading as `console` shows it. `original` is the eligibility text that the diagnostics' spans count in."""
    criterion = trace.criterion
    tree = "\n".join(_branches(trace.tree, trace.text, ""))
    rule = print_rule(criterion.rule) if criterion.rule else "(no rule)"
    notes = [f'note "{note.text}"' for note in criterion.notes]
    placed = (finding.model_copy(update={"criterion": criterion.id}) for finding in criterion.diagnostics)
    found = [full(finding, original, source) for finding in placed]
    sections: list[tuple[str, list[RenderableType]]] = [
        (f"{source} {criterion.id} ({criterion.section})", [trace.text]),
        ("Tokens", [_tokens(trace)]),
        ("Steps", [f"{number:3}. {step}" for number, step in enumerate(trace.steps, 1)]),
        ("Tree", [tree]),
        ("Rule", [rule, *notes]),
        ("Diagnostics", [finding.rstrip("\n") for finding in found]),
    ]
    shown = [[Text(title, style="bold"), *parts, ""] for title, parts in sections if parts]
    return page(console, (part for section in shown for part in section))


def _branches(tree: Any, text: str, indent: str) -> Iterator[str]:
    """A line for each grammar rule and each token of a parse tree; a tree that is a text stays as it is."""
    if hasattr(tree, "children"):
        yield f"{indent}{tree.data}"
        for child in tree.children:
            yield from _branches(child, text, indent + "  ")
        return
    token = tree if hasattr(tree, "start") else getattr(tree, "value", tree)
    if hasattr(token, "start"):
        yield f"{indent}{token.type} {text[token.start : token.end]}".rstrip()
    else:
        yield from (f"{indent}{line}" for line in str(tree).splitlines())


def _tokens(trace: Trace) -> Table:
    table = Table(box=box.SIMPLE, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column("type")
    table.add_column("text")
    table.add_column("value")
    for token in trace.tokens:
        value = "" if token.value is None else _short(token.value)
        table.add_row(Text(token.type), Text(trace.text[token.start : token.end]), Text(value, overflow="fold"))
    return table


def _short(value: Any) -> str:
    """A value without the fields that say nothing."""
    if hasattr(value, "model_dump"):
        dump = value.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        return ", ".join(f"{key}={_plain(part)}" for key, part in dump.items())
    return str(value)


def _plain(part: Any) -> str:
    if isinstance(part, dict):
        return "(" + ", ".join(f"{key}={_plain(inner)}" for key, inner in part.items()) + ")"
    if isinstance(part, list):
        return "[" + ", ".join(map(_plain, part)) + "]"
    return str(part)
