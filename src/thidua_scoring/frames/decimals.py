"""Integers shown as decimals without arithmetic: the same bits under another type."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

DIGITS: Final = 38
_MANY: Final = 100_000


def as_decimals(whole: pl.Series, places: int) -> pl.Series:
    """Return integers, each so many places too large, as the decimals that they stand for.

    >>> as_decimals(pl.Series([150, None]), 2).to_list()
    [Decimal('1.50'), None]
    """
    if whole.dtype != pl.Int64:
        decimal = whole.cast(pl.Decimal(DIGITS, 0))
        return decimal * pl.Series([Decimal(1).scaleb(-places)]) if places else decimal
    missing = whole.null_count()
    words = np.empty((len(whole), 2), dtype=np.int64)
    words[:, 0] = (whole.fill_null(0) if missing else whole).to_numpy()
    np.right_shift(words[:, 0], 63, out=words[:, 1])
    valid = pa.array(whole.is_not_null().to_numpy()).buffers()[1] if missing else None
    buffers = [valid, pa.py_buffer(words)]
    decimals = pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(whole), buffers)
    found = pl.from_arrow(decimals)
    assert isinstance(found, pl.Series)
    return found.alias(whole.name)


def all_as_decimals(frame: pl.DataFrame, places: Mapping[str, int]) -> list[pl.Series]:
    """Return columns of integers as decimals, several at a time where there are many rows."""
    pairs = [(frame[name], number) for name, number in places.items()]
    if frame.height < _MANY:
        return [as_decimals(*pair) for pair in pairs]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda pair: as_decimals(*pair), pairs))
