"""``thidua demo``: the example of Cai Lậy, claimed points against points by the rules."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from thidua_scoring.cli.base import EXIT_WRONG_INPUT, Command, language, tell
from thidua_scoring.cli.tables import NOTHING, add, bounds, console, figure, status_line, table
from thidua_scoring.cli.tables import points as shown
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from decimal import Decimal

    from thidua_scoring.scoring.unit_score import UnitScore

RULESET: Final = "tien-giang/tnmt-cap-huyen-2022"
EXAMPLE: Final = "cai_lay.csv"
CHECKOUT: Final = "examples/tien_giang_2022"


@click.command("demo", cls=Command)
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Score the example."""
    from thidua_scoring.ruleset.load import load_ruleset

    example = find_example()
    if example is None:
        tell(say("demo-none", language()))
        ctx.exit(EXIT_WRONG_INPUT)
    board = load_ruleset(RULESET).score(example)
    to = console()
    if (line := status_line(board.ruleset)) is not None:
        to.print(line, style="yellow")
    for unit in board:
        _print(unit, to)


def find_example() -> Path | None:
    """Find the evidence: beside the ruleset in an installed pack, or among the examples of a checkout."""
    from thidua_scoring.ruleset.load import catalogue

    path = catalogue().get(RULESET)
    if path is None:
        return None
    places = [path.parent / "examples", *(folder / CHECKOUT for folder in path.parents[2:4])]
    return next((place / EXAMPLE for place in places if (place / EXAMPLE).is_file()), None)


def _print(unit: UnitScore, to: object) -> None:
    from rich.console import Console

    assert isinstance(to, Console)
    lang, board = language(), unit.board
    heading = say("demo-unit", lang).format(name=unit.unit.name or unit.unit.id, ruleset=board.ruleset.id)
    to.print(harmless(heading), style="bold")
    total = board.value("total", unit.row)
    values = {
        name: criterion.value if criterion.applies else None for name, criterion in unit.criteria.items()
    }
    unsure = any(value is not None and not value.certain for value in [*values.values(), total])
    columns = ["criterion", "content", "claimed", "by rule", "difference", *["bounds"] * unsure]
    made = table(*columns, right=["claimed", "by rule", "difference", "bounds"])
    specs = board.ruleset.written.criteria
    for number, (name, value) in enumerate(values.items(), start=1):
        claimed = unit[name].claimed
        own = None if value is None or unit[name].by_claim else value.point
        cells = [figure(claimed), shown(value), difference(own, claimed), *[bounds(value)] * unsure]
        add(made, name, specs[name].head.title, *cells, last=number == len(values))
    cells = [
        figure(unit.claimed),
        shown(total),
        difference(unit.total, unit.claimed) + "*" * unsure,
        *[bounds(total)] * unsure,
    ]
    add(made, "", say("sum", lang), *cells)
    to.print(made)
    if unsure:
        to.print(say("open", lang))
    by_claim = [name for name, criterion in unit.criteria.items() if criterion.by_claim]
    if by_claim:
        to.print(harmless(say("as claimed", lang).format(names=", ".join(by_claim))))
    if unit.outcome is not None:
        to.print(harmless(f"{say('class', lang)}: {say(f'outcome {unit.outcome}', lang)}"))


def difference(own: Decimal | Fraction | None, claimed: Decimal | Fraction | None) -> str:
    """Write by how much the rules give more or less than is claimed."""
    if own is None or claimed is None:
        return NOTHING
    by = Fraction(own) - Fraction(claimed)
    return ("+" if by > 0 else "") + figure(by) if by else ""
