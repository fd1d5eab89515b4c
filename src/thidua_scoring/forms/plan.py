"""What a form is made of: what it says itself, what is filled in, and what its hidden sheet says.

The hidden sheet only says from which ruleset and for whom a form was made: what each cell stands for
is known by laying the form out once more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.workbook_cells import natural
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.numbers import write

SHEET: Final = "_thidua_form"
"""The name of the hidden sheet, by which a workbook is known to be a form."""
FORMAT: Final = "2"
MARK: Final = "thidua-form"
MOST_ROWS: Final = 1000
"""The most rows for which a small table can have room."""
_NAMES: Final = ("ruleset", "digest", "unit", "name", "table-rows", "layout")

Where: TypeAlias = tuple[int, int]
"""Row and column, from 1."""


@frozen
class Input:
    """A figure, a claim or a criterion as a whole, and the cells in which it is filled in.

    Cells are like ``G12``, empty where the row has none. An empty ``field`` is the criterion as a whole.
    """

    sheet: str
    criterion: str
    field: str
    kind: FieldKind
    value: str
    status: str
    note: str
    source: str
    title: str = ""
    """What the row says."""


@frozen
class TableColumn:
    """One column of a small table: the cells under its header, from ``first`` for so many ``rows``."""

    sheet: str
    criterion: str
    field: str
    column: str
    kind: FieldKind
    first: str
    rows: int
    title: str = ""
    """What the header says."""


@define(eq=False)
class Page:
    """One sheet of a form: what the form writes there itself, and which cells are open."""

    label: int = 0
    """The column by which a row is known, from 1; 0 where rows are all alike."""
    head: int = 0
    """The row that says what each column holds, from 1; 0 where there is none."""
    said: dict[Where, str | Fraction] = field(factory=dict)
    formulas: dict[Where, str] = field(factory=dict)
    """Without the sign of equality."""
    open: set[Where] = field(factory=set)
    free: set[Where] = field(factory=set)
    """Where anything may be written, and nothing is read: for signing."""

    def lines(self) -> Iterator[list[str]]:
        """Yield all that stands there, in one order."""
        for (row, column), said in sorted(self.said.items()):
            yield ["said", str(row), str(column), said if isinstance(said, str) else write(said)]
        for (row, column), formula in sorted(self.formulas.items()):
            yield ["formula", str(row), str(column), formula]
        for row, column in sorted(self.free):
            yield ["free", str(row), str(column)]


@frozen(eq=False)
class Layout:
    """The form of a ruleset, but for the unit whose it is."""

    inputs: tuple[Input, ...]
    columns: tuple[TableColumn, ...]
    pages: Mapping[str, Page]
    """By name of sheet; that of the hidden sheet holds the lists to choose from."""

    @cached_property
    def _digest(self) -> str:
        """Tell layouts apart: what is written, and what each cell stands for."""
        pages = [[name, *page.lines()] for name, page in self.pages.items()]
        parts = [*map(repr, self.inputs), *map(repr, self.columns)]
        return hashlib.sha256(json.dumps([pages, parts]).encode()).hexdigest()

    def mark(self, unit: str, name: str) -> str:
        """Return what the form of a unit is known by: no other version of the library makes it otherwise."""
        return hashlib.sha256(json.dumps([self._digest, unit, name]).encode()).hexdigest()[:32]


@frozen(kw_only=True)
class Head:
    """All that the hidden sheet says but for lists."""

    ruleset: str
    digest: str
    unit: str
    name: str
    table_rows: int
    layout: str

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield the rows of the sheet."""
        yield MARK, FORMAT
        values = (self.ruleset, self.digest, self.unit, self.name, str(self.table_rows), self.layout)
        yield from zip(_NAMES, values, strict=True)

    def said(self) -> dict[Where, str | Fraction]:
        """Return what stands in which cell."""
        rows = enumerate(self.rows(), start=1)
        return {(row, column): text for row, each in rows for column, text in enumerate(each, 1) if text}

    @classmethod
    def read(cls, rows: Sequence[Sequence[str]]) -> Head:
        """Read the rows of the sheet.

        Raises ``Problem`` with ``form-format`` for a form of another format, and ``form-broken`` for
        a sheet that was changed.
        """
        if not rows or len(rows[0]) < 2 or rows[0][0] != MARK:
            raise Problem("form-broken")
        if rows[0][1] != FORMAT:
            raise Problem("form-format", got=rows[0][1], expected=FORMAT)
        found = [row[:2] for row in rows[1 : len(_NAMES) + 1]]
        if tuple(row[0] for row in found) != _NAMES:
            raise Problem("form-broken")
        ruleset, digest, unit, name, table_rows, layout = (row[1] for row in found)
        try:
            count = natural(table_rows)
        except ValueError:
            raise Problem("form-broken") from None
        if count > MOST_ROWS:
            raise Problem("form-broken")
        return cls(
            ruleset=ruleset, digest=digest, unit=unit, name=name, table_rows=count, layout=layout
        )  # fmt: skip
