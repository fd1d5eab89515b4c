"""Ranks within blocs of whole columns, by one sort of integers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

_MOST: Final = 2**62


def ranks_in(blocs: pl.Series, key: pl.Series) -> pl.Series:
    """Rank rows within their bloc, 1 for the greatest key; rows with equal keys share the better rank.

    A row without a key has no rank.

    >>> ranks_in(pl.Series(["a", "b", "a", "a"]), pl.Series([7, 1, 9, 7])).to_list()
    [2, 1, 1, 2]
    """
    there = None
    if key.null_count():
        there = key.is_not_null()
        blocs, key = blocs.filter(there), key.filter(there)
    found = pl.Series("rank", _ranked(_codes(blocs), key), dtype=pl.Int64)
    if there is None:
        return found
    nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(there))
    return nothing.scatter(there.arg_true(), found).alias("rank") if len(found) else nothing.alias("rank")


def _codes(blocs: pl.Series) -> Any:
    """Number the blocs from 0: only where one begins is it looked at."""
    runs = blocs.rle_id()
    heads = blocs.filter(runs != runs.shift(1, fill_value=len(runs)))
    texts = heads.dtype == pl.String
    codes = heads.cast(pl.Categorical).to_physical() if texts else heads.rank("dense")
    _, numbered = np.unique(codes.cast(pl.Int64).fill_null(-1).to_numpy(), return_inverse=True)
    return numbered[runs.to_numpy()] if len(runs) else runs.to_numpy()


def _ranked(codes: Any, key: pl.Series) -> Any:
    rows = len(key)
    if not rows:
        return codes
    low: Any = key.min()
    high: Any = key.max()
    blocs = int(codes.max()) + 1
    if key.dtype != pl.Int64 or (high - low + 1) * blocs >= _MOST:
        key = key.rank("dense").cast(pl.Int64)
        low, high = 1, int(key.max())  # type: ignore[arg-type]
    together = codes * (high - low + 1) + (high - key.to_numpy())
    order = np.argsort(together, kind="stable")
    ordered = together[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    best = np.maximum.accumulate(np.where(first, np.arange(rows), 0))
    sizes = np.bincount(codes, minlength=blocs)
    ranks = np.empty(rows, dtype=np.int64)
    ranks[order] = best
    return ranks - (np.cumsum(sizes) - sizes)[codes] + 1
