"""Read TOML exactly, and know on which line and column everything stands.

tomli decides what is valid and what it means, but forgets where it stood. When a place
is first asked for, the accepted text is scanned once more for the positions alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli
from attrs import define, field, frozen

from thidua_scoring.errors import Fault, Place, Problem, RulesetError, Step, dotted


@frozen(eq=False)
class TomlDocument:
    """Hold the content of one TOML file and tell where each part of it stands.

    >>> document = parse_toml('[scale]\\npoints = 100', "my.toml")
    >>> print(document.place(["scale", "points"]))
    my.toml:2:1 scale.points
    """

    file: str
    data: dict[str, Any] = field(repr=False)
    """Integers as ``int``, other numbers as ``Decimal``, dates as ``datetime.date``."""
    _text: str = field(repr=False)

    def place(self, path: Sequence[Step]) -> Place:
        """Return the place of a key, a table's header or an array's element.

        A path that does not exist stands where its longest existing prefix does.
        """
        return self._at(self._index.find(path).at, path)

    def value_place(self, path: Sequence[Step]) -> Place:
        """Return the place of the value behind a key; that of the key if the value is a table by header."""
        node = self._index.find(path)
        return self._at(node.at if node.value_at is None else node.value_at, path)

    def _at(self, offset: int, path: Sequence[Step]) -> Place:
        line, column = self._lines.position(offset)
        return Place(file=self.file, line=line, column=column, path=tuple(path))

    @cached_property
    def _index(self) -> _Node:
        return _Scanner(self._text).scan()

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self._text)


@frozen(eq=False)
class Layered:
    """Hold what several documents give together, each laid over the one before.

    Tables are merged; anything else in a later document replaces what an earlier one says.
    """

    documents: tuple[TomlDocument, ...]
    """From the base to the last layer."""
    data: dict[str, Any] = field(repr=False)

    @property
    def file(self) -> str:
        """Name the file of the last layer."""
        return self.documents[-1].file

    def place(self, path: Sequence[Step]) -> Place:
        """Return the place of a key in the last document that gives it, or gives most of its path."""
        return self.owner(path).place(path)

    def value_place(self, path: Sequence[Step]) -> Place:
        """Return the place of a value in the last document that gives it, or gives most of its path."""
        return self.owner(path).value_place(path)

    def owner(self, path: Sequence[Step]) -> TomlDocument:
        """Return the last document that gives the value at a path, or gives most of the path."""
        best, deepest = self.documents[-1], -1
        for document in reversed(self.documents):
            depth, value = _reach(document.data, path)
            if depth > deepest:
                best, deepest = document, depth
            if not isinstance(value, dict):
                break  # an array or a single value hides whatever lies below it
        return best


def layer(base: Layered | TomlDocument, over: TomlDocument, merged: dict[str, Any]) -> Layered:
    """Lay a document over a base; ``merged`` is what they give together."""
    below = base.documents if isinstance(base, Layered) else (base,)
    return Layered((*below, over), merged)


def read_toml(path: str | Path) -> TomlDocument:
    """Read a TOML file.

    Raises `RulesetError` as `parse_toml` does and if the text is not UTF-8; ``OSError`` if there is no file.
    """
    raw = Path(path).read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise RulesetError([_undecodable(raw, error.start, str(path))]) from None
    return parse_toml(text, str(path))


def parse_toml(text: str, file: str) -> TomlDocument:
    """Read a TOML text; ``file`` is its name in places.

    Raises `RulesetError` with the one fault at which reading stopped.
    """
    # As tomli does: columns stay the same, and an editor does not count the mark.
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return TomlDocument(file, _load(source), source)
    except tomli.TOMLDecodeError as error:
        fault = _duplicate(error, file) or _syntax(error, file)
    except RecursionError:
        fault = _unlocated("toml-depth", source, file)
    except (ValueError, ArithmeticError):
        fault = _unlocated("toml-number", source, file)
    raise RulesetError([fault])


def _load(source: str) -> dict[str, Any]:
    return tomli.loads(source, parse_float=Decimal)


def _reach(data: Any, path: Sequence[Step]) -> tuple[int, Any]:
    """Return how many steps of a path exist, and the value there."""
    for depth, step in enumerate(path):
        if not _holds(data, step):
            return depth, data
        data = data[step]
    return len(path), data


def _holds(data: Any, step: Step) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and 0 <= step < len(data)
    return isinstance(data, dict) and step in data


# Faults


def _syntax(error: tomli.TOMLDecodeError, file: str) -> Fault:
    place = Place(file=file, line=error.lineno, column=error.colno)
    end = error.doc.find("\n", error.pos)
    source = _last_line(error.doc[: None if end < 0 else end])
    return Problem("toml-syntax", reason=error.msg, source=source).placed(place)


_TWICE = (
    "Cannot declare",
    "Cannot overwrite",
    "Cannot mutate",
    "Cannot redefine",
    "Duplicate inline table key",
)


def _duplicate(error: tomli.TOMLDecodeError, file: str) -> Fault | None:
    """Tell which earlier definition a refused key meets, if that is why tomli stopped."""
    if not error.msg.startswith(_TWICE):
        return None
    scanner = _Scanner(error.doc[: error.pos])
    scanner.scan()
    second, start = scanner.last
    first = second.before(start)
    lines = _Lines(error.doc)
    line, column = lines.position(start)
    place = Place(file=file, line=line, column=column, path=second.path())
    first_line, _ = lines.position(first.at)
    return Problem("toml-duplicate", key=dotted(first.path()), first_line=first_line).placed(place)


def _unlocated(code: str, source: str, file: str) -> Fault:
    """Find the line at which reading breaks off for a reason that tomli gives no position of."""
    lines = source.split("\n")

    def breaks(count: int) -> bool:
        try:
            _load("\n".join(lines[:count]))
        except tomli.TOMLDecodeError:
            return False
        except (RecursionError, ValueError, ArithmeticError):
            return True
        return False

    number = bisect_left(range(len(lines)), True, key=breaks)
    return Problem(code, source=_last_line(lines[number - 1])).placed(Place(file=file, line=number))


def _undecodable(raw: bytes, at: int, file: str) -> Fault:
    before = raw[:at].decode()
    line, column = _Lines(before.removeprefix("\ufeff")).position(len(before))
    place = Place(file=file, line=line, column=column)
    return Problem("not-utf8", byte=f"0x{raw[at]:02X}").placed(place)


def _last_line(text: str) -> str:
    """Return the last line that is not empty, cut to a length that a message can hold."""
    line = text.rstrip().rpartition("\n")[2].strip()
    return line if len(line) <= 60 else f"{line[:59]}…"


# Positions


class _Lines:
    """Turn offsets into lines and columns, both from 1."""

    def __init__(self, text: str):
        self._breaks = [match.start() for match in re.finditer("\n", text)]

    def position(self, offset: int) -> tuple[int, int]:
        row = bisect_left(self._breaks, offset)
        return row + 1, offset - (self._breaks[row - 1] if row else -1)


@define(eq=False)
class _Node:
    """A key, table or element, and the offsets at which it stands."""

    at: int
    step: Step = ""
    parent: _Node | None = None
    firm: bool = True
    """False for a table that so far is only named on the way to another; its own header may follow."""
    array: bool = False
    value_at: int | None = None
    children: dict[Step, _Node] = field(factory=dict)

    def child(self, step: Step, at: int, *, firm: bool = True) -> _Node:
        """Return a child, which stands at ``at`` if it is new."""
        node = self.children.get(step)
        if node is None:
            node = self.children[step] = _Node(at, step, self, firm)
        node.firm |= firm
        return node

    def element(self, at: int) -> _Node:
        """Append an element."""
        return self.child(len(self.children), at)

    def inner(self) -> _Node:
        """Return the table that a header means by this name: the newest of an array of tables."""
        return self.children[len(self.children) - 1] if self.array and self.children else self

    def find(self, path: Sequence[Step]) -> _Node:
        """Return the node of the longest prefix that exists."""
        node = self
        for step in path:
            if step not in node.children:
                break
            node = node.children[step]
        return node

    def before(self, offset: int) -> _Node:
        """Return the nearest node, from this one outward, that stands before an offset."""
        node = self
        while node.parent is not None and node.at >= offset:
            node = node.parent
        return node

    def path(self) -> tuple[Step, ...]:
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


class _Scanner:
    """Find where keys and values stand in a text that tomli has accepted, or in its accepted beginning.

    Whatever tomli has checked is not checked again: commas, for one, are passed over like blanks.
    """

    def __init__(self, text: str):
        self._text = text
        self._pos = 0
        self._root = _Node(0)
        self._open: list[tuple[_Node, int]] = []
        self.last = (self._root, 0)
        """The newest header or complete key and value, and where it begins."""

    def scan(self) -> _Node:
        """Return the root of all that the text holds."""
        table = self._root
        while self._more():
            if self._text[self._pos] == "[":
                table = self._header()
            else:
                self._begin(*self._pair(table))
                self._finish()
        return self._root

    def _header(self) -> _Node:
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

    def _table(self, parent: _Node, name: str, at: int) -> _Node:
        node = parent.child(name, at, firm=False)
        if not node.firm:
            node.at, node.firm = at, True
        self.last = (node, at)
        return node

    def _tables(self, parent: _Node, name: str, at: int) -> _Node:
        node = parent.child(name, at)
        node.array = True
        self.last = (node, at)
        return node.element(at)

    def _pair(self, table: _Node) -> tuple[_Node, int]:
        """Read a key up to its value; return its node and where the key begins."""
        parts = self._key()
        self._pos += len("=")
        self._skip(_BLANK)
        for name, at in parts:
            table = table.child(name, at)
        return table, parts[0][1]

    def _begin(self, node: _Node, start: int) -> None:
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
