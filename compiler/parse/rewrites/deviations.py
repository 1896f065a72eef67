"""How far off something may be that is stable: "stable weight (± 4 kg)" is a weight that has not changed by more.

What is unstable so has. Elsewhere such a number says how exact something is, and nobody reads it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Value
from ..needing import needing
from ..token import Token

#: How many tokens apart the quality, the name and the number may stand, and what parts them.
_NEAR = 4
_PARTS = frozenset({"STOP", "SEMI", "COMMA", "AND", "OR", "ANDOR", "PERIOD", "LENGTH", "VALUE"})


@needing("DEVIATES")
def changed_within(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every such number bounds a change, and "stable" denies that there was one."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type != "DEVIATES":
            result.append(token)
            continue
        explained = _explained(result, text)
        if explained is None:
            result.append(Token("JUNK", token.start, token.end, text[token.start : token.end]))
            continue
        quality, name = explained
        stable = result[quality]
        result[quality] = stable.retyped("SKIP")
        if "unstable" not in text[stable.start : stable.end].lower():
            result.insert(min(quality, name), stable._replace(type="NEG", value=""))
        if result[-1].type == "LPAR" and tokens[i + 1 : i + 2] and tokens[i + 1].type in ("RPAR", "WITHIN"):
            result[-1] = result[-1].retyped("SKIP")
        result += [
            Token("INCREASE", token.start, token.start, "change"),
            Token("VALUE", token.start, token.end, _beyond(token.value)),
        ]
    return _balanced(result)


def _explained(before: Sequence[Token], text: str) -> tuple[int, int] | None:
    """Where the "stable" and the name of a measurement stand that the number behind them explains."""
    quality = name = None
    for k in range(len(before) - 1, max(len(before) - 1 - _NEAR, -1), -1):
        token = before[k]
        if token.type in _PARTS:
            break
        said = text[token.start : token.end].lower()
        if token.type == "MOD" and str(token.value).startswith("control=") and "stable" in said:
            quality = k if quality is None else quality
        if token.type == "NOUN" and token.value.domain == "measurement":
            name = k if name is None else name
    return None if quality is None or name is None else (quality, name)


def _beyond(value: Value) -> Value:
    """More than a bound."""
    high = value.high
    return Value(low=high.model_copy(update={"closed": False}) if high is not None else None)


def _balanced(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without brackets that close what is no longer opened."""
    result: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.type == "LPAR"
        opened = token.type != "RPAR" or depth > 0
        depth -= token.type == "RPAR" and opened
        result.append(token if opened else token.retyped("SKIP"))
    return result
