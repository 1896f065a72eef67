"""How a treatment begins, changes or ends, of which a list says several: "initiation or dose change of statins".

A record begins, or changes, or ends: the treatment is named again behind each, so that each is a statement of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ...vocabulary import pairs
from ..needing import needing
from ..token import Noun, Token

_EDGES = frozenset({"edge=start", "edge=end"})
_CHANGES = frozenset({"change", "increase", "decrease"})
_JOINS = frozenset({"OR", "ANDOR", "COMMA", "SLASH"})
#: What a word of the table may have been taken for.
_WORDS = frozenset({"NOUN", "JUNK", "MOD"})
#: What joins the names behind them.
_LISTS = _JOINS | {"AND"}
#: What may stand between the last of them and the name, besides its qualities: "the dose of".
_LEADS = frozenset({"SKIP", "OF"})
_TREATMENTS = frozenset({"drug", "procedure", "device"})


@needing("OR", "ANDOR", "SLASH")
def told_in_turn(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each of several such words has the name that stands behind the last of them."""
    result: list[Token] = []
    tokens = _parted(tokens, text)
    i = 0
    while i < len(tokens):
        turns, end = _turns(tokens, i, text)
        name = _named(tokens, end) if len({each.value for each in turns if each.type not in _JOINS}) > 1 else []
        if name:
            result += [part for each in turns for part in ([each] if each.type in _JOINS else _turned(each, name))]
            i = end + len(name)
            while tokens[i - 1].end < name[-1].end:
                i += 1  # small words that were left out of the name
        else:
            result.append(tokens[i])
            i += 1
    return result


def _parted(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a word behind another is no part of the name it begins: "started or | changed | statins"."""
    result: list[Token] = []
    for token in tokens:
        word, _, rest = token.value.text.partition(" ") if token.type == "NOUN" else ("", "", "")
        joined = [each for each in result[-1:] if each.type in _JOINS]
        if rest and joined and pairs("turns").get(word.lower()) and _turn(result[-2:-1], 0, text) is not None:
            middle = token.start + len(word)
            result.append(Token("JUNK", token.start, middle, word))
            token = Token("NOUN", middle + 1, token.end, Noun(rest, token.value.domain))
        result.append(token)
    return result


def _turns(tokens: Sequence[Token], i: int, text: str) -> tuple[list[Token], int]:
    """The words from `i` on that say how something turns, with what joins them, and where the rest begins."""
    turns: list[Token] = []
    end = i
    while (found := _turn(tokens, end, text)) is not None:
        turn, end = found
        turns.append(turn)
        joins = list(takewhile(lambda token: token.type in _JOINS, tokens[end:]))
        if not joins or _turn(tokens, end + len(joins), text) is None:
            break
        turns += joins
        end += len(joins)
    return turns, end


def _turn(tokens: Sequence[Token], i: int, text: str) -> tuple[Token, int] | None:
    """The word at `i` that says how something turns, and where the rest begins."""
    if i >= len(tokens):
        return None
    token = tokens[i]
    if (token.type == "MOD" and token.value in _EDGES) or (token.type == "INCREASE" and token.value in _CHANGES):
        return token, i + 1
    said = pairs("turns").get(text[token.start : token.end].lower()) if token.type in _WORDS else None
    sized = str(token.value).startswith("severity=") and [each.type for each in tokens[i + 1 : i + 2]] == ["JUNK"]
    if said == "" or sized:
        return _turn(tokens, i + 1, text)  # "dose change", "major dose change"
    if said is None:
        return None
    return Token("INCREASE" if said in _CHANGES else "MOD", token.start, token.end, said), i + 1


def _turned(turn: Token, names: Sequence[Token]) -> list[Token]:
    """Names behind what is said of them; a change is said again of each."""
    result: list[Token] = []
    for token in names:
        begins = not result or (turn.type == "INCREASE" and result[-1].type in _LISTS and token.type not in _LISTS)
        result += [turn, token] if begins else [token]
    return result


def _named(tokens: Sequence[Token], i: int) -> list[Token]:
    """The names of treatments that are listed at `i`, with their qualities; empty where none stands there."""
    names: list[Token] = []
    begun: list[Token] = []
    for token in tokens[i:]:
        if token.type == "NOUN":
            if token.value.domain not in _TREATMENTS:
                break
            names, begun = [*names, *begun, token], []
        elif (token.type == "MOD" and token.value not in _EDGES) or (names and token.type in _LISTS):
            begun.append(token)
        elif token.type not in _LEADS:
            break
    return names
