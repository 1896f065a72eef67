"""Limits that stand behind the people they are for: "hemoglobin in men > 13 g/dL and in women > 12 g/dL".

They are put before them, as the grammar reads a condition: "> 13 g/dL if men". What is measured may stand there, too:
"for men hemoglobin > 13 g/dL, for women hemoglobin > 12 g/dL"; then the people are set off, as by a comma.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTSIDE"})
_JOINS = frozenset({"COMMA", "AND", "OR", "ANDOR", "SEMI", "SLASH", "BUT"})
_SMALL = frozenset({"SKIP", "COLON", "DASH", "SUBJ"})
#: What may stand between the name of what is measured and the people.
_BETWEEN = frozenset({"SKIP", "COLON", "LPAR", "DASH"})


@needing("PERSON")
def limits_first(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which every such limit stands before its people."""
    result: list[Token] = []
    i = 0
    turned = False  # whether what was read last is a limit that was put before its people
    while i < len(tokens):
        found = _limit_at(tokens, i) if turned or is_measured(result) else None
        if found is None:
            turned = turned and tokens[i].type in _JOINS | {"SKIP"}
            result.append(tokens[i])
            i += 1
            continue
        person, limit, end = found
        result += [limit, Token("IF", person.start, person.start, ""), person]
        i, turned = end, True
    return result


@needing("PERSON")
def people_set_off(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which a comma stands behind people who are named before what is measured of them alone."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        behind = [each for each in tokens[i + 1 : i + 4] if each.type != "SKIP"][:2]
        limited = [each.type for each in behind[1:]] == ["VALUE"] and is_measured(behind[:1])
        if token.type != "PERSON" or token.value == "any" or not limited:
            continue
        k = next((k for k in range(i - 1, -1, -1) if tokens[k].type not in ("SKIP", "SUBJ")), -1)
        if k < 0 or tokens[k].type not in ("FOR", "IF"):
            continue
        at = len(result) - 1 - (i - k) - 1
        if at >= 0 and result[at].type == "COMMA":
            result[at] = result[at].retyped("SEMI")
        result.append(Token("COMMA", token.end, token.end))
    return result


def _limit_at(tokens: Sequence[Token], i: int) -> tuple[Token, Token, int] | None:
    """The person and the limit at `i`, and the index behind them."""
    if tokens[i].type in ("FOR", "IF"):
        i += 1
    if i >= len(tokens) or tokens[i].type != "PERSON" or tokens[i].value == "any":
        return None
    j = i + 1
    while j < len(tokens) and tokens[j].type in _SMALL:
        j += 1
    limited = j < len(tokens) and tokens[j].type in _LIMITS
    return (tokens[i], tokens[j], j + 1) if limited else None


def is_measured(before: Sequence[Token]) -> bool:
    """Whether a measurement without a limit stands right before, perhaps with its abbreviation in brackets."""
    k = len(before) - 1
    while k >= 0 and before[k].type in _BETWEEN:
        k -= 1
    if k > 1 and before[k].type == "RPAR" and before[k - 2].type == "LPAR":
        k -= 3
    return k >= 0 and before[k].type == "NOUN" and before[k].value.domain == "measurement"
