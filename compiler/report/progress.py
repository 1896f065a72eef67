"""Progress of long work, on standard error, and only on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def counted(items: Iterable[T], what: str, every: float = 0.5) -> Iterator[T]:
    """`items` as they are; on a terminal, how many have passed is shown about every `every` seconds."""
    shown = sys.stderr.isatty()
    last = time.monotonic()
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        if shown and time.monotonic() - last > every:
            last = time.monotonic()
            sys.stderr.write(f"\r{number} {what}")
            sys.stderr.flush()
    if shown and number:
        sys.stderr.write("\r\033[K")
