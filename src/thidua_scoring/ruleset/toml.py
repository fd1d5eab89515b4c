"""Read TOML exactly, and know on which line and column everything stands.

tomli decides what is valid and what it means, but forgets where it stood. When a place
is first asked for, the accepted text is scanned once more for the positions alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import tomli
from attrs import field, frozen

from thidua_scoring.errors import Fault, Place, Problem, RulesetError, Step, dotted
from thidua_scoring.ruleset.toml_places import Lines, Node, Scanner


class Document(Protocol):
    """What a ruleset is read from: its content, and where each part of it stands."""

    @property
    def file(self) -> str:
        """Name the file."""

    @property
    def data(self) -> dict[str, Any]:
        """Return the content: integers as ``int``, other numbers as ``Decimal``, dates as ``date``."""

    def place(self, path: Sequence[Step]) -> Place:
        """Return where what stands at a path is written."""


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
    def _index(self) -> Node:
        return Scanner(self._text).scan()

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)


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
    scanner = Scanner(error.doc[: error.pos])
    scanner.scan()
    second, start = scanner.last
    first = second.before(start)
    lines = Lines(error.doc)
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
    before = raw[:at].decode().removeprefix("\ufeff")
    line, column = Lines(before).position(len(before))
    place = Place(file=file, line=line, column=column)
    return Problem("not-utf8", byte=f"0x{raw[at]:02X}").placed(place)


def _last_line(text: str) -> str:
    """Return the last line that is not empty, cut to a length that a message can hold."""
    line = text.rstrip().rpartition("\n")[2].strip()
    return line if len(line) <= 60 else f"{line[:59]}…"
