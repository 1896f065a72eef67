"""A compiled trial for people: the text of each criterion beside its rule."""

from __future__ import annotations

import textwrap

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..rules.printer import print_rule
from ..rules.trial import Criterion, Trial
from .console import page

_TITLES = {"inclusion": "Include", "exclusion": "Exclude"}


def beside(trial: Trial, console: Console) -> str:
    """`trial` as `console` shows it: one table for each section, criteria in the order of the text."""
    parts: list[RenderableType] = [Text(f"{trial.id}  {trial.title or ''}".rstrip(), style="bold")]
    for section, title in _TITLES.items():
        criteria = [criterion for criterion in trial.criteria if criterion.section == section]
        if criteria:
            parts += ["", Text(title, style="bold"), _table(criteria, console.width)]
    return page(console, parts)


def _table(criteria: list[Criterion], width: int) -> Table:
    ids = max(len(criterion.id) for criterion in criteria)
    texts = max(20, (width - ids - 4) * 2 // 5)
    rules = max(20, width - ids - texts - 4)
    table = Table(box=None, show_header=False, padding=(0, 2, 1, 0), pad_edge=False)
    table.add_column(style="dim", min_width=ids, no_wrap=True)
    table.add_column(min_width=texts, max_width=texts, overflow="fold")
    table.add_column(max_width=rules, overflow="fold")
    for criterion in criteria:
        text = " ".join(criterion.text.split())
        table.add_row(criterion.id, Text(text), rule_and_notes(criterion, rules))
    return table


def hanging(line: str, width: int) -> str:
    """A line that a long text makes too wide, broken at spaces; what follows stands further in than its start.

    >>> print(hanging('  undertaking "informed consent"', 24))
      undertaking "informed
          consent"
    """
    indent = " " * (len(line) - len(line.lstrip()))
    broken = textwrap.wrap(
        line.strip(), width, initial_indent=indent, subsequent_indent=indent + "    ", break_on_hyphens=False
    )
    return "\n".join(broken)


def rule_and_notes(criterion: Criterion, width: int) -> RenderableType:
    """The rule in the rule language, broken to `width`, and the criterion's notes under it."""
    parts: list[RenderableType] = []
    if criterion.rule is not None:
        text = Text("\n".join(hanging(line, width) for line in print_rule(criterion.rule, width=width).splitlines()))
        text.highlight_regex(r'\bunread "(?:\\.|[^"\\])*"', "yellow")
        text.highlight_regex(r"\b(?:and|or|not|if|then|else|except)\b(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "bold")
        parts.append(text)
    parts += [Text(f"({' '.join(note.text.split())})", style="dim") for note in criterion.notes]
    return Group(*parts) if parts else Text("(no rule)", style="dim")
