"""``thidua what-if``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thidua_scoring.cli.base import Command, Option, language
from thidua_scoring.cli.comparing import changes_table
from thidua_scoring.cli.scoring import as_json, locale_option, scored
from thidua_scoring.cli.tables import console, put, status_line
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.evidence.text import Locale

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("what-if", cls=Command)
@click.argument("scenario", type=_FILE)
@click.argument("ruleset", required=False)
@click.argument("evidence", required=False)
@click.option(
    "--format", "format_", cls=Option, type=click.Choice(["table", "json"]), default="table",
    show_default=True,
)  # fmt: skip
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
    to = console()
    to.print(harmless(before.ruleset.written.title), style="bold")
    if (line := status_line(before.ruleset)) is not None:
        to.print(line, style="yellow")
    to.print(harmless(f"{say('scenario', language())}: {read.name}"))
    to.print(told(read, before).rich(language()))
    for each in found.differences:
        to.print(harmless(f"{say('note', language())}: {each.text(language())}"), style="yellow")
    to.print(changes_table(found, _titles(result)))


def _titles(result: Mapping[str, Any]) -> Mapping[str, str]:
    titles: Mapping[str, str] = result["ruleset"]["classes"]["titles"]
    return titles
