"""Where a report goes: colours and the real width on a terminal, plain text of a fixed width elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, RenderableType

PLAIN_WIDTH = 120


def console(stream: TextIO) -> Console:
    """A rich console for `stream`; what is no terminal gets no colour. NO_COLOR is honoured, by rich."""
    terminal = stream.isatty()
    return Console(
        file=stream,
        width=None if terminal else PLAIN_WIDTH,
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def page(console: Console, parts: Iterable[RenderableType]) -> str:
    """`parts` as `console` would print them, one below the other, without blanks at the ends of lines."""
    with console.capture() as captured:
        for part in parts:
            console.print(part, soft_wrap=isinstance(part, str))
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())
