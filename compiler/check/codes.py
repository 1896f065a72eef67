"""Every diagnostic code: its severity, its message, its help, and, as its docstring, the page `trialc explain` prints.

T1xx speak of the outline, T2xx of how a sentence was read, T3xx of what the rules say once they
are read, T4xx of how they were linked to codes.
"""

from __future__ import annotations

import inspect
from functools import cache

from ..diagnostics import Diagnostic, Label, TrialcError
from ..text import Span
from . import codes_link, codes_reading, codes_rules
from .code import Code

#: Where the codes stand; each module's classes register themselves as subclasses of `Code`.
MODULES = (codes_reading, codes_rules, codes_link)


@cache
def codes() -> dict[str, type[Code]]:
    """Every code by its name, in order."""
    return {code.__name__: code for code in sorted(Code.__subclasses__(), key=lambda code: code.__name__)}


def documentation(name: str) -> str:
    """The page of one code: name, severity, title, then what it does, why it matters, and an example.

    Raises TrialcError for a name that is no code.
    """
    known = codes()
    if name.upper() not in known:
        raise TrialcError(f"there is no diagnostic code {name!r}; the codes are {', '.join(known)}")
    code = known[name.upper()]
    return f"{code.__name__} ({code.severity}): {inspect.getdoc(code)}\n"


def diagnostic(
    code: str,
    span: Span | None,
    message: str | None = None,
    *,
    help: str | None = None,
    secondary: tuple[Label, ...] = (),
    criterion: str | None = None,
    **context: object,
) -> Diagnostic:
    """A finding of kind `code` at `span`; `context` fills the placeholders of the code's message and help."""
    kind = codes()[code]
    template = help if help is not None else kind.help
    return Diagnostic(
        code=code,
        severity=kind.severity,
        message=(message if message is not None else kind.message).format_map(_Context(context)),
        span=span,
        secondary=secondary,
        help=template.format_map(_Context(context)) if template is not None else None,
        criterion=criterion,
    )


class _Context(dict[str, object]):
    """A placeholder that nobody filled reads as an ellipsis: a message must never fail."""

    def __missing__(self, key: str) -> str:
        return "..."
