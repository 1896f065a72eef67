"""The typed token that extractors give and the grammar combines."""

from __future__ import annotations

from typing import Any, NamedTuple


class Term(NamedTuple):
    """A stretch `text[start:end]` of the normalised text, read as one terminal of `grammar/criteria.lark`.

    `value` is what the terminal stands for: a `Value` for a quantity, an `Offset` for a period, an `Entity`, ...
    """

    type: str
    start: int
    end: int
    value: Any = None
