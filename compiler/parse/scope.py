"""How far a condition reaches: "women must test negative and use contraception" asks both of women alone."""

from __future__ import annotations

import re
from dataclasses import replace

from .permissions import ELIGIBLE
from .syntax import Condition, Item, Join, Reading, connective, items
from .token import Token

#: Words between two clauses that name other patients than those of the condition.
_OTHERS = re.compile(
    r"(?<!these )(?<!such )\b(?:patients|subjects|participants|individuals|volunteers)\b", re.IGNORECASE
)


def scoped(reading: Join, text: str) -> Reading:
    """A chain of clauses in "and", each condition with all the clauses that it holds for.

    A condition ends where the next begins, at a semicolon, and where the text names its patients anew.
    """
    if reading.operator != "and" or reading.listed or not any(isinstance(each, Condition) for each in reading.of):
        return reading
    chains: list[list[Reading]] = []
    inner: list[list[Token]] = []
    between: list[Token] = []
    for n, member in enumerate(reading.of):
        sign = reading.connectives[n - 1] if n else None
        if sign is not None and _is_led(chains[-1][0]) and _goes_on(sign, member, text):
            chains[-1].append(member)
            inner[-1].append(sign)
            continue
        chains.append([member])
        inner.append([])
        between += [sign] if sign is not None else []
    found = tuple(_reaching(chain, tuple(signs)) for chain, signs in zip(chains, inner, strict=True))
    return found[0] if len(found) == 1 else replace(reading, of=found, connectives=tuple(between))


def of_subject(then: Reading, when: Reading) -> Reading:
    """ "Patients with brain metastases are eligible if stable": what has no head is said of what is presupposed."""
    if not isinstance(then, Item) or then.head.type != "EMPTY" or not then.some("modifiers") or then.some("values"):
        return then
    subject = next((item.head for item in items(when) if item.head.type == "NOUN"), None)
    return then if subject is None else replace(then, head=subject)


def is_alternative(member: Reading, of: Join) -> bool:
    """ "ECOG 0-2; however, patients with ECOG 3 are eligible if ...": both are asked of those, instead of the first."""
    return isinstance(member, Condition) and member.sign.value == ELIGIBLE and of.operator == "or"


def _reaching(chain: list[Reading], signs: tuple[Token, ...]) -> Reading:
    first = chain[0]
    if not isinstance(first, Condition) or len(chain) == 1:
        return first
    return replace(first, then=Join("and", (first.then, *chain[1:]), False, signs))


def _is_led(reading: Reading) -> bool:
    """Whether a condition says what holds under it; "must have COPD and ..." was none."""
    if not isinstance(reading, Condition):
        return False
    then = reading.then
    return not isinstance(then, Item) or then.head.type != "EMPTY" or bool(then.parts)


def _goes_on(sign: Token, member: Reading, text: str) -> bool:
    if isinstance(member, Condition) or ";" in connective(sign).written:
        return False
    start = min((token.start for item in items(member) for token in item.tokens), default=sign.end)
    return not _OTHERS.search(text, sign.end, max(start, sign.end))
