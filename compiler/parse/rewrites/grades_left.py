"""Grades of what a treatment left behind, before its name: "toxicity of grade 2 or higher from prior chemotherapy".

What has not recovered to a grade is above it: "toxicity not resolved to grade 1" is one of grade 2 or more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Qualifier, Value
from ..token import Noun, Token

#: What a treatment leaves behind.
_LEFT = re.compile(
    r"(?:.* )?(?:\w*toxicit(?:y|ies)|(?:side|toxic|adverse) effects?|adverse (?:drug )?(?:events?|reactions?))",
    re.IGNORECASE,
)
_TOXICITY = re.compile(r"toxicit(?:y|ies)\s+(?=\S)", re.IGNORECASE)
_BASELINE = r"(?:the )?(?:pre-?treatment )?base-?line(?: (?:levels?|values?|status|conditions?))?"
#: What stands before a grade that is to be reached, and behind it.
_AIMED = re.compile(rf"\bto (?:at least |an? |(?P<other>{_BASELINE} or (?:to )?))?\Z", re.IGNORECASE)
_OR_BASELINE = re.compile(rf",?\s*(?:or|/)\s*(?:to |at )?{_BASELINE}", re.IGNORECASE)
_TIES = frozenset({"from", "of"})
_UNRESOLVED = "outcome=unresolved"
#: What may stand between the name and its grade, beside the names of what was given.
_BESIDE = frozenset({"MOD", "SKIP", "OF", "LINK", "HAVE"})
_GIVEN = frozenset({"drug", "procedure"})
_ENDS = frozenset({"STOP", "SEMI", "COLON", "UNLESS"})


def grades_first(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each such grade stands before the name of what it grades."""
    result = list(tokens)
    if not any(_is_grade(token) for token in tokens):
        return result
    i = 0
    while i < len(result):
        if _is_grade(result[i]):
            result, i = _graded(_with_name(result, i, text), i, text)
        i += 1
    return result


def _is_grade(token: Token) -> bool:
    return token.type == "MOD" and isinstance(token.value, Qualifier) and token.value.key == "grade"


def _with_name(tokens: list[Token], i: int, text: str) -> list[Token]:
    """ "Persistent toxicity grade 2": a scale's name that is all that is graded is a name by itself."""
    grade = tokens[i]
    found = _TOXICITY.match(text, grade.start, grade.end)
    if found is None or any(token.type == "NOUN" for token in tokens[max(i - 1, 0) : i]):
        return tokens
    name = text[grade.start : found.end()].rstrip()
    noun = Token("NOUN", grade.start, grade.start + len(name), Noun(name, "condition"))
    return [*tokens[:i], noun, grade._replace(start=found.end()), *tokens[i + 1 :]]


def _graded(tokens: list[Token], i: int, text: str) -> tuple[list[Token], int]:
    """The tokens with the grade at or behind `i` before its name, and the index that all up to it is done."""
    i += 0 if _is_grade(tokens[i]) else 1
    start = next(
        (k + 1 for k in range(i - 1, -1, -1) if tokens[k].type in _ENDS - {"EXCEPT"} or _is_grade(tokens[k])), 0
    )
    aimed = _AIMED.search(text, tokens[start].start, tokens[i].start)
    unresolved = next((k for k in range(i - 1, start - 1, -1) if tokens[k].value == _UNRESOLVED), None)
    missed = aimed is not None and unresolved is not None
    name = next((k for k in range(i - 1, start - 1, -1) if _is_left(tokens[k])), None)
    if missed:
        tokens, i = _without_baseline(tokens, i, name, text)
        tokens[i] = tokens[i]._replace(value=_missed(tokens[i].value))
    if name is None:
        return tokens, i
    between, behind = tokens[name + 1 : i], tokens[i + 1 :]
    if [token.type for token in [*between, *behind[:1]]] == ["LPAR", "RPAR"]:  # "toxicity (grade 2) from ..."
        between, behind = [], behind[1:]
    if missed:
        kept = [token for token in between if token.value != _UNRESOLVED]
    elif all(token.type in _BESIDE or _is_given(token) for token in between):
        kept = [token for token in between if token.type != "OF" and not _says_of(token, text)]
    else:
        return tokens, i
    moved = [token for token in between if token.value == _UNRESOLVED]
    if behind and text[behind[0].start : behind[0].end].lower() == "severity":
        behind[0] = behind[0]._replace(type="SKIP", value=None)
    return [*tokens[:name], *moved, tokens[i], tokens[name], *_as_causes([*kept, *behind], text)], i


def _as_causes(behind: list[Token], text: str) -> list[Token]:
    """What stands behind the name, its first "from" or "of" read as what the name is due to."""
    for k, token in enumerate(behind):
        if token.type not in ("SKIP", "OF", "JUNK"):
            break
        if text[token.start : token.end].lower() in _TIES:
            behind[k] = token._replace(type="LINK", value="because of")
            break
    return behind


def _is_left(token: Token) -> bool:
    return token.type == "NOUN" and _LEFT.fullmatch(token.value.text) is not None


def _is_given(token: Token) -> bool:
    return token.type == "NOUN" and token.value.domain in _GIVEN


def _says_of(token: Token, text: str) -> bool:
    return token.type == "LINK" and text[token.start : token.end].lower() == "of"


def _without_baseline(tokens: list[Token], i: int, name: int | None, text: str) -> tuple[list[Token], int]:
    """The tokens with "or baseline" beside a grade as one that is not read, behind the name."""
    grade = tokens[i]
    aimed = _AIMED.search(text, 0, grade.start)
    behind = _OR_BASELINE.match(text, grade.end)
    spans = [aimed.span("other")] if aimed and aimed["other"] else []
    spans += [behind.span()] if behind else []
    if not spans:
        return tokens, i
    start, end = spans[0][0], spans[-1][1]
    inside = [k for k, token in enumerate(tokens) if token is not grade and start <= token.start and token.end <= end]
    unread = [_unread(text, *span) for span in spans]
    rest = [token for k, token in enumerate(tokens) if k not in inside]
    at = rest.index(tokens[name] if name is not None else grade) + 1
    result = [*rest[:at], *unread, *rest[at:]]
    return result, result.index(grade)


def _unread(text: str, start: int, end: int) -> Token:
    said = text[start:end].strip(" ,")
    start = text.index(said, start)
    return Token("JUNK", start, start + len(said), said)


def _missed(grade: Qualifier) -> Qualifier:
    """The grades above one that was to be reached."""
    value = grade.value
    aim = value.high or value.low
    if aim is None:
        return grade
    above = aim.model_copy(update={"closed": value.high is not None and not aim.closed})
    return grade.model_copy(update={"value": Value(low=above)})
