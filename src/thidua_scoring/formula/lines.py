"""Lines of generated Python: names, blocks, and what is already computed where a line stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from thidua_scoring.formula.nodes import Node
from thidua_scoring.formula.ratio import Ratio


class Lines:
    """Write lines, each shared part once."""

    def __init__(self, depth: int):
        self.lines: list[str] = []
        self.held: dict[str, Any] = {}
        """Objects that the lines name."""
        self.scopes: list[dict[Node | str, Any]] = [{}]
        self.cells: Mapping[str, Ratio] | None = None
        """The columns of the table row at hand; None outside rows."""
        self.depth = depth
        self._outside = self.scopes
        self._count = 0

    def emit(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def fresh(self, expression: str) -> str:
        """Keep an expression under a new name; an atom stays as it is."""
        if expression.isidentifier() or expression.isdigit():
            return expression
        name = self.name()
        self.emit(f"{name} = {expression}")
        return name

    def name(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def hold(self, thing: object) -> str:
        """Make an object known to the lines."""
        name = f"k{len(self.held)}"
        self.held[name] = thing
        return name

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Open an indented block whose shared parts are not seen outside it."""
        self.emit(header)
        self.depth += 1
        self.scopes.append({})
        yield
        self.scopes.pop()
        self.depth -= 1

    @contextmanager
    def row(self, header: str, cells: Mapping[str, Ratio]) -> Iterator[None]:
        """Open a block for the rows of a table, which sees no part of an outer row."""
        scopes, outside, outer = self.scopes, self._outside, self.cells
        self._outside = scopes if outer is None else outside
        self.scopes, self.cells = [*self._outside], cells
        with self.block(header):
            yield
        self.scopes, self._outside, self.cells = scopes, outside, outer

    def known(self, of: Node | str) -> Any:
        return next((scope[of] for scope in reversed(self.scopes) if of in scope), None)

    def remember(self, of: Node | str, found: Any) -> None:
        """Make a part known from here to the end of the block."""
        self.scopes[-1][of] = found
