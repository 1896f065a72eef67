"""The automaton of a Lark grammar, fed with tokens of ours one by one.

Lark makes the LALR(1) table and says how trees are shaped; here the table is run. Unlike Lark's own interactive
parser, this one can be asked what it would take, and its leaves are our tokens as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from lark import Lark, Tree
from lark.parsers.lalr_analysis import Shift

from .token import Token

END = "$END"


class _Reduction(NamedTuple):
    """What is done when a rule of the grammar is complete."""

    size: int
    """How many symbols it takes from the stack."""
    symbol: str
    """The symbol that it puts there instead."""
    build: Callable[[list[Any]], Any]


class Table:
    """The table of a grammar. `actions`: by state and terminal, the state to shift to or what to reduce before.

    `after`: by state and symbol, the state behind what was reduced to it.
    """

    def __init__(self, grammar: Lark) -> None:
        made = grammar.parser.parser.parser
        table, callbacks = made.parse_table, made.callbacks
        self.start: int = table.start_states["start"]
        self.end: int = table.end_states["start"]
        self.actions: dict[int, dict[str, int | _Reduction]] = {}
        self.after: dict[int, dict[str, int]] = {}
        for state, actions in table.states.items():
            self.after[state] = {str(symbol): to for symbol, (action, to) in actions.items() if action is Shift}
            reductions = {str(symbol): rule for symbol, (action, rule) in actions.items() if action is not Shift}
            self.actions[state] = self.after[state] | {
                symbol: _Reduction(len(rule.expansion), str(rule.origin.name), callbacks[rule])
                for symbol, rule in reductions.items()
            }


class Automaton:
    """A parse under way."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._states = [table.start]
        self._values: list[Any] = []

    def takes(self, *types: str) -> bool:
        """Whether terminals of these types can be fed, one after another, from where the parse stands.

        A run on a copy of the stack: LALR tables may reduce on a terminal that a later state refuses.
        """
        actions, after = self._table.actions, self._table.after
        stack = self._states.copy()
        for type in types:
            while not isinstance(action := actions[stack[-1]].get(type), int):
                if action is None:
                    return False
                if action.size:
                    del stack[-action.size :]
                stack.append(after[stack[-1]][action.symbol])
                if type == END and stack[-1] == self._table.end:
                    return True
            stack.append(action)
        return True

    def feed(self, token: Token) -> None:
        """Take a token that `takes` agreed to."""
        self._reduce(token.type)
        self._states.append(self._table.after[self._states[-1]][token.type])
        self._values.append(token)

    def tree(self) -> Tree[Token]:
        """The tree of all that was fed, where `takes` agreed to the end."""
        self._reduce(END)
        found: Tree[Token] = self._values[-1]
        return found

    def _reduce(self, type: str) -> None:
        """Complete the rules that end before a terminal of this type."""
        table, states, values = self._table, self._states, self._values
        while not isinstance(action := table.actions[states[-1]][type], int):
            size, symbol, build = action
            children: list[Any] = []
            if size:
                children = values[-size:]
                del states[-size:], values[-size:]
            states.append(table.after[states[-1]][symbol])
            values.append(build(children))
            if type == END and states[-1] == table.end:
                return
