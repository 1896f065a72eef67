"""The closed-class phrases of `grammar/vocabulary/phrases/`, matched over tokens by one finite automaton.

A pattern is words and groups: `{a|b}` is a choice, `{a|b}?` an optional one, `{a|b}*` one that may repeat. The
automaton is nondeterministic as built; its deterministic states are made when a text first reaches them, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from ...extract.term import Term
from ...tokens import tokens

Reading = tuple[str, str]
#: Of equal readings that fit, the one of the table named first is taken.
TABLES = (
    "words",
    "modifiers",
    "links",
    "time",
    "anchors",
    "groups",
    "opinions",
    "undertakings",
    "permissions",
    "remarks",
)
Nodes = frozenset[int]
_ANY_ANCHOR = ("ANCHOR", "*")
#: What joins to a quality what comes behind it: "at the hip, or | a fracture".
_GOES_ON = frozenset({",", "or", "and", "and/or", "/"})
_OF_TRIAL = re.compile(r"^(?:the |study |trial )+")
_SIGNED = re.compile(r"(?<=\w) - (?=\d)")
_PART = re.compile(r"\{([^{}]*)\}([?*]?)|([^{}]+)")


def phrases(text: str, words: list[tuple[int, int]]) -> list[Term]:
    """Every phrase at every token, longer and shorter. A term's value lists its readings, first choice first."""
    machine = _automaton()
    lower = [text[a:b].lower() for a, b in words]
    found = []
    for i, (start, _) in enumerate(words):
        if not machine.begins(lower[i]):
            continue
        for length, readings in machine.matches(lower, i):
            end = words[i + length - 1][1]
            if _ANY_ANCHOR in readings:
                readings = tuple(_worded(each, text[start:end]) for each in readings)
            if length > 1 and lower[i + length - 1] in _GOES_ON:
                readings = tuple(each for each in readings if not _is_quality(each))
                if not readings:
                    continue
            found.append(Term("PHRASE", start, end, readings))
    return found


def _is_quality(reading: Reading) -> bool:
    """Whether a reading is a quality in the words of the text, of which a connective behind it is no part."""
    terminal, payload = reading
    return terminal == "MOD" and payload.endswith("=*")


def _worded(reading: Reading, text: str) -> Reading:
    """A reading whose anchor is named as the text names it: "study day 14" is "day 14"."""
    if reading != _ANY_ANCHOR:
        return reading
    return "ANCHOR", _SIGNED.sub(" -", _OF_TRIAL.sub("", " ".join(text.lower().split())))


@dataclass(slots=True)
class _State:
    """A deterministic state: what may be read on reaching it, which nodes a word leads to, and to which state."""

    readings: tuple[Reading, ...]
    steps: dict[str, set[int]]
    next: dict[str, _State] = field(default_factory=dict)


class Automaton:
    """Patterns over words, with the readings of each."""

    def __init__(self) -> None:
        self.steps: list[dict[str, set[int]]] = []
        self.skips: list[set[int]] = []
        self.accepts: dict[int, tuple[int, Reading]] = {}
        self._states: dict[Nodes, _State] = {}
        self.start = self._node()
        self._first: _State | None = None

    def add(self, pattern: str, reading: Reading) -> None:
        """Let `pattern` be read as `reading`; patterns added first come first."""
        # A node of its own: a group that repeats at the start must not lead back to where all patterns begin.
        at = self._node()
        self.skips[self.start].add(at)
        for group, mark, plain in _PART.findall(pattern):
            if plain:
                at = self._chain(at, _words(plain))
                continue
            after = self._node()
            for choice in group.split("|"):
                self.skips[self._chain(at, _words(choice))].add(after)
            if mark:
                self.skips[at].add(after)
            if mark == "*":
                self.skips[after].add(at)
            at = after
        end = self._node()
        self.skips[at].add(end)
        self.accepts[end] = (len(self.accepts), reading)

    def begins(self, word: str) -> bool:
        """Whether a phrase begins with a word."""
        return word in self._begin().steps

    def matches(self, words: list[str], at: int) -> Iterator[tuple[int, tuple[Reading, ...]]]:
        """The number of words, and the readings, of every phrase that starts at `at`."""
        state = self._begin()
        for end in range(at, len(words)):
            word = words[end]
            following = state.next.get(word)
            if following is None:
                if word not in state.steps:
                    break
                following = state.next[word] = self._state(state.steps[word])
            state = following
            if state.readings:
                yield end - at + 1, state.readings

    def _begin(self) -> _State:
        if self._first is None:
            self._first = self._state({self.start})
        return self._first

    def _node(self) -> int:
        self.steps.append({})
        self.skips.append(set())
        return len(self.steps) - 1

    def _chain(self, at: int, words: tuple[str, ...]) -> int:
        """The end of a new path for `words` from `at`."""
        for word in words:
            node = self._node()
            self.steps[at].setdefault(word, set()).add(node)
            at = node
        return at

    def _state(self, nodes: set[int]) -> _State:
        """The one state of `nodes` and of all that is reached from them without a word."""
        closed = self._closure(nodes)
        if closed not in self._states:
            accepted = sorted(self.accepts[node] for node in closed if node in self.accepts)
            steps: dict[str, set[int]] = {}
            for node in closed:
                for word, after in self.steps[node].items():
                    steps.setdefault(word, set()).update(after)
            self._states[closed] = _State(tuple(dict.fromkeys(reading for _, reading in accepted)), steps)
        return self._states[closed]

    def _closure(self, nodes: set[int]) -> Nodes:
        seen, waiting = set(nodes), list(nodes)
        while waiting:
            for node in self.skips[waiting.pop()] - seen:
                seen.add(node)
                waiting.append(node)
        return frozenset(seen)


@cache
def _automaton() -> Automaton:
    machine = Automaton()
    for terminal, payload, pattern in rows():
        machine.add(pattern, (terminal, payload))
    return machine


@cache
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[a:b].lower() for a, b in tokens(phrase))


def rows() -> Iterator[tuple[str, str, str]]:
    """(terminal, payload, pattern) of every pattern of the tables, in their order."""
    folder = files("trialc.grammar").joinpath("vocabulary", "phrases")
    for table in TABLES:
        for line in folder.joinpath(f"{table}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "terminal\t")):
                terminal, payload, patterns = line.split("\t")
                for pattern in patterns.split(";"):
                    if pattern.strip():
                        yield terminal, payload, pattern.strip()


@cache
def organs() -> frozenset[str]:
    """The adjectives and nouns that name the organ of a disease: "renal", "liver"."""
    return _qualities("organ=*")


@cache
def specimens() -> frozenset[str]:
    """The words that name what is examined: "serum", "urine"."""
    return _qualities("specimen=*")


def _qualities(payload: str) -> frozenset[str]:
    return frozenset(pattern for terminal, of, pattern in rows() if (terminal, of) == ("MOD", payload))
