"""No reading depends on the golden protocol's own words: where its text changes, the rules change accordingly.

`data/metamorphic/edits.tsv` edits the text of NCT06001853: another number, unit, anchor, disease, drug or quality,
another order of a list, another wording. An edit is made wherever its words stand, the whole protocol is compiled
again, and each rule must be what the same edit makes of the rule as printed before. Without a `rule` to edit, the rule
must stay the same.

What is not reached yet stands in `data/metamorphic/open.tsv` with its reason, and must be struck once it is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from trialc import compile_trial, parse_rule
from trialc.rules.model import Rule
from trialc.rules.normal import same
from trialc.source import Protocol, load_bundled

DATA = Path(__file__).parent / "data" / "metamorphic"
NCT = "NCT06001853"
#: Text that was not read: an edit inside it proves nothing.
UNREAD = re.compile(r'unread "[^"]*"')


@dataclass(frozen=True)
class Edit:
    """Words of the text, and of the printed rule, with what replaces them; no `old_rule`: the rule must stay."""

    kind: str
    old: str
    new: str
    old_rule: str
    new_rule: str

    @property
    def key(self) -> tuple[str, str]:
        """What a row of `open.tsv` names it by."""
        return self.old, self.new


def rows(name: str) -> list[list[str]]:
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    found = csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [[cell.replace(r"\n", "\n") for cell in row] for row in found]


EDITS = [Edit(*row) for row in rows("edits")]
OPEN = {(old, new): reason for old, new, reason in rows("open")}


def replaced(text: str, old: str, new: str) -> str:
    """`text` with the whole words `old`, in upper or lower case, replaced."""
    start = r"(?<!\w)" if old[0].isalnum() else ""
    end = r"(?!\w)" if old[-1].isalnum() else ""
    return re.sub(start + re.escape(old) + end, lambda _: new, text, flags=re.IGNORECASE)


@cache
def protocol() -> Protocol:
    return load_bundled(NCT)


def rules(text: str) -> dict[str, Rule | None]:
    """The rule of every criterion when the protocol's eligibility text is `text`."""
    trial = compile_trial(protocol().model_copy(update={"eligibility": text}))
    return {criterion.id: criterion.rule for criterion in trial.criteria}


@cache
def originals() -> dict[str, tuple[str, Rule | None]]:
    """The text, with its nested bullets, and the rule of every criterion of the protocol as published."""
    text = protocol().eligibility
    criteria = [criterion for criterion in compile_trial(protocol()).criteria if criterion.span is not None]
    starts = [criterion.span.start for criterion in criteria if criterion.span]
    ends = [*(text.rfind("\n", 0, start) for start in starts[1:]), len(text)]
    # The bullet's sign stands before its criterion; an edit may name it.
    return {
        criterion.id: (text[text.rfind("\n", 0, start) + 1 : end], criterion.rule)
        for criterion, start, end in zip(criteria, starts, ends, strict=True)
    }


def edited(rule: Rule | None, edit: Edit) -> Rule | None:
    """What the rule as published must become."""
    if rule is None or not edit.old_rule:
        return rule
    return parse_rule(replaced(written(rule), edit.old_rule, edit.new_rule))


def written(rule: Rule | None) -> str:
    """The rule on one line."""
    return " ".join(str(rule).split())


def marked(edit: Edit) -> object:
    known = OPEN.get(edit.key)
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=known)] if known else []
    return pytest.param(edit, marks=marks, id=f"{edit.kind}: {edit.old!r} to {edit.new!r}")


@pytest.mark.parametrize("edit", [marked(edit) for edit in EDITS])
def test_the_rule_changes_as_the_text_does(edit: Edit) -> None:
    affected = {name: rule for name, (text, rule) in originals().items() if replaced(text, edit.old, edit.new) != text}
    assert affected, f"{edit.old!r} stands nowhere in the protocol"
    if edit.old_rule:
        read = UNREAD.sub("", " ".join(written(rule) for rule in affected.values()))
        assert edit.old_rule.lower() in read.lower(), f"no rule says {edit.old_rule!r}:\n{read}"
    found = rules(replaced(protocol().eligibility, edit.old, edit.new))
    for name, rule in affected.items():
        expected = edited(rule, edit)
        assert same(found[name], expected), f"{name}\nexpected: {written(expected)}\ncompiled: {written(found[name])}"
    untouched = {name: rule for name, (_, rule) in originals().items() if name not in affected}
    assert [name for name, rule in untouched.items() if not same(found[name], rule)] == []


def test_the_list_of_open_edits_names_edits_and_reasons() -> None:
    assert OPEN.keys() - {edit.key for edit in EDITS} == set()
    assert [key for key, reason in OPEN.items() if not reason.strip()] == []
