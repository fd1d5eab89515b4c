"""Ranks of whole columns are what counting gives."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.frames.columns.ranking import ranks_in

BLOCS = st.sampled_from([("a", "b", "c", None), (1, 2, 30, None)])
KEYS = st.none() | st.integers(-3, 3)


@given(st.data(), st.sampled_from([1, 10**17, 10**30]), st.booleans())
def test_n3_a_rank_counts_those_above(data: st.DataObject, size: int, gathered: bool) -> None:
    names = data.draw(BLOCS)
    rows: list[tuple[Any, Any]] = data.draw(st.lists(st.tuples(st.sampled_from(names), KEYS), max_size=30))
    if gathered:
        rows.sort(key=lambda row: str(row[0]))
    blocs = [bloc for bloc, _ in rows]
    keys = [None if key is None else key * size for _, key in rows]
    found = ranks_in(
        pl.Series(blocs, dtype=pl.String if "a" in names else pl.Int64),
        pl.Series(keys, dtype=pl.Int64 if size < 10**30 else pl.Int128),
    )
    pairs = list(zip(blocs, keys, strict=True))
    assert found.to_list() == [
        None if key is None else 1 + sum(b == bloc and k is not None and k > key for b, k in pairs)
        for bloc, key in pairs
    ]
