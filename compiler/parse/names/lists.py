"""What lists of names are made of, in the types of tokens."""

from __future__ import annotations

from ..token import Token

#: What joins two members.
CONNECTIVES = frozenset({"COMMA", "AND", "OR", "ANDOR", "SLASH"})
#: What may stand between two members of a list.
BETWEEN = CONNECTIVES | {"SKIP"}
#: What stands for an organ that waits for the noun behind the list.
ORGAN = "organ=*"
#: Words that tell one of two like parts of the body from the other.
SIDES = frozenset({"upper", "lower", "left", "right"})


def is_organ(token: Token) -> bool:
    return token.type == "MOD" and bool(token.value == ORGAN)
