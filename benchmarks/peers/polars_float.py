"""Polars by hand: one lazy query over floats, collected once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from work import BANDS, CLASSES, CRITERIA, DONE, LATE, LOWEST, PENALTIES, RATIOS, STEPS, Data, Scored


def prepare(data: Data) -> pl.DataFrame:
    """Build the frame: names as text, whole numbers, booleans, and rates as floats."""
    numbers = pl.DataFrame({"unit": range(data.units), "bloc": data.blocs()})
    names = numbers.select(pl.format("u{}", "unit").alias("unit"), pl.format("b{}", "bloc").alias("bloc"))
    return names.with_columns(pl.Series(name, column) for name, column in data.columns())


def steps(value: pl.Expr, table: Sequence[tuple[float, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """Choose by the highest step that the value reaches."""
    chosen = otherwise
    for low, given in reversed(table):
        chosen = pl.when(value >= low).then(given).otherwise(chosen)
    return chosen


def cents(value: pl.Expr) -> pl.Expr:
    """Round to two places, halves up."""
    return value.round(2, mode="half_away_from_zero")


def criteria() -> list[pl.Expr]:
    """Give the points of the twenty criteria."""
    col, bands = pl.col, [(low, pl.lit(given)) for low, given in STEPS]
    return [
        *(cents(pl.min_horizontal(col(f"{n}.actual") / col(f"{n}.target") * 6, 6)).alias(n) for n in RATIOS),
        *(
            pl.max_horizontal(4 - p * col(f"{n}.days"), 0).alias(n)
            for p, n in zip(PENALTIES, LATE, strict=True)
        ),
        *(pl.when(f"{n}.done").then(4.0).otherwise(0.0).alias(n) for n in DONE),
        *(steps(col(f"{n}.rate"), bands, pl.lit(0.0)).alias(n) for n in BANDS),
    ]


def score(frame: pl.DataFrame) -> pl.DataFrame:
    """Give points, total, rank and class of every unit."""
    total = pl.col("total")
    classes = [(low, pl.lit(name)) for low, name in CLASSES]
    return (
        frame.lazy()
        .select("unit", "bloc", *criteria())
        .with_columns(cents(pl.sum_horizontal(CRITERIA)).alias("total"))
        .with_columns(
            total.rank("min", descending=True).over("bloc").alias("rank"),
            steps(total, classes, pl.lit(LOWEST)).alias("class"),
        )
        .collect()
    )


def read(result: pl.DataFrame, rows: Sequence[int]) -> Scored:
    """Give the chosen rows."""
    return result[list(rows)].select(*CRITERIA, "total", "rank", "class").to_dict(as_series=False)
