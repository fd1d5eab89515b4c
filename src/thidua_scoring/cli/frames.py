"""``thidua score-frame``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.tables import figure
from thidua_scoring.cli.texts import say

if TYPE_CHECKING:
    from thidua_scoring.frames.parquet import Engine

_file = click.Path(path_type=Path)


@click.command("score-frame", cls=Command)
@click.argument("ruleset")
@click.argument("source", type=_file)
@click.option("--output", "-o", cls=Option, type=_file, required=True)
@click.option("--by", cls=Option, multiple=True, metavar="COLUMN")
@click.option("--table", "tables", cls=Option, multiple=True, metavar="FIGURE=FILE")
@click.option("--scale", "scales", cls=Option, multiple=True, metavar="COLUMN=DECIMALS")
@click.option("--details", cls=Option, is_flag=True)
@click.option(
    "--engine",
    cls=Option,
    type=click.Choice(["polars", "duckdb", "spark"]),
    default="polars",
    show_default=True,
)
@click.option("--memory", cls=Option, metavar="SIZE")
@click.option("--partitions", cls=Option, type=click.IntRange(min=1))
def score_frame(  # noqa: PLR0917
    ruleset: str,
    source: Path,
    output: Path,
    by: tuple[str, ...],
    tables: tuple[str, ...],
    scales: tuple[str, ...],
    details: bool,
    engine: Engine,
    memory: str | None,
    partitions: int | None,
) -> None:
    """Score a Parquet file by columns."""
    from thidua_scoring.frames.extras import library
    from thidua_scoring.ruleset.load import load_ruleset

    files, places = (
        _pairs(tables, "C1.products=products.parquet"),
        _pairs(scales, "C1.actual=2", str.isdecimal),
    )
    rules = load_ruleset(ruleset)
    for module in ("polars", "pyarrow"):
        library(module, "frames")
    from thidua_scoring.frames.parquet import score_parquet

    with _shown(source, engine) as progress:
        done = score_parquet(
            rules,
            source,
            output,
            engine=engine,
            by=by or "bloc",
            tables=files,
            scales={column: int(count) for column, count in places.items()},
            details=details,
            memory_limit=memory,
            partitions=partitions,
            progress=progress,
        )
    told = {
        "rows": figure(done.rows),
        "rescored": figure(done.rescored),
        "seconds": figure(Fraction(round(done.seconds * 10), 10)),
        "rate": figure(int(done.rows / done.seconds)),
    }
    tell(say("frame-scored", language()).format(**told))


def _pairs(given: tuple[str, ...], example: str, good: Callable[[str], bool] = bool) -> Mapping[str, str]:
    """Read options of the form ``name=value``."""
    found = {}
    for pair in given:
        name, _, value = pair.rpartition("=")
        if not name or not good(value):
            raise click.UsageError(say("not-a-pair", language()).format(got=pair, expected=example))
        found[name] = value
    return found


@contextmanager
def _shown(source: Path, engine: Engine) -> Iterator[Callable[[int], None] | None]:
    """Show on a terminal how many rows are scored; Spark shows its own progress."""
    if engine == "spark" or not sys.stderr.isatty() or not source.exists():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from thidua_scoring.frames.parquet import row_count

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(say("scoring", language()), total=row_count(source))
        yield lambda rows: bar.update(task, completed=rows)
