"""Put what columns decided and what the reference engine scored into one result, and rank it together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl
from attrs import frozen

from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.frames.program import BOTTOM, OUT, TOP
from thidua_scoring.frames.rescoring import Rescored, Standing, ranked


@frozen(eq=False)
class Known:
    """What columns decided, and what its standings are to be multiplied by."""

    frame: pl.DataFrame
    standing: Fraction
    ranked: bool
    """Whether columns ranked the units too."""

    def standings(self, rows: list[int]) -> Iterator[Standing]:
        """Yield what units are ranked by."""
        chosen = self.frame.select(TOP, BOTTOM, OUT)
        for top, bottom, out in (chosen[rows] if rows else chosen.clear()).iter_rows():
            yield Value.known(self.standing * Fraction(top, bottom)), Truth3.known(out)


def merged(known: Known | None, exact: Rescored | None, mask: pl.Series, blocs: pl.Series) -> pl.DataFrame:
    """Put the rows of the reference engine where ``mask`` says; there is the one or the other, or both."""
    rows = mask.arg_true().to_list()
    if exact is None:
        assert known is not None
        return _ranked(known.frame, known, {}, blocs)
    columns = exact.frame
    if known is not None:
        where = pl.Series([None] * len(mask), dtype=pl.Int64).scatter(rows, range(len(rows)))
        columns = pl.DataFrame(
            new.gather(where).zip_with(mask, known.frame[new.name].cast(new.dtype)).alias(new.name)
            for new in exact.frame
        )
    return _ranked(columns, known, dict(zip(rows, exact.standings, strict=True)), blocs)


def _ranked(
    columns: pl.DataFrame, known: Known | None, at: dict[int, Standing], blocs: pl.Series
) -> pl.DataFrame:
    """Rank every bloc that has a row of the reference engine, or all of them if columns ranked none."""
    touched = blocs.alias("bloc").to_frame().with_row_index("row")
    if known is None or known.ranked:
        open_blocs = touched["bloc"].gather(list(at)).unique().implode()
        touched = touched.filter(pl.col("bloc").is_in(open_blocs, nulls_equal=True))
    members = {key: each["row"].to_list() for (key,), each in touched.group_by("bloc", maintain_order=True)}
    if known is not None:
        others = [row for each in members.values() for row in each if row not in at]
        at |= zip(others, known.standings(others), strict=True)
    found = ranked(members, at.__getitem__)
    where = pl.Series([None] * columns.height, dtype=pl.Int64).scatter(list(found), range(len(found)))
    put = {
        "rank": [
            None if r is None or r[0] != r[1] or at[row][1].may_hold else r[0] for row, r in found.items()
        ],
        "rank_best": [None if r is None else r[0] for r in found.values()],
        "rank_worst": [None if r is None else r[1] for r in found.values()],
    }
    mask = where.is_not_null()
    return columns.with_columns(
        pl.Series(name, values, dtype=pl.Int64).gather(where).zip_with(mask, columns[name]).alias(name)
        for name, values in put.items()
    )
