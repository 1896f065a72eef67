"""Lays out text in lines of a width: a document knows its flat form, and how to break where that is too long."""

from __future__ import annotations

from dataclasses import dataclass

STEP = 2


@dataclass(frozen=True, slots=True)
class Doc:
    """A text that stays on one line."""

    flat: str

    def lines(self, width: int, indent: int) -> str:
        """The text when its first character stands in column `indent`; further lines are indented to it."""
        return self.flat

    def fit(self, width: int, indent: int) -> str:
        """Flat where it fits between `indent` and `width`, broken where not."""
        return self.flat if indent + len(self.flat) <= width else self.lines(width, indent)


@dataclass(frozen=True, slots=True)
class Prefixed(Doc):
    """A word before a document: "not ...", "and ..."."""

    word: str
    inner: Doc

    def lines(self, width: int, indent: int) -> str:
        """The inner document broken, behind the word."""
        return f"{self.word} {self.inner.fit(width, indent)}"


@dataclass(frozen=True, slots=True)
class Stacked(Doc):
    """Documents joined by a space, or one a line: members of "and", branches of "if"."""

    items: tuple[Doc, ...]

    def lines(self, width: int, indent: int) -> str:
        """One item a line."""
        return ("\n" + " " * indent).join(item.fit(width, indent) for item in self.items)


@dataclass(frozen=True, slots=True)
class Bracketed(Doc):
    """An opening, items with commas, a closing."""

    opening: str
    items: tuple[Doc, ...]

    def lines(self, width: int, indent: int) -> str:
        """Each item indented on a line of its own."""
        inner = indent + STEP
        body = (",\n" + " " * inner).join(item.fit(width - 1, inner) for item in self.items)
        return f"{self.opening}\n{' ' * inner}{body}\n{' ' * indent})"


@dataclass(frozen=True, slots=True)
class Filled(Doc):
    """Clauses joined by spaces; one that does not fit the line starts the next, indented."""

    items: tuple[Doc, ...]

    def lines(self, width: int, indent: int) -> str:
        """As many clauses on each line as fit."""
        inner = indent + STEP
        text = self.items[0].fit(width, indent)
        column = indent + len(text)
        for item in self.items[1:]:
            if column + 1 + len(item.flat) <= width:
                text += " " + item.flat
                column += 1 + len(item.flat)
            else:
                shown = item.fit(width, inner)
                text += f"\n{' ' * inner}{shown}"
                # behind a clause of several lines, the next one starts a line of its own
                column = width if "\n" in shown else inner + len(shown)
        return text


def prefixed(word: str, inner: Doc) -> Doc:
    """`word` and a space before `inner`."""
    return Prefixed(f"{word} {inner.flat}", word, inner)


def stacked(*items: Doc) -> Doc:
    """`items` with spaces between, or one a line."""
    return Stacked(" ".join(item.flat for item in items), items)


def bracketed(opening: str, items: tuple[Doc, ...]) -> Doc:
    """`opening` (which ends in its bracket), the items with commas, and the closing bracket."""
    flat = f"{opening}{', '.join(item.flat for item in items)})"
    return Bracketed(flat, opening, items) if items else Doc(flat)


def filled(*items: Doc) -> Doc:
    """Clauses with spaces between, filling lines."""
    return Filled(" ".join(item.flat for item in items), items)
