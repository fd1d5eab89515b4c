"""Chunks of a stream: whole blocs, in order, none lost."""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.frames.chunks import arrow_schema, to_arrow, whole_blocs

blocs = st.lists(st.sampled_from(["", "a", "A", "b", None]), max_size=30)


def batches(frame: pl.DataFrame, size: int) -> list[pa.RecordBatch]:
    return frame.to_arrow().to_batches(max_chunksize=size)


@given(
    blocs,
    st.lists(st.sampled_from([1, 2, None]), min_size=30, max_size=30),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_chunks_hold_whole_blocs(
    names: list[str | None], months: list[int | None], batch: int, rows: int
) -> None:
    keys = sorted(zip(names, months, strict=False), key=repr)
    frame = pl.DataFrame(
        {"bloc": [name for name, _ in keys], "month": [month for _, month in keys], "at": range(len(keys))},
        schema={"bloc": pl.String, "month": pl.Int8, "at": pl.Int64},
    )
    chunks = list(whole_blocs(batches(frame, batch), ("bloc", "month"), rows))
    assert pl.concat([frame.clear(), *chunks]).equals(frame)
    ends = [(*chunk.row(0)[:2], *chunk.row(-1)[:2]) for chunk in chunks]
    assert all(before[2:] != after[:2] for before, after in pairwise(ends))
    longest = max((len(list(group)) for _, group in groupby(keys)), default=0)
    assert all(chunk.height < 2 * rows + longest for chunk in chunks)
    assert all(chunk.height >= rows for chunk in chunks[:-1])


@pytest.mark.parametrize("by", [["day"], ["level"], ["share"], ["nothing"], ["money", "day"]])
def test_keys_of_other_types(by: list[str]) -> None:
    frame = pl.DataFrame(
        {
            "day": [date(2026, 1, 1)] * 4 + [date(2026, 2, 1)] * 4,
            "level": pl.Series([None] * 4 + ["x"] * 4, dtype=pl.Enum(["x"])),
            "share": [float("nan")] * 4 + [0.5] * 4,
            "nothing": pl.Series([None] * 8, dtype=pl.Null),
            "money": pl.Series([1] * 8, dtype=pl.Decimal(38, 2)),
        }
    )
    heights = [chunk.height for chunk in whole_blocs(batches(frame, 3), by, 1)]
    assert heights == ([8] if by == ["nothing"] else [4, 4])


def test_without_blocs_all_rows_are_one() -> None:
    frame = pl.DataFrame({"at": range(10)})
    assert [chunk.height for chunk in whole_blocs(batches(frame, 2), (), 3)] == [10]
    assert list(whole_blocs([], (), 3)) == []


def test_a_result_in_types_that_all_hold() -> None:
    frame = pl.DataFrame(
        {"unit": ["u"], "class": pl.Series(["good"], dtype=pl.Enum(["good"])), "total": [1]},
        schema_overrides={"total": pl.Decimal(38, 2)},
    )
    schema = arrow_schema(frame.schema)
    assert schema.types == [pa.string(), pa.string(), pa.decimal128(38, 2)]
    assert to_arrow(frame, schema).to_pylist()[0]["class"] == "good"
