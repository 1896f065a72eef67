"""How much of all members of a list together: "more than 5 cups of coffee, tea or cola a day"."""

from __future__ import annotations

from collections.abc import Sequence

from ..syntax.tree import Item, Part
from ..token import Token
from .spreading import domain

#: Units of what is drunk or eaten at once, whatever it is.
_SERVINGS = frozenset({"{cups}", "{servings}", "{glasses}", "{cans}", "{bottles}", "{drinks}"})


def with_shared_servings(items: Sequence[Item]) -> tuple[list[Item], list[Part]]:
    """Members with the servings that stand before the first, and with the rate behind the last; also what was given.

    Cups and glasses are of whatever may be in them, as tablets and milligrams are not: of each may be so many.
    """
    first, last = items[0], items[-1]
    servings = tuple(part for part in first.some("values") if part.before and all(map(_are_servings, part.tokens)))
    alike = all(domain(item) == domain(first) and not item.some("values") for item in items[1:])
    if not servings or not alike:
        return list(items), []
    rates = last.some("rate")
    given = [item.having(*rates) if not item.some("rate") else item for item in items[:-1]]
    return [given[0], *(item.having(*servings) for item in (*given[1:], last))], [*servings, *rates]


def _are_servings(token: Token) -> bool:
    ends = [end for end in (token.value.low, token.value.high) if end is not None] if token.type == "VALUE" else []
    return any(end.unit in _SERVINGS for end in ends)
