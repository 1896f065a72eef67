"""Results of tests that stand before the first test, and are those of all: "positive test for A, B or C"."""

from __future__ import annotations

from collections.abc import Sequence

from ..syntax.tree import Item, Part
from .spreading import domain

_MEASURED = frozenset({"measurement"})
#: What is examined may be found abnormal as well: "abnormal findings on ECG, EEG or physical examination".
_EXAMINED = _MEASURED | {"procedure"}
_FOR, _OF = (" for", " to"), (" in", " of", " on")


def with_shared_results(items: Sequence[Item], text: str) -> list[Item]:
    """Members with the result that a member before them has: "abnormalities on ECG or laboratory tests".

    It goes no further than what is tested: "elevated levels of A or B, or stroke", "negative for A and B, C > 5".
    """
    result: list[Item] = []
    given: tuple[Part, ...] = ()
    for i, item in enumerate(items):
        own = tuple(part for part in item.some("values") if part.before and _said(part, text).endswith(_FOR + _OF))
        if item.some("values") or not _is_tested(item, given, text):
            given = ()
        result.append(item.having(*given) if given else item)
        if own and (i == 0 or domain(item) in _EXAMINED):
            given = own
    return result


def _is_tested(item: Item, results: Sequence[Part], text: str) -> bool:
    """Whether results can be those of an item: what somebody tests positive for may be an illness."""
    if not any(_said(part, text).endswith(_OF) for part in results):
        return True
    abnormal = any(token.value == "abnormal" for part in results for token in part.tokens)
    return domain(item) in (_EXAMINED if abnormal else _MEASURED)


def _said(part: Part, text: str) -> str:
    """The words of a result; nothing where a part is none."""
    told = all(token.type == "OUTCOME" for token in part.tokens)
    return text[part.start : part.end].lower() if told else ""
