"""Where text comes from. Every format gives a `Protocol`; nothing that a source holds is lost in silence."""

from .bundled import bundled, load_bundled
from .detect import detect
from .fetch import fetch
from .protocol import Protocol
from .read import read, read_text
from .reading import Reading, Unusable
from .resolve import resolve

__all__ = [
    "Protocol",
    "Reading",
    "Unusable",
    "bundled",
    "detect",
    "fetch",
    "load_bundled",
    "read",
    "read_text",
    "resolve",
]
