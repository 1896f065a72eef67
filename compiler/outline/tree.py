"""From lines to the tree of criteria: sections, cohorts, nesting, connectives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..text import Span
from .headings import ANNOUNCES, Heading, cohort_heading, is_title, lead_in, names_arm, names_limit, section_heading
from .implied import adopt, release
from .lines import Line
from .model import Item, Joiner, Piece, PieceKind, Section
from .stages_below import is_stage

_MAX_DEPTH = 12
_CONNECTIVE = re.compile(r"\W*(and\s?/\s?or|and|or)\W*", re.I)
_LEADING = re.compile(r"(and\s?/\s?or|and|or)\b[\s,:]*(?=\S)", re.I)
_TRAILING = re.compile(r"(?<=[\s;,.)])(and\s?/\s?or|and|or)[\s.:,]*\Z", re.I)
_ENDED = re.compile(r"(?<=[^.][.;:])\.\Z")  # old exports end every line with one more period
_WORD = re.compile(r"[^\W_]|[<>≥≤]")


@dataclass(eq=False, slots=True)
class Node:
    """An item while the tree grows. `scope` numbers the heading that it stands under; `before` is the connective
    that the text writes between it and what comes before."""

    line: Line
    text: str
    section: Section
    scope: int
    span: Span
    id: str = ""
    cohort: str | None = None
    children: list[Node] = field(default_factory=list)
    before: Joiner | None = None
    dangling: bool = False
    implied: bool = False

    @property
    def ends_open(self) -> bool:
        """Whether it announces what follows: it ends in a colon."""
        return self.text.rstrip(" \"'”*_").endswith((":", "：", ":-", ": -"))


class Builder:
    """Reads the lines of one text in their order; the result is in `roots` and `pieces`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: list[Node] = []
        self.pieces: list[Piece] = []
        self.unheaded: list[Node] = []
        self._section: Section | None = None
        self._cohort: str | None = None
        self._after_cohort = False  # the line before is the heading of a cohort
        self._cohort_above = False  # that heading stands above the sections, and holds for all that follow
        self._scope = 0
        self._stack: list[Node] = []
        self._pending: Joiner | None = None
        self._counts: dict[Section, int] = {"inclusion": 0, "exclusion": 0}

    def read(self, lines: list[Line]) -> None:
        """Place every line."""
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            before = lines[index - 1] if index else None
            self._read_line(line, before, following)
        release(self.roots)
        adopt(self.roots)

    def _read_line(self, line: Line, before: Line | None, following: Line | None) -> None:
        body = self.text[line.body : line.end]
        if line.body > line.start:
            self.pieces.append(Piece("marker", Span(line.start, line.body)))
        if not _WORD.search(body):
            self._add("separator", line.body, line.end)
        elif found := _CONNECTIVE.fullmatch(body):
            self._pending = _joiner(found[1])
            self._add("separator", line.body, line.end)
        elif heading := self._heading(line, body, before, following):
            self._open(heading, line)
        else:
            self._place(line, body, following)

    # ------------------------------------------------------------------ headings

    def _heading(self, line: Line, body: str, before: Line | None, following: Line | None) -> Heading | None:
        found = section_heading(body)
        if found and found.end == len(body) and (line.marker is None or len(body) < 50):
            return found
        if line.marker is not None or following is None:
            return None
        if found := lead_in(body, self._section):
            return found
        listed = following.marker is not None and following.column >= line.column
        colon = body.rstrip("*_ ").endswith((":", "："))
        if section_heading(self.text[following.start : min(following.end, following.start + 160)]):
            return cohort_heading(body) if names_arm(body) else None
        if not (listed or colon) or (not colon and before is not None and not self._after_break(before, line)):
            return None
        if found := cohort_heading(body):
            return found
        return Heading(len(body)) if is_title(body) else None

    def _after_break(self, before: Line, line: Line) -> bool:
        """Whether a line without a marker follows a heading or a bullet, and not another paragraph."""
        last = self.pieces[-1] if self.pieces else None
        return before.marker is not None or (last is not None and last.kind in ("heading", "subheading"))

    def _open(self, heading: Heading, line: Line) -> None:
        if heading.section is None:
            self._cohort, self._cohort_above = heading.cohort, False
        else:
            self._cohort_above = self._cohort is not None and (self._cohort_above or self._after_cohort)
            if heading.cohort is not None or not (self._cohort_above or heading.is_lead_in):
                self._cohort = heading.cohort
            self._section = heading.section
        self._after_cohort = heading.section is None and heading.cohort is not None
        self._scope += 1
        self._stack.clear()
        self._pending = None
        self._add("heading" if heading.section else "subheading", line.body, line.end)

    # ------------------------------------------------------------------ items

    def _place(self, line: Line, body: str, following: Line | None) -> None:
        start, end = line.body, line.end
        if (found := _LEADING.match(body)) and self._stack:
            self._pending = _joiner(found[1])
            start = line.body + found.end()
            self._add("separator", line.body, start)
        trailing = _TRAILING.search(self.text[max(start, end - 12) : end])
        tail = None
        if trailing and end - len(trailing.group()) > start:
            tail = _joiner(trailing[1])
            end -= len(trailing.group())
        stop = start + len(_ENDED.sub("", self.text[start:end].rstrip()))
        start = self._with_its_name(start, stop)
        self._after_cohort = False
        section = self._section or "inclusion"
        node = Node(line, self.text[start:stop], section, self._scope, Span(start, stop), before=self._pending)
        node.dangling = tail is not None
        parent = self._parent(node)
        if parent and self._is_of(parent, node, following):
            self._take_in(parent, node)
            return
        self._counts[section] += 1
        node.id = f"{section[0].upper()}{self._counts[section]}"
        if self._section is None:
            self.unheaded.append(node)
        (parent.children if parent else self.roots).append(node)
        node.cohort = self._cohort or (_cohort_of(parent) if parent else None)
        self._stack.append(node)
        self._pending = tail
        self.pieces.append(Piece("criterion", node.span, node.id))
        self._add("separator", stop, line.end)

    def _is_of(self, parent: Node, node: Node, following: Line | None) -> bool:
        """Whether a bullet, the only one of its kind, says of which stage its parent is."""
        alone = following is None or not is_stage(self.text[following.body : following.end])
        joined = node.before or node.dangling or parent.dangling or parent.ends_open or parent.children
        return is_stage(node.text) and alone and not joined

    def _take_in(self, parent: Node, node: Node) -> None:
        parent.span = Span(parent.span.start, node.span.end)
        k = next(k for k, piece in enumerate(self.pieces) if piece.item == parent.id)
        self.pieces[k:] = [Piece("criterion", parent.span, parent.id)]
        self._add("separator", node.span.end, node.line.end)

    def _with_its_name(self, start: int, stop: int) -> int:
        """Where the item begins: a bare limit takes in the sub-heading that says what it is of."""
        k = len(self.pieces) - 1
        while k >= 0 and self.pieces[k].kind in ("marker", "separator"):
            k -= 1
        if k < 0 or self.pieces[k].kind != "subheading":
            return start
        heading = self.pieces[k].span
        if not names_limit(self.text[heading.start : heading.end], self.text[start:stop]):
            return start
        del self.pieces[k:]
        return heading.start

    def _parent(self, node: Node) -> Node | None:
        """Unwind the stack to the item that `node` stands under."""
        stack = self._stack
        marker = node.line.marker
        if marker and marker.ordinal is not None:
            for index in range(len(stack) - 1, -1, -1):
                other = stack[index].line.marker
                near = abs(stack[index].line.column - node.line.column) <= 3
                if other and near and other.style == marker.style and other.ordinal == marker.ordinal - 1:
                    del stack[index:]
                    return stack[-1] if stack else None
        while stack and not (_is_under(node, stack[-1], stack) and len(stack) < _MAX_DEPTH):
            stack.pop()
        return stack[-1] if stack else None

    def _add(self, kind: PieceKind, start: int, end: int) -> None:
        if end > start:
            self.pieces.append(Piece(kind, Span(start, end)))


def _is_under(node: Node, top: Node, stack: list[Node]) -> bool:
    """Whether `node` stands under `top`, the last item of `stack`."""
    line, above = node.line, top.line
    deeper = line.column > above.column + 1
    if line.marker is None:
        return deeper and (above.marker is not None or top.ends_open)
    if above.marker is None:
        return line.column >= above.column and top.ends_open
    if deeper:
        return True
    if line.column < above.column - 1 or line.marker.style == above.marker.style:
        return False
    if any(other.line.marker and other.line.marker.style == line.marker.style for other in stack[:-1]):
        return False
    return _is_finer(line, top)


def _is_finer(line: Line, top: Node) -> bool:
    """Whether a change of marker style at the same indent opens a list below `top`."""
    marker, upper = line.marker, top.line.marker
    assert marker is not None
    assert upper is not None
    style, above = marker.style, upper.style
    numbered, above_numbered = marker.ordinal is not None, upper.ordinal is not None
    if style.startswith("1.1") and above[0] == "1":
        return len(style) > len(above)
    if numbered and marker.ordinal != 1:
        return False
    if above_numbered and numbered:
        return top.ends_open or ("1" in above and "1" not in style)
    if above_numbered:
        return True
    if numbered:
        return top.ends_open or bool(ANNOUNCES.search(top.text[-60:]))
    return top.ends_open or (above in "•*·●■➢" and style in "o-◦○▪")


def _cohort_of(parent: Node) -> str | None:
    """The cohort of a parent, or the one that its own text names: "- Part A:" with bullets of its own."""
    if parent.cohort is None and parent.ends_open and len(parent.text) < 80:
        named = cohort_heading(parent.text)
        return named.cohort if named else None
    return parent.cohort


def _joiner(written: str) -> Joiner:
    return "and" if written.lower() == "and" else "or"


def freeze(nodes: list[Node], depth: int = 0) -> tuple[Item, ...]:
    """The finished items of `nodes`."""
    items = []
    for index, node in enumerate(nodes):
        children = freeze(node.children, depth + 1)
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        joiner = following.before if following and following.scope == node.scope else None
        end = children[-1].body_end if children else node.span.end
        items.append(Item(node.id, node.section, node.span, end, depth, children, joiner, node.cohort, node.implied))
    return tuple(items)
