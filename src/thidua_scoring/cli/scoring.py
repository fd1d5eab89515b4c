"""``thidua score`` and ``thidua explain``."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.progress import FILES, watched, working
from thidua_scoring.cli.tables import (
    NOTHING,
    add,
    bounds,
    console,
    csv_text,
    figure,
    headed,
    put,
    status_line,
    table,
)
from thidua_scoring.cli.tables import points as shown
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.evidence.evidence import Evidence
    from thidua_scoring.evidence.text import Locale
    from thidua_scoring.hookspecs import ReportWriter, StandingWriter
    from thidua_scoring.scoring.scoreboard import Scoreboard
    from thidua_scoring.scoring.unit_score import UnitScore

FORMATS: Final = ("table", "json", "csv")
table_or_json = click.option(
    "--format",
    "format_",
    cls=Option,
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
locale_option = click.option("--locale", cls=Option, type=click.Choice(["vi", "en"]))


def scored(ruleset: str, evidence: str | tuple[str, ...], locale: Locale | None = None) -> Scoreboard:
    """Load a ruleset and score evidence by it: one file, or filled forms of several units."""
    from thidua_scoring.ruleset.load import load_ruleset

    rules = load_ruleset(ruleset)
    files = (evidence,) if isinstance(evidence, str) else _but_locks(evidence)
    given: Evidence | Path = Path(files[0])
    if len(files) > 1:
        from thidua_scoring.forms import read_forms

        given = read_forms(watched(files, len(files), "reading-forms", least=FILES), rules, locale=locale)
    with working("scoring"):
        board = rules.score(given, locale=locale)
    if not len(board):
        tell(say("no-units", language()).format(file=files[0]))
    return board


def _but_locks(files: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the files by which spreadsheet programs know what is open, which ``*.xlsx`` names too."""
    locks = [file for file in files if Path(file).name.startswith(("~$", ".~lock."))]
    if locks and len(locks) < len(files):
        tell(say("lock-files", language()).format(files=", ".join(locks)))
        return tuple(file for file in files if file not in locks)
    return files


@click.command("score", cls=Command)
@click.argument("ruleset")
@click.argument("evidence", nargs=-1, required=True)
@click.option(
    "--format", "format_", cls=Option, metavar="[table|json|csv|…]", default="table", show_default=True
)
@click.option("--output", cls=Option, type=click.Path(dir_okay=False, path_type=Path))
@locale_option
def score(
    ruleset: str, evidence: tuple[str, ...], format_: str, output: Path | None, locale: Locale | None
) -> None:
    """Score all units of an evidence file, or of filled forms."""
    report = _report(format_, output)
    board = scored(ruleset, evidence, locale)
    if report is not None and output is not None:
        from thidua_scoring.cli.reports import by_plugin

        by_plugin(report, board, output, audience="council")
        return
    if format_ == "table":
        _table(board, output)
        return
    text = as_json(board.to_dict()) if format_ == "json" else _csv(board)
    put(text, output, format_)


def _report(format_: str, output: Path | None) -> ReportWriter | StandingWriter | None:
    """Return the plugin's report of that name; None for the formats that are built in."""
    if format_ in FORMATS:
        return None
    from thidua_scoring.plugins import installed

    reports = installed().reports
    if format_ not in reports:
        known = ", ".join([*FORMATS, *reports])
        raise click.BadParameter(say("no-format", language()).format(got=format_, expected=known))
    if output is None:
        raise click.UsageError(say("needs-output", language()).format(got=format_))
    writer: ReportWriter | StandingWriter = reports[format_].thing
    return writer


def as_json(value: Any) -> str:
    """Write JSON for people and machines."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv(board: Scoreboard) -> str:
    from thidua_scoring.numbers import write

    rows = []
    for unit in watched(board, len(board)):
        row: dict[str, Any] = {}
        for key, value in unit.flat().items():
            row[key] = value
            if key == "total":
                row["total_low"], row["total_high"] = (
                    None if end is None else write(Fraction(end)) for end in unit.bounds
                )
        rows.append(row)
    return csv_text(rows)


def _table(board: Scoreboard, output: Path | None) -> None:
    if output is None:
        _print(board, console())
        return
    with output.open("w", encoding="utf-8") as file:
        _print(board, console(file))


def _print(board: Scoreboard, to: Any) -> None:
    lang, written = language(), board.ruleset.written
    headed(board.ruleset, to)
    units = list(board)
    totals = [board.value("total", unit.row) for unit in units]
    unsure = any(total is not None and not total.certain for total in totals)
    claims = any(unit.claimed is not None for unit in units)
    blocs = any(unit.unit.bloc for unit in units)
    columns = ["unit", "name", *["bloc"] * blocs, "total", *["bounds"] * unsure, *["claimed"] * claims]
    made = table(
        *columns, "percent", "rank", "class", right=["total", "bounds", "claimed", "percent", "rank"]
    )
    for unit, total in zip(watched(units, len(units)), totals, strict=True):
        cells = [unit.unit.id, unit.unit.name or "", *[unit.unit.bloc or ""] * blocs, shown(total)]
        cells += [*[bounds(total)] * unsure, *[figure(unit.claimed)] * claims]
        add(made, *cells, figure(unit.percent), _rank(unit), _class(unit))
    to.print(made)
    if unsure:
        to.print(say("open", lang))
    if written.beyond_points:
        sections = ", ".join(say(f"section {name}", lang) for name in written.beyond_points)
        to.print(say("beyond-points", lang).format(sections=sections))


def _rank(unit: UnitScore) -> str:
    ends = unit.rank_bounds
    if ends is None or not unit.outside.may_fail:
        return NOTHING
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def _class(unit: UnitScore) -> str:
    if not unit.outside.may_fail:
        return say(f"outcome {unit.outcome or 'unrated'}", language())
    titles = {each.id: each.title for each in unit.board.ruleset.written.classes}
    return " / ".join(titles[name] for name in unit.class_bounds) or NOTHING


@click.command("explain", cls=Command)
@click.argument("ruleset")
@click.argument("evidence")
@click.argument("unit")
@click.argument("criterion", required=False)
@click.option(
    "--format",
    "format_",
    cls=Option,
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@locale_option
def explain(  # noqa: PLR0917
    ruleset: str, evidence: str, unit: str, criterion: str | None, format_: str, locale: Locale | None
) -> None:
    """Explain the points of a unit."""
    from thidua_scoring.scoring.explain import explain as explained

    board = scored(ruleset, evidence, locale)
    found = explained(board, unit, criterion, language())
    if format_ == "json":
        click.echo(as_json(found.to_dict()), nl=False)
        return
    if (line := status_line(board.ruleset)) is not None:
        click.echo(line)
    click.echo(harmless(found.text(language())))
