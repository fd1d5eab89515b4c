"""``thidua what-if``, ``thidua goal`` and ``thidua robustness``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from attrs import evolve

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.comparing import changes_table
from thidua_scoring.cli.progress import working
from thidua_scoring.cli.scoring import as_json, locale_option, scored, table_or_json
from thidua_scoring.cli.tables import headed, put
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.errors import FaultsError
    from thidua_scoring.evidence.text import Locale
    from thidua_scoring.scoring.scoreboard import Scoreboard
    from thidua_scoring.tabular import Tabled
    from thidua_scoring.whatif.goals import Lever

_FILE = click.Path(dir_okay=False, path_type=Path)
_WEIGHTS: Final = "20%"
"""By how much weights move, if nobody says."""


@click.command("what-if", cls=Command)
@click.argument("scenario", type=_FILE)
@click.argument("ruleset", required=False)
@click.argument("evidence", required=False)
@table_or_json
@click.option("--output", cls=Option, type=_FILE)
@locale_option
def what_if(  # noqa: PLR0917
    scenario: Path,
    ruleset: str | None,
    evidence: str | None,
    format_: str,
    output: Path | None,
    locale: Locale | None,
) -> None:
    """Apply a scenario and show what it changes."""
    from thidua_scoring.decisions.comparison.comparing import compare
    from thidua_scoring.whatif.scenarios.reading import base_of, read_scenario
    from thidua_scoring.whatif.scenarios.telling import told

    if ruleset is None or evidence is None:
        named, file = base_of(scenario)
        ruleset, evidence = ruleset or named, str(file)
    before = scored(ruleset, evidence, locale)
    read = read_scenario(scenario, before)
    after = read.apply(before)
    found = compare(before, after, across_rules=True)
    result = after.to_dict()
    if format_ == "json":
        whole = {"scenario": read.to_dict(), "comparison": found.to_dict(), "result": result}
        put(as_json(whole), output, format_)
        return
    if output is not None:
        put(as_json(result), output, "json")
    to = headed(before.ruleset)
    to.print(harmless(f"{say('scenario', language())}: {read.name}"))
    to.print(told(read, before).rich(language()))
    for each in found.differences:
        to.print(harmless(f"{say('note', language())}: {each.text(language())}"), style="yellow")
    to.print(changes_table(found, _titles(result)))


def _titles(result: Mapping[str, Any]) -> Mapping[str, str]:
    titles: Mapping[str, str] = result["ruleset"]["classes"]["titles"]
    return titles


@click.command("goal", cls=Command)
@click.argument("ruleset")
@click.argument("evidence")
@click.option("--unit", cls=Option, required=True)
@click.option("--class", "class_", cls=Option, metavar="ID")
@click.option("--rank", cls=Option, type=click.IntRange(1), metavar="N")
@click.option(
    "--least", cls=Option, type=click.Choice(["criteria", "cost"]), default="criteria", show_default=True
)
@click.option("--lever", "levers", cls=Option, multiple=True, metavar="KEY[:LOW:HIGH[:STEP]]")
@click.option("--frozen", cls=Option, multiple=True, metavar="ID")
@click.option("--cost", "costs", cls=Option, multiple=True, metavar="ID=NUMBER")
@click.option("--save", cls=Option, type=_FILE)
@table_or_json
@locale_option
def goal(  # noqa: PLR0917
    ruleset: str,
    evidence: str,
    unit: str,
    class_: str | None,
    rank: int | None,
    least: Literal["criteria", "cost"],
    levers: tuple[str, ...],
    frozen: tuple[str, ...],
    costs: tuple[str, ...],
    save: Path | None,
    format_: str,
    locale: Locale | None,
) -> None:
    """Find every least change by which a unit reaches a class or a rank."""
    from thidua_scoring.whatif.goals import seek_goal

    board = scored(ruleset, evidence, locale)
    moved, costly = [_lever(each) for each in levers] or None, dict(_cost(each) for each in costs) or None
    with working("searching"):
        found = seek_goal(
            board, unit, class_=class_, rank=rank, least=least, levers=moved, frozen=frozen, costs=costly
        )
    if save is not None and found.answers:
        made = found.scenario(board)
        made = evolve(made, ruleset=_beside(ruleset, save), evidence=_beside(evidence, save))
        put(made.to_toml(), save, "toml")
    if format_ == "json":
        click.echo(as_json(found.to_dict()), nl=False)
        return
    headed(board.ruleset)
    click.echo(found.text(language()))


def _beside(name: str, save: Path) -> str:
    """Name a file as seen from the folder of another; the name of a shipped ruleset stays."""
    return relpath(name, save.parent) if Path(name).is_file() else name


def _lever(written: str) -> Lever:
    """Read a lever: the key of a figure, then between what it may lie, then its step."""
    from thidua_scoring.numbers import read_written
    from thidua_scoring.whatif.goals import Lever as Made

    key, *numbers = written.split(":")
    try:
        low, high, step = ([read_written(each) if each else None for each in numbers] + [None] * 3)[:3]
    except ValueError:
        raise click.BadParameter(say("not-a-lever", language()).format(got=written)) from None
    return Made(key, low=low, high=high, step=step)


def _cost(written: str) -> tuple[str, Fraction]:
    from thidua_scoring.numbers import read_written

    name, _, number = written.partition("=")
    try:
        return name, read_written(number)
    except ValueError:
        expected = "ID=NUMBER"
        raise click.BadParameter(
            say("not-a-pair", language()).format(got=written, expected=expected)
        ) from None


@click.command("robustness", cls=Command)
@click.argument("ruleset")
@click.argument("evidence")
@click.option("--weights", cls=Option, metavar="SHARE")
@click.option("--draws", cls=Option, type=click.IntRange(1), metavar="N")
@click.option("--seed", cls=Option, type=click.IntRange(0), default=0, show_default=True)
@click.option("--without-limits", cls=Option, is_flag=True)
@table_or_json
@locale_option
def robustness(  # noqa: PLR0917
    ruleset: str,
    evidence: str,
    weights: str | None,
    draws: int | None,
    seed: int,
    without_limits: bool,
    format_: str,
    locale: Locale | None,
) -> None:
    """Say how sure classes and ranks are."""
    from thidua_scoring.errors import FaultsError
    from thidua_scoring.whatif.courses import flips
    from thidua_scoring.whatif.robustness import threshold_intervals

    board = scored(ruleset, evidence, locale)
    found: dict[str, Tabled] = {"open": flips(board)} if _open(board) else {}
    if board.ruleset.written.classes:
        try:
            found["thresholds"] = threshold_intervals(board)
        except FaultsError as error:
            _left_out("no-thresholds", error)
    try:
        found |= _by_weights(board, weights or _WEIGHTS, draws, seed, without_limits)
    except FaultsError as error:
        if weights is not None or draws is not None:
            raise
        _left_out("no-weights", error)
    if format_ == "json":
        click.echo(as_json({name: each.to_dict() for name, each in found.items()}), nl=False)
        return
    headed(board.ruleset)
    for each in found.values():
        click.echo(f"\n{each.text(language())}")


def _left_out(what: str, error: FaultsError) -> None:
    """Say on standard error what was left out, and why."""
    tell(say(what, language()))
    for fault in error.faults:
        tell(f"  {fault.text(language())}")


def _open(board: Scoreboard) -> bool:
    totals = (board.value("total", row) for row in range(len(board)))
    return any(total is None or not total.certain for total in totals)


@working("searching")
def _by_weights(
    board: Scoreboard, share: str, draws: int | None, seed: int, without_limits: bool
) -> dict[str, Tabled]:
    """Return between which ranks units come while each weight moves by a share, and draws of weights."""
    from thidua_scoring.whatif.robustness import Region, rank_intervals, simulate

    region = Region.around(board, share)
    if board.ruleset.written.ranking.by == "percent" or board.ruleset.written.scale.rescale:
        region = region.keeping(board)
    found: dict[str, Tabled] = {"ranks": rank_intervals(board, region, without_limits=without_limits)}
    if draws is not None:
        found["draws"] = simulate(board, region, draws, seed, without_limits=without_limits)
    return found
