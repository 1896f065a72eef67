"""The automaton of a Lark grammar, fed with tokens of ours one by one.

Lark makes the LALR(1) table and says how trees are shaped; here the table is run. Unlike Lark's own interactive
parser, this one takes several tokens or none of them, and its leaves are our tokens as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from lark import Lark, Tree
from lark.grammar import Rule
from lark.parse_tree_builder import ExpandSingleChild
from lark.parsers.lalr_analysis import Shift

from ..token import Token

END = "$END"

#: Makes the value of a symbol of the values of the symbols that it is made of.
_Builder = Callable[[list[Any]], Any]
#: What is done to the values: a token is one more, or as many as a builder takes become one.
_Step = tuple[int, _Builder] | Token


class _Reduction(NamedTuple):
    """What is done when a rule of the grammar is complete."""

    size: int
    """How many symbols it takes from the stack."""
    symbol: str
    """The symbol that it puts there instead."""
    build: _Builder | None
    """Makes the value of the new symbol of theirs; None where it is the value of the one that there is."""


class Table:
    """The table of a grammar. `reductions`: by state and terminal, what to reduce before the terminal can stand.

    `after`: by state and symbol, the state behind a terminal, or behind what was reduced to the symbol.
    """

    def __init__(self, grammar: Lark) -> None:
        made = grammar.parser.parser.parser
        table, callbacks = made.parse_table, made.callbacks
        self.start: int = table.start_states["start"]
        self.end: int = table.end_states["start"]
        self.reductions: dict[int, dict[str, _Reduction]] = {}
        self.after: dict[int, dict[str, int]] = {}
        for state, actions in table.states.items():
            self.after[state] = {str(symbol): to for symbol, (action, to) in actions.items() if action is Shift}
            self.reductions[state] = {
                str(symbol): _reduction(rule, callbacks[rule])
                for symbol, (action, rule) in actions.items()
                if action is not Shift
            }


def _reduction(rule: Rule, callback: _Builder) -> _Reduction:
    size = len(rule.expansion)
    same = size == 1 and isinstance(callback, ExpandSingleChild)
    return _Reduction(size, str(rule.origin.name), None if same else callback)


class Automaton:
    """A parse under way."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._states = [table.start]
        self._values: list[Any] = []

    def feed(self, *tokens: Token) -> bool:
        """Take tokens, one after another; or none of them, and say so, where one cannot stand."""
        states, steps = self._states.copy(), list[_Step]()
        for token in tokens:
            if not self._run(states, token.type, steps):
                return False
            steps.append(token)
        self._states = states
        self._build(steps)
        return True

    def tree(self) -> Tree[Token] | None:
        """The tree of all that was fed; None where the text cannot end here."""
        steps: list[_Step] = []
        if not self._run(self._states.copy(), END, steps):
            return None
        self._build(steps)
        found: Tree[Token] = self._values[-1]
        return found

    def _run(self, states: list[int], type: str, steps: list[_Step]) -> bool:
        """Go on from `states` with a terminal of this type and note what is reduced; False where it cannot stand.

        Nothing is built yet: LALR tables may reduce on a terminal that a later state refuses.
        """
        reductions, after = self._table.reductions, self._table.after
        while (reduction := reductions[states[-1]].get(type)) is not None:
            size, symbol, build = reduction
            if size:
                del states[-size:]
            states.append(after[states[-1]][symbol])
            if build is not None:
                steps.append((size, build))
            if type == END and states[-1] == self._table.end:
                return True
        following = after[states[-1]].get(type)
        if following is None:
            return False
        states.append(following)
        return True

    def _build(self, steps: Sequence[_Step]) -> None:
        """Put together the values of symbols that are complete. Lark may change them, so this is done once."""
        values = self._values
        for step in steps:
            if isinstance(step, Token):
                values.append(step)
                continue
            size, build = step
            children: list[Any] = []
            if size:
                children = values[-size:]
                del values[-size:]
            values.append(build(children))
