"""``thidua form``: the self-scoring workbook of one unit, or of each unit of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from thidua_scoring.cli.base import Command, Option, language, tell
from thidua_scoring.cli.folders import file_names
from thidua_scoring.cli.progress import FILES, watched
from thidua_scoring.cli.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thidua_scoring.ruleset.ruleset import Ruleset

_FEW: Final = 10


class _UnitOption(Option):
    """Other commands choose among units by the option of that name; this one says whose form it is."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the chosen language."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], say("form --unit", language(ctx)))


@click.command("form", cls=Command)
@click.argument("ruleset")
@click.option("--unit", cls=_UnitOption)
@click.option("--name", cls=Option, default="")
@click.option("--bloc", cls=Option, default="")
@click.option("--unit-kind", cls=Option, default="")
@click.option("--units", cls=Option, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--table-rows", cls=Option, type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("-o", "--output", cls=Option, required=True, type=click.Path(path_type=Path))
def form(  # noqa: PLR0917
    ruleset: str,
    unit: str | None,
    name: str,
    bloc: str,
    unit_kind: str,
    units: Path | None,
    table_rows: int,
    output: Path,
) -> None:
    """Write the form of a unit, or of each unit of a list."""
    from thidua_scoring.forms import make_form
    from thidua_scoring.ruleset.load import load_ruleset

    if (unit is None) == (units is None) or (units is not None and (name or bloc or unit_kind)):
        raise click.UsageError(say("unit-or-units", language()))
    rules = load_ruleset(ruleset)
    if units is not None:
        _forms(rules, units, output, table_rows)
    elif unit is not None:
        _not_there([output])
        made = make_form(rules, unit, name=name, bloc=bloc, kind=unit_kind, table_rows=table_rows)
        output.write_bytes(made)
        tell(say("form-written", language()).format(unit=unit, file=output))


def _forms(rules: Ruleset, listed: Path, folder: Path, table_rows: int) -> None:
    """Write the form of each unit into a folder; no file that is there is written over."""
    from thidua_scoring.errors import EvidenceError, Place
    from thidua_scoring.evidence.read import read_evidence
    from thidua_scoring.evidence.statements import Statement
    from thidua_scoring.forms import make_form
    from thidua_scoring.forms.units import second_forms

    units = read_evidence(listed, rules).units
    if not units:
        raise click.UsageError(say("no-units", language()).format(file=listed))
    place = Place(file=str(listed))
    faults = list(second_forms([(place, [Statement(unit.id, "", "", None, place)]) for unit in units]))
    if faults:
        raise EvidenceError(faults)
    files = [folder / f"{name}.xlsx" for name in file_names(units)]
    _not_there(files)
    folder.mkdir(parents=True, exist_ok=True)
    pairs = list(zip(units, files, strict=True))
    for unit, file in watched(pairs, len(pairs), "writing-forms", least=FILES):
        facts = {"name": unit.name, "bloc": unit.bloc, "kind": unit.kind}
        file.write_bytes(make_form(rules, unit.id, **facts, table_rows=table_rows))
    tell(say("forms-written", language()).format(count=len(files), folder=folder))


def _not_there(files: Sequence[Path]) -> None:
    """Refuse to write over files: they may be forms that were filled in."""
    there = [str(file) for file in files if file.is_file()]
    if there:
        listed = ", ".join(there[:_FEW]) + ("…" if len(there) > _FEW else "")
        raise click.UsageError(say("forms-there", language()).format(files=listed))
