"""``thidua form``: the self-scoring workbook of one unit."""

from __future__ import annotations

from pathlib import Path

import click

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.texts import say


class _UnitOption(Option):
    """Other commands choose among units by the option of that name; this one says whose form it is."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the chosen language."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], say("form --unit", language(ctx)))


@click.command("form", cls=Command)
@click.argument("ruleset")
@click.option("--unit", cls=_UnitOption, required=True)
@click.option("--name", cls=Option, default="")
@click.option("--bloc", cls=Option, default="")
@click.option("--unit-kind", cls=Option, default="")
@click.option("--table-rows", cls=Option, type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("-o", "--output", cls=Option, required=True, type=click.Path(dir_okay=False, path_type=Path))
def form(  # noqa: PLR0917
    ruleset: str, unit: str, name: str, bloc: str, unit_kind: str, table_rows: int, output: Path
) -> None:
    """Write the form of a unit."""
    from thidua_scoring.forms import make_form
    from thidua_scoring.ruleset.load import load_ruleset

    made = make_form(load_ruleset(ruleset), unit, name=name, bloc=bloc, kind=unit_kind, table_rows=table_rows)
    output.write_bytes(made)
    tell(say("form-written", language()).format(unit=unit, file=output))
