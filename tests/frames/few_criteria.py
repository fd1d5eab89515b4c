"""A ruleset of three criteria, a fourth with a small table, and evidence made by arithmetic alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from thidua_scoring import load_ruleset

RULES = """
format = 1
id = "few-criteria"
title = "Few criteria"
status = "illustrative"
source = "A test"

[scale]
points = 30
rounding = { at = "criterion", places = 2, mode = "half-up" }

[groups.all]
title = "All"

[[classes]]
id = "good"
title = "Good"
from = 20
[[classes]]
id = "other"
title = "Other"
from = 0

[criteria.ratio]
group = "all"
kind = "proportional"
title = "Ratio"
points = 10
measure = { ratio = ["actual", "target"] }

[criteria.best]
group = "all"
kind = "relative"
title = "Compared with the best of the bloc"
points = 10
measure = "planted"

[criteria.rate]
group = "all"
kind = "bands"
title = "Bands"
points = 10
measure = "share"
bands = [{ from = "50%", points = 10 }, { below = "50%", points = 2.5 }]
fields = { share = { kind = "percent", maximum = "100%" } }

"""
WORK = """
[criteria.work]
group = "all"
kind = "kpi"
title = "Products"
points = 10
"""
PRODUCTS = "work.products"


def rules(folder: Path, *, products: bool = False) -> Any:
    """Write the ruleset to a file and load it, with or without its small table."""
    file = folder / "rules.toml"
    file.write_text(RULES.replace("= 30", "= 40") + WORK if products else RULES, "utf-8")
    return load_ruleset(file)


def units(count: int, *, bloc: int = 7) -> pl.DataFrame:
    """Make evidence, its blocs scattered over the rows; floats for what has decimals."""
    n = pl.int_range(count, eager=True)
    blocs = max(1, count // bloc)
    # Some units are of no bloc, and some blocs differ only by the case of a letter.
    letter = pl.when(n % 2 == 0).then(pl.lit("b")).otherwise(pl.lit("B"))
    named = pl.when(n % blocs != 3).then(pl.concat_str(letter, n % blocs))
    return pl.select(
        pl.format("u{}", n).alias("unit"),
        named.alias("bloc"),
        (n * 7 % 101 + 1).alias("ratio.actual"),
        (n * 13 % 89 + 1).alias("ratio.target"),
        ((n * 31 % 997) / 4).alias("best.planted"),
        # Divided by Python: Polars multiplies by the inverse and gives 1.7000000000000002 for 17 / 10.
        pl.Series("rate.share", [each * 17 % 1001 / 10 for each in range(count)], dtype=pl.Float64),
    )


def product_rows(count: int) -> pl.DataFrame:
    """Make two products for each unit, in an order that is not the units'; 7 must not divide ``count``."""
    n = pl.int_range(count * 2, eager=True)
    return pl.select(
        pl.format("u{}", n * 7 % count).alias("unit"),
        (n % 9 + 1).alias("assigned"),
        (n % 7).alias("done"),
        (n % 5).alias("quality"),
        (n % 6).alias("on_time"),
        ((n % 4 + 1) / 2).alias("coefficient"),
    )
