"""Nesting that the text implies but does not write, and nesting that it writes but does not mean.

Registries flatten lists: "... any of the following:" and the bullets that follow it stand side by side. What
announces a list adopts its following siblings: while they end in ";" or "," and the first that does not; where none
ends so, and the announcement names what follows ("the following", "defined as"), up to the next announcement.

Trimming takes the indent of a section's first bullet, so that all others seem to stand below it.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .tree import Node

_NAMES_WHAT_FOLLOWS = re.compile(
    r"\b(?:following|of\s+these|as\s+follows|defined\s+(?:as|by)|as\s+defined|e\.g|including|below|any\s+of|one\s+of|either|"
    r"at\s+least\s+(?:\d|one|two|three)(?:\s+of)?|except(?:\s+for|ions?)?|such\s+as|for\s+example|evidenced\s+by|criteria)\b",
    re.I,
)
# What begins so is a criterion of its own, and no member of a list whose first member does not.
_STANDS_ALONE = re.compile(
    r"(?:women|(?:fe)?males?|men|patients?|subjects?|participants?|individuals|able|ability|inability|(?:un)?willing\w*|"
    r"(?:written|signed)\s+informed|informed\s+consent|life\s+expectancy|any\s+other|(?:known\s+)?hypersensitivity)\b",
    re.I,
)
#: How a text speaks of the bullets below it.
SPEAKS_OF_BULLETS = re.compile(r"\b(?:follow(?:ing|s)|below|these|must(?:\s+not)?\W*\Z)", re.I)
#: Bullets that a section has at least below its only one, if that is the first of all and not their head.
_MANY = 3


def release(roots: list[Node]) -> None:
    """Put beside the only bullet of a section, if it announces nothing, the bullets that stand below it."""
    released: list[Node] = []
    for _, group in groupby(roots, key=lambda node: node.scope):
        first, *others = group
        released += [first, *others]
        if not others and len(first.children) >= _MANY and not _announces(first, first.children[0]):
            released += first.children
            first.children = []
    roots[:] = released


def _announces(node: Node, below: Node) -> bool:
    """Whether a bullet says that others below it belong to it, or the first of these goes on with its sentence."""
    continued = node.text[:1].isupper() and below.text[:1].islower()
    return continued or node.ends_open or _goes_on(node) or SPEAKS_OF_BULLETS.search(node.text) is not None


def adopt(siblings: list[Node]) -> None:
    """Move into every announcement without children the siblings that it announces; at every level."""
    index = 0
    while index < len(siblings):
        node = siblings[index]
        if node.ends_open and not node.children:
            count = _announced(siblings, index)
            for child in siblings[index + 1 : index + 1 + count]:
                child.implied = True
                child.cohort = node.cohort
            node.children = siblings[index + 1 : index + 1 + count]
            del siblings[index + 1 : index + 1 + count]
        adopt(node.children)
        index += 1


def _announced(siblings: list[Node], index: int) -> int:
    """How many of the siblings after the announcement at `index` belong to it."""
    header = siblings[index]
    following = []
    for node in siblings[index + 1 :]:
        if node.scope != header.scope or node.section != header.section or node.cohort != header.cohort:
            break
        following.append(node)
    if not following:
        return 0
    if _goes_on(following[0]) and not _all_go_on(siblings[:index]):
        return next((count for count, node in enumerate(following, start=1) if not _goes_on(node)), len(following))
    if not _NAMES_WHAT_FOLLOWS.search(header.text[-120:]):
        return 0
    return _named(siblings[:index], following)


def _named(before: list[Node], following: list[Node]) -> int:
    """How far a list reaches whose members do not end in ";": to the next announcement or a change of writing."""
    stopped = (
        bool(before) and all(node.text.endswith(".") for node in before[-3:]) and not following[0].text.endswith(".")
    )
    lower = following[0].text[:1].islower()
    count = 0
    for node in following:
        changed = lower and node.text[:1].isupper() and len(following[0].text) > 1
        alone = _STANDS_ALONE.match(node.text) and not _STANDS_ALONE.match(following[0].text)
        if count and (changed or alone or node.ends_open or (node.children and not following[0].children)):
            break
        count += 1
        if node.ends_open or (stopped and node.text.endswith(".")):
            break
    return count


def _goes_on(node: Node) -> bool:
    return node.dangling or node.text.rstrip().endswith((";", ",", "；", "，"))


def _all_go_on(before: list[Node]) -> bool:
    """Whether every bullet of the list ends in ";", so that it tells nothing about what belongs together."""
    return bool(before) and all(_goes_on(node) for node in before[-3:])
