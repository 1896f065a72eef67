"""The automaton of a Lark grammar, fed with tokens of ours one by one.

Lark makes the LALR(1) table and says how trees are shaped; here the table is run. Unlike Lark's own interactive
parser, this one takes several tokens or none of them, and its leaves are our tokens as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    def feed(self, *tokens: Token) -> bool:
        """Take tokens, one after another; or none of them, and say so, where one cannot stand."""
        states, steps = self._states.copy(), list[_Reduction | Token]()
        for token in tokens:
            if not self._run(states, token.type, steps):
                return False
            steps.append(token)
        self._states = states
        self._build(steps)
        return True

    def tree(self) -> Tree[Token] | None:
        """The tree of all that was fed; None where the text cannot end here."""
        steps: list[_Reduction | Token] = []
        if not self._run(self._states.copy(), END, steps):
            return None
        self._build(steps)
        found: Tree[Token] = self._values[-1]
        return found

    def _run(self, states: list[int], type: str, steps: list[_Reduction | Token]) -> bool:
        """Go on from `states` with a terminal of this type and note what is reduced; False where it cannot stand.

        Nothing is built yet: LALR tables may reduce on a terminal that a later state refuses.
        """
        actions, after, end = self._table.actions, self._table.after, self._table.end
        while not isinstance(action := actions[states[-1]].get(type), int):
            if action is None:
                return False
            if action.size:
                del states[-action.size :]
            states.append(after[states[-1]][action.symbol])
            steps.append(action)
            if type == END and states[-1] == end:
                return True
        states.append(action)
        return True

    def _build(self, steps: Sequence[_Reduction | Token]) -> None:
        """Put together the values of symbols that are complete. Lark may change them, so this is done once."""
        values = self._values
        for step in steps:
            if isinstance(step, Token):
                values.append(step)
                continue
            children: list[Any] = []
            if step.size:
                children = values[-step.size :]
                del values[-step.size :]
            values.append(step.build(children))
