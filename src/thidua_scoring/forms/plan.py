"""What a form's hidden sheet says: from which ruleset and for whom, and what each cell stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
from attrs import field, frozen

from thidua_scoring.errors import Problem

SHEET: Final = "_thidua_form"
"""The name of the hidden sheet, by which a workbook is known to be a form."""
FORMAT: Final = "1"
MARK: Final = "thidua-form"


@frozen
class Input:
    """A figure, a claim or a criterion as a whole, and the cells in which it is filled in.

    Cells are like ``G12``, empty where the row has none. An empty ``field`` is the criterion as a whole.
    """

    sheet: str
    criterion: str
    field: str
    value: str
    status: str
    note: str
    source: str
    labelled: str
    """Where the label stands."""
    label: str
    """What stands beside, so that rows that were moved are noticed."""


@frozen
class TableColumn:
    """One column of a small table: the cells under its header, from ``first`` for so many ``rows``."""

    sheet: str
    criterion: str
    field: str
    column: str
    first: str
    rows: str
    labelled: str
    label: str


@frozen
class Guard:
    """Columns, from a row on, in which nothing may stand but what is filled in or computed."""

    sheet: str
    row: str
    first: str
    last: str


@frozen
class Computed:
    """A cell that holds the form's own formula or text inside a guarded column."""

    sheet: str
    cell: str


@frozen(kw_only=True)
class Plan:
    """All that the hidden sheet says."""

    ruleset: str
    digest: str
    unit: str
    format: str = FORMAT
    inputs: tuple[Input, ...] = field(default=())
    columns: tuple[TableColumn, ...] = field(default=())
    guards: tuple[Guard, ...] = field(default=())
    computed: tuple[Computed, ...] = field(default=())

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the sheet: who it is for, then one a part, its kind first."""
        yield MARK, self.format
        for name in _HEAD:
            yield name, getattr(self, name)
        for word, (_, place) in _PARTS.items():
            for part in getattr(self, place):
                yield (word, *attrs.astuple(part))

    @classmethod
    def read(cls, rows: Sequence[Sequence[str]]) -> Plan:
        """Read the rows of the sheet.

        Raises ``Problem`` with ``form-format`` for a form of another format, and ``form-broken`` for
        a sheet that was changed.
        """
        if not rows or len(rows[0]) < 2 or rows[0][0] != MARK:
            raise Problem("form-broken")
        if rows[0][1] != FORMAT:
            raise Problem("form-format", got=rows[0][1], expected=FORMAT)
        head: dict[str, Any] = {row[0]: row[1] for row in rows[1 : len(_HEAD) + 1]}
        if tuple(head) != _HEAD or not all(head.values()):
            raise Problem("form-broken")
        found: dict[str, list[Any]] = {place: [] for _, place in _PARTS.values()}
        for row in rows[len(_HEAD) + 1 :]:
            if row[0]:  # longer lists to choose from stand beside nothing
                found[_place(row[0])].append(_part(row))
        return cls(**{**head, **{place: tuple(parts) for place, parts in found.items()}})


_HEAD: Final = ("ruleset", "digest", "unit")
_PARTS: Final[dict[str, tuple[type[Any], str]]] = {
    "input": (Input, "inputs"),
    "column": (TableColumn, "columns"),
    "guard": (Guard, "guards"),
    "computed": (Computed, "computed"),
}


def _place(word: str) -> str:
    if word not in _PARTS:
        raise Problem("form-broken")
    return _PARTS[word][1]


def _part(row: Sequence[str]) -> Any:
    kind = _PARTS[row[0]][0]
    count = len(attrs.fields(kind))
    if len(row) <= count:
        raise Problem("form-broken")
    return kind(*row[1 : count + 1])
