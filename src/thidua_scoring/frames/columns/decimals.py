"""Integers shown as decimals without arithmetic: the same bits under another type."""

from __future__ import annotations

import mmap
import sys
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

DIGITS: Final = 38


class Decimals:
    """A column of decimals that is filled slice by slice, so that it is laid down only once.

    >>> column = Decimals("points", 3, 2)
    >>> column.fill(0, pl.Series([150, None]))
    >>> column.fill(2, pl.Series([-7]))
    >>> column.series().to_list()
    [Decimal('1.50'), None, Decimal('-0.07')]
    """

    def __init__(self, name: str, height: int, places: int):
        self._name = name
        self._places = places
        self._height = height
        self._words: Any = None
        self._valid: Any = None
        self._wide: list[pl.Series] = []

    def fill(self, start: int, whole: pl.Series) -> None:
        """Take integers, each so many places too large; slices come one after another, all of one type."""
        if whole.dtype != pl.Int64:
            self._wide.append(_by_arithmetic(whole, self._places))
            return
        if self._words is None:
            self._words = _room(self._height)
        stop = start + len(whole)
        if whole.null_count():
            if self._valid is None:
                self._valid = np.ones(self._height, dtype=np.bool_)
            self._valid[start:stop] = whole.is_not_null().to_numpy()
            whole = whole.fill_null(0)
        self._words[start:stop, 0] = whole.to_numpy()
        np.right_shift(self._words[start:stop, 0], 63, out=self._words[start:stop, 1])

    def series(self) -> pl.Series:
        """Return the column."""
        if self._wide:
            return pl.concat(self._wide).alias(self._name)
        words = _room(0) if self._words is None else self._words
        valid = None if self._valid is None else pa.array(self._valid).buffers()[1]
        kind = pa.decimal128(DIGITS, self._places)
        found = pl.from_arrow(pa.Array.from_buffers(kind, self._height, [valid, pa.py_buffer(words)]))
        assert isinstance(found, pl.Series)
        return found.alias(self._name)


def _room(rows: int) -> Any:
    """Return room for so many decimals, in small pages.

    NumPy asks for huge pages; where it was measured their first touch took five times as long.
    """
    size = max(rows, 1) * 16
    private = {} if sys.platform == "win32" else {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS}
    return np.frombuffer(mmap.mmap(-1, size, **private), dtype=np.int64, count=2 * rows).reshape(rows, 2)


def _by_arithmetic(whole: pl.Series, places: int) -> pl.Series:
    decimal = whole.cast(pl.Decimal(DIGITS, 0))
    return decimal * pl.Series([Decimal(1).scaleb(-places)]) if places else decimal
