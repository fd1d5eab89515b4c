"""Tables and figures for people, and cells of CSV files that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from thidua_scoring.cli.base import language
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.console import Console
    from rich.table import Table

    from thidua_scoring.formula.values import Value
    from thidua_scoring.ruleset.ruleset import Ruleset

WIDTH: Final = 110
"""The width of a table that does not go to a terminal."""
NOTHING: Final = "—"


def console(file: IO[str] | None = None) -> Console:
    """Return a console that prints text as it is."""
    from rich.console import Console as RichConsole

    stream = file or sys.stdout
    fixed = not stream.isatty() and "COLUMNS" not in os.environ
    return RichConsole(
        file=stream,
        width=WIDTH if fixed else None,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


def table(*columns: str, right: Iterable[str] = (), title: str | None = None) -> Table:
    """Make a table whose long texts are folded, not cut; columns of figures stand right."""
    from rich import box
    from rich.table import Table as RichTable

    lang, figures = language(), set(right)
    made = RichTable(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        made.add_column(
            say(column, lang),
            justify="right" if column in figures else "left",
            overflow="fold",
            no_wrap=column in figures,
        )
    return made


def add(to: Table, *cells: str, last: bool = False) -> None:
    """Add a row, free of control characters."""
    to.add_row(*map(harmless, cells), end_section=last)


def figure(number: Decimal | Fraction | int | None) -> str:
    """Write a figure in the chosen language."""
    from thidua_scoring.numbers import show

    return NOTHING if number is None else show(Fraction(number), language())


def points(value: Value | None) -> str:
    """Write points, marked with ``*`` where they are not certain."""
    if value is None:
        return NOTHING
    return figure(value.point) + ("" if value.certain else "*")


def bounds(value: Value | None) -> str:
    """Write between what the points lie, where they are not certain."""
    if value is None or value.certain:
        return ""
    lang = language()
    low, high = (say("any", lang) if end is None else figure(end) for end in (value.low, value.high))
    return f"{low} {say('to', lang)} {high}"


def status_line(ruleset: Ruleset) -> str | None:
    """Return what a reader of results by an unofficial ruleset must know; None for an official one."""
    return None if ruleset.status == "official" else say(f"status {ruleset.status}", language())


def headed(ruleset: Ruleset, to: Console | None = None) -> Console:
    """Print whose results follow, to standard output if not told otherwise, and return where they go."""
    to = to or console()
    to.print(harmless(ruleset.written.title), style="bold")
    if (line := status_line(ruleset)) is not None:
        to.print(line, style="yellow")
    return to


# ── CSV ─────────────────────────────────────────────────────────────────────────────

_FORMULA: Final = (*"=+-@＝＋－＠", "\t", "\r", "\n")
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:[.,/][0-9]+)?")


def csv_cell(value: Any) -> str:
    """Write a cell; text that a spreadsheet would run as a formula gets an apostrophe in front.

    >>> csv_cell("=1+1"), csv_cell("-2.5"), csv_cell(None)
    ("'=1+1", '-2.5', '')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _PLAIN.fullmatch(text) else text


def csv_rows(rows: Iterable[Iterable[Any]]) -> str:
    """Write rows of cells as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([map(csv_cell, row) for row in rows])
    return written.getvalue()


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows that have the same keys as CSV, the keys first."""
    return csv_rows([rows[0], *(row.values() for row in rows)]) if rows else ""


def put(text: str, output: Path | None, format_: str) -> None:
    """Write a result to a file, or to standard output.

    Spreadsheets take a CSV file for UTF-8 only by the mark at its start.
    """
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8-sig" if format_ == "csv" else "utf-8", newline="")
