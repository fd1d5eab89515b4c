"""A compiled ruleset at work: stages of columns, slice by slice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from typing import Final

import polars as pl
from attrs import frozen

from thidua_scoring.frames.columns.decimals import Decimals
from thidua_scoring.frames.columns.ranking import ranks_in

BLOC = "·bloc"
OK, KEY, TOP, BOTTOM, OUT = "·ok", "·key", "·standing", "·standing_bottom", "·out"
"""Columns of a result that only the engine reads: whether the columns decided the row, and its standing."""
_SLICE: Final = 128_000
_SURE: Final = {
    **dict.fromkeys(("total_low", "total_high"), "total"),
    **dict.fromkeys(("rank_best", "rank_worst"), "rank"),
    **dict.fromkeys(("class_best", "class_worst"), "class"),
}
"""The bounds that columns have no need to compute: all that they decide is sure."""


@frozen(eq=False)
class Program:
    """Stages of expressions, and the columns of the result."""

    stages: Sequence[Sequence[pl.Expr]]
    result: Sequence[pl.Expr]
    fixed: Mapping[str, pl.Expr]
    """The columns that are the same in every row."""
    decimals: Mapping[str, int]
    """The columns that come as integers, and the decimals that they stand for."""
    copies: Mapping[str, str]
    """The columns that are equal to another."""
    windowed: bool
    """Whether some column is computed over whole blocs."""
    keyed: bool
    """Whether units are ranked by columns; else by fractions, one after another."""
    standing: Fraction
    """What the standing's top and bottom are to be multiplied by."""

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Compute all columns of all rows: slice by slice, so that what is between needs little memory."""
        size = max(frame.height if self.windowed else _SLICE, 1)
        decimals = {name: Decimals(name, frame.height, places) for name, places in self.decimals.items()}
        parts: list[pl.DataFrame] = []
        with _Filling(frame.height > size) as filling:
            for start in range(0, max(frame.height, 1), size):
                part = self._slice(frame.slice(start, size))
                filling.next([partial(column.fill, start, part[name]) for name, column in decimals.items()])
                parts.append(part.drop(decimals))
            found = pl.concat(parts)
            columns = {column.name: column for column in found}
            columns["rank"] = ranks_in(frame[BLOC], found[KEY])
        columns |= {name: column.series() for name, column in decimals.items()}
        columns |= {other: columns[name].alias(other) for other, name in self.copies.items()}
        columns |= {end: columns[sure].alias(end) for end, sure in _SURE.items() if sure in columns}
        return pl.DataFrame(columns).with_columns(expr.alias(name) for name, expr in self.fixed.items())

    def _slice(self, frame: pl.DataFrame) -> pl.DataFrame:
        lazy = frame.lazy()
        for stage in self.stages:
            lazy = lazy.with_columns(stage)
        return lazy.select(self.result).collect()

    @property
    def operations(self) -> int:
        """How many columns are computed on the way."""
        return sum(map(len, self.stages))


class _Filling:
    """Lay one slice down while the next is computed: a column takes one at a time, in their order."""

    def __init__(self, several: bool):
        self._pool = ThreadPoolExecutor() if several else None
        self._running: list[Future[None]] = []

    def __enter__(self) -> _Filling:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()
        if self._pool is not None:
            self._pool.shutdown()

    def next(self, tasks: Sequence[Callable[[], None]]) -> None:
        """Begin with a slice once the one before it is done."""
        self._finish()
        if self._pool is not None:
            self._running = [self._pool.submit(task) for task in tasks]
            return
        for task in tasks:
            task()

    def _finish(self) -> None:
        for each in self._running:
            each.result()
        self._running = []
