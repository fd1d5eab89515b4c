"""Find where every key and value of a TOML text stands: what tomli forgets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import tomli
from attrs import define, field

from thidua_scoring.errors import Step


class Lines:
    """Turn offsets into lines and columns, both from 1."""

    def __init__(self, text: str):
        self._breaks = [match.start() for match in re.finditer("\n", text)]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        row = bisect_left(self._breaks, offset)
        return row + 1, offset - (self._breaks[row - 1] if row else -1)


@define(eq=False)
class Node:
    """A key, table or element, and the offsets at which it stands."""

    at: int
    step: Step = ""
    parent: Node | None = None
    firm: bool = True
    """False for a table that so far is only named on the way to another; its own header may follow."""
    array: bool = False
    value_at: int | None = None
    children: dict[Step, Node] = field(factory=dict)

    def child(self, step: Step, at: int, *, firm: bool = True) -> Node:
        """Return a child, which stands at ``at`` if it is new."""
        node = self.children.get(step)
        if node is None:
            node = self.children[step] = Node(at, step, self, firm)
        node.firm |= firm
        return node

    def element(self, at: int) -> Node:
        """Append an element."""
        return self.child(len(self.children), at)

    def inner(self) -> Node:
        """Return the table that a header means by this name: the newest of an array of tables."""
        return self.children[len(self.children) - 1] if self.array and self.children else self

    def find(self, path: Sequence[Step]) -> Node:
        """Return the node of the longest prefix that exists."""
        node = self
        for step in path:
            if step not in node.children:
                break
            node = node.children[step]
        return node

    def before(self, offset: int) -> Node:
        """Return the nearest node, from this one outward, that stands before an offset."""
        node = self
        while node.parent is not None and node.at >= offset:
            node = node.parent
        return node

    def path(self) -> tuple[Step, ...]:
        """Return the way from the root to this node."""
        steps: list[Step] = []
        node = self
        while node.parent is not None:
            steps.append(node.step)
            node = node.parent
        return tuple(reversed(steps))


_BLANK = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\n,]++|#[^\n]*+)*+")
_NAME = re.compile(r"[A-Za-z0-9_-]*+")
_SCALAR = re.compile(r"[^,\]}#\n]*+")
_STRING = re.compile(
    r'''"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+"{3,5}'''
    r"""|'''(?:[^']++|'{1,2}+(?!'))*+'{3,5}"""
    r'''|"(?:[^"\\]++|\\.)*+"'''
    r"""|'[^']*+'""",
    re.DOTALL,
)


class Scanner:
    """Find where keys and values stand in a text that tomli has accepted, or in its accepted beginning.

    Whatever tomli has checked is not checked again: commas, for one, are passed over like blanks.
    """

    def __init__(self, text: str):
        self._text = text
        self._pos = 0
        self._root = Node(0)
        self._open: list[tuple[Node, int]] = []
        self.last = (self._root, 0)
        """The newest header or complete key and value, and where it begins."""

    def scan(self) -> Node:
        """Return the root of all that the text holds."""
        table = self._root
        while self._more():
            if self._text[self._pos] == "[":
                table = self._header()
            else:
                self._begin(*self._pair(table))
                self._finish()
        return self._root

    def _header(self) -> Node:
        """Read ``[a.b]`` or ``[[a.b]]``; return the table that the next keys belong to."""
        at = self._pos
        width = 2 if self._text.startswith("[[", at) else 1
        self._pos += width
        *outer, (name, _) = self._key()
        self._pos += width
        node = self._root
        for part, start in outer:
            node = node.child(part, start, firm=False).inner()
        return self._tables(node, name, at) if width == 2 else self._table(node, name, at)

    def _table(self, parent: Node, name: str, at: int) -> Node:
        node = parent.child(name, at, firm=False)
        if not node.firm:
            node.at, node.firm = at, True
        self.last = (node, at)
        return node

    def _tables(self, parent: Node, name: str, at: int) -> Node:
        node = parent.child(name, at)
        node.array = True
        self.last = (node, at)
        return node.element(at)

    def _pair(self, table: Node) -> tuple[Node, int]:
        """Read a key up to its value; return its node and where the key begins."""
        parts = self._key()
        self._pos += len("=")
        self._skip(_BLANK)
        for name, at in parts:
            table = table.child(name, at)
        return table, parts[0][1]

    def _begin(self, node: Node, start: int) -> None:
        """Read a single value, or open an array or inline table."""
        char = self._text[self._pos]
        if node.value_at is None:
            node.value_at = self._pos
        if char in "[{":
            node.array = char == "["
            self._open.append((node, start))
            self._pos += 1
        else:
            self._skip(_STRING if char in "\"'" else _SCALAR)
            self.last = (node, start)

    def _finish(self) -> None:
        """Read on until all that is open is closed; with a stack, for tomli allows 400 levels."""
        while self._open and self._more():
            parent, _ = self._open[-1]
            if self._text[self._pos] in "]}":
                self._pos += 1
                self.last = self._open.pop()
            elif parent.array:
                self._begin(parent.element(self._pos), self._pos)
            else:
                self._begin(*self._pair(parent))

    def _key(self) -> list[tuple[str, int]]:
        """Read a dotted key: each part and where it stands."""
        parts = []
        while True:
            self._skip(_BLANK)
            at = self._pos
            quoted = self._text[at] in "\"'"
            written = self._skip(_STRING if quoted else _NAME)
            parts.append((_unquote(written) if quoted else written, at))
            self._skip(_BLANK)
            if not self._text.startswith(".", self._pos):
                return parts
            self._pos += 1

    def _more(self) -> bool:
        """Pass over blanks, comments and commas; tell whether anything follows."""
        self._skip(_GAP)
        return self._pos < len(self._text)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._pos)
        assert match is not None, "tomli accepted what the scanner cannot read"
        self._pos = match.end()
        return match.group()


def _unquote(written: str) -> str:
    if written[0] == "'" or "\\" not in written:
        return written[1:-1]
    text: str = tomli.loads(f"key = {written}")["key"]
    return text
